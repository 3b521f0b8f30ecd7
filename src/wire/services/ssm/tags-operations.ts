import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { list, required, string, structure } from '#kernel/shape';
import { operation } from '../../service.ts';
import { TagKey, Tags, Text } from './shapes.ts';

const ResourceType = string({
  enum: [
    'Document',
    'ManagedInstance',
    'MaintenanceWindow',
    'Parameter',
    'PatchBaseline',
    'OpsItem',
    'OpsMetadata',
    'Automation',
    'Association',
  ],
});

const onResource = {
  resource: (input: { ResourceType: string; ResourceId: string }, { account, region }: Actor) => {
    if (input.ResourceType === 'Document') return arns.document(region, account, input.ResourceId);
    return input.ResourceType === 'Parameter' ? arns.parameter(region, account, input.ResourceId) : '*';
  },
};
const of = { ResourceId: required(Text), ResourceType: required(ResourceType) };

/** Tags, whatever is tagged. */
export const tagOperations = {
  AddTagsToResource: operation({
    access: 'write',
    ...onResource,
    input: structure({ ...of, Tags: required(Tags) }),
    output: structure({}),
  }),
  RemoveTagsFromResource: operation({
    access: 'write',
    ...onResource,
    input: structure({ ...of, TagKeys: required(list(TagKey)) }),
    output: structure({}),
  }),
  ListTagsForResource: operation({
    access: 'read',
    ...onResource,
    input: structure(of),
    output: structure({ TagList: Tags }),
  }),
};
