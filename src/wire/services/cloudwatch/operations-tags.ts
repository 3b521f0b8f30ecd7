import { list, required, string, structure } from '#kernel/shape';
import { operation } from '../../service.ts';
import { Tags } from './shapes.ts';

const onResource = ({ ResourceARN }: { ResourceARN: string }) => ResourceARN;
const ResourceARN = required(string({ min: 1, max: 1024 }));

export const tagOperations = {
  TagResource: operation({
    access: 'write',
    resource: onResource,
    input: structure({ ResourceARN, Tags: required(Tags) }),
    output: structure({}),
  }),
  UntagResource: operation({
    access: 'write',
    resource: onResource,
    input: structure({ ResourceARN, TagKeys: required(list(string({ min: 1, max: 128 }))) }),
    output: structure({}),
  }),
  ListTagsForResource: operation({
    access: 'read',
    resource: onResource,
    input: structure({ ResourceARN }),
    output: structure({ Tags }),
  }),
};
