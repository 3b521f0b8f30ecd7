import { list, required, string, structure } from '#kernel/shape';
import { operation } from '../../service.ts';
import { Arn, MaxResults, NextToken, TagKeyList, TagMap } from './shapes.ts';
import { Policy, PolicyId, ResourcePolicy } from './shapes-policy.ts';

/** Who else may use a response plan. */
export const policies = {
  PutResourcePolicy: operation({
    access: 'write',
    http: { method: 'POST', uri: '/putResourcePolicy' },
    resource: ({ resourceArn }) => resourceArn,
    input: structure({ policy: required(Policy), resourceArn: required(Arn) }),
    output: structure({ policyId: required(PolicyId) }),
  }),
  GetResourcePolicies: operation({
    access: 'read',
    http: { method: 'POST', uri: '/getResourcePolicies', query: { resourceArn: 'resourceArn' } },
    resource: ({ resourceArn }) => resourceArn,
    input: structure({ maxResults: MaxResults, nextToken: NextToken, resourceArn: required(Arn) }),
    output: structure({
      nextToken: NextToken,
      resourcePolicies: required(list(ResourcePolicy, { min: 0, max: 100 })),
    }),
  }),
  DeleteResourcePolicy: operation({
    access: 'write',
    http: { method: 'POST', uri: '/deleteResourcePolicy' },
    resource: ({ resourceArn }) => resourceArn,
    input: structure({ policyId: required(PolicyId), resourceArn: required(Arn) }),
    output: structure({}),
  }),
};

/** Tags of response plans, incidents and the replication set. */
export const tags = {
  TagResource: operation({
    access: 'write',
    http: { method: 'POST', uri: '/tags/{resourceArn}', code: 204 },
    incident: 'resourceArn',
    resource: ({ resourceArn }) => resourceArn,
    input: structure({ resourceArn: required(string()), tags: required(TagMap) }),
    output: structure({}),
  }),
  UntagResource: operation({
    access: 'write',
    http: { method: 'DELETE', uri: '/tags/{resourceArn}', code: 204, query: { tagKeys: 'tagKeys' } },
    incident: 'resourceArn',
    resource: ({ resourceArn }) => resourceArn,
    input: structure({ resourceArn: required(string()), tagKeys: required(TagKeyList) }),
    output: structure({}),
  }),
  ListTagsForResource: operation({
    access: 'read',
    http: { method: 'GET', uri: '/tags/{resourceArn}' },
    incident: 'resourceArn',
    resource: ({ resourceArn }) => resourceArn,
    input: structure({ resourceArn: required(string()) }),
    output: structure({ tags: required(TagMap) }),
  }),
};
