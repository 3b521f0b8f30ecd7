import { required, structure } from '#kernel/shape';
import { operation } from '../../service.ts';
import { AmazonResourceName, Policy, SsmContactsArn, TagKeyList, TagsList } from './shapes.ts';

/** Who else may use a contact. */
export const policies = {
  PutContactPolicy: operation({
    access: 'write',
    resource: ({ ContactArn }) => ContactArn,
    input: structure({ ContactArn: required(SsmContactsArn), Policy: required(Policy) }),
    output: structure({}),
  }),
  GetContactPolicy: operation({
    access: 'read',
    resource: ({ ContactArn }) => ContactArn,
    input: structure({ ContactArn: required(SsmContactsArn) }),
    output: structure({ ContactArn: SsmContactsArn, Policy }),
  }),
};

/** Tags: lists of pairs here, maps in ssm-incidents. */
export const tags = {
  TagResource: operation({
    access: 'write',
    resource: ({ ResourceARN }) => ResourceARN,
    input: structure({ ResourceARN: required(AmazonResourceName), Tags: required(TagsList) }),
    output: structure({}),
  }),
  UntagResource: operation({
    access: 'write',
    resource: ({ ResourceARN }) => ResourceARN,
    input: structure({ ResourceARN: required(AmazonResourceName), TagKeys: required(TagKeyList) }),
    output: structure({}),
  }),
  ListTagsForResource: operation({
    access: 'read',
    resource: ({ ResourceARN }) => ResourceARN,
    input: structure({ ResourceARN: required(AmazonResourceName) }),
    output: structure({ Tags: TagsList }),
  }),
};
