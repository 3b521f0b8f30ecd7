import { boolean, list, required, structure, token } from '#kernel/shape';
import { operation } from '../../service.ts';
import { Arn, ClientToken, MaxResults, NextToken, TagMap } from './shapes.ts';
import { RegionMapInput, ReplicationSet, UpdateReplicationSetActions } from './shapes-replication.ts';

/** Where an account's incidents live. */
export const replicationSets = {
  CreateReplicationSet: operation({
    access: 'write',
    http: { method: 'POST', uri: '/createReplicationSet', code: 201 },
    input: structure({ clientToken: token(ClientToken), regions: required(RegionMapInput), tags: TagMap }),
    output: structure({ arn: required(Arn) }),
  }),
  GetReplicationSet: operation({
    access: 'read',
    http: { method: 'GET', uri: '/getReplicationSet', query: { arn: 'arn' } },
    resource: ({ arn }) => arn,
    input: structure({ arn: required(Arn) }),
    output: structure({ replicationSet: required(ReplicationSet) }),
  }),
  ListReplicationSets: operation({
    access: 'read',
    http: { method: 'POST', uri: '/listReplicationSets' },
    input: structure({ maxResults: MaxResults, nextToken: NextToken }),
    output: structure({ nextToken: NextToken, replicationSetArns: required(list(Arn)) }),
  }),
  UpdateReplicationSet: operation({
    access: 'write',
    http: { method: 'POST', uri: '/updateReplicationSet', code: 204 },
    resource: ({ arn }) => arn,
    input: structure({
      actions: required(UpdateReplicationSetActions),
      arn: required(Arn),
      clientToken: token(ClientToken),
    }),
    output: structure({}),
  }),
  UpdateDeletionProtection: operation({
    access: 'write',
    http: { method: 'POST', uri: '/updateDeletionProtection', code: 204 },
    resource: ({ arn }) => arn,
    input: structure({ arn: required(Arn), clientToken: token(ClientToken), deletionProtected: required(boolean()) }),
    output: structure({}),
  }),
  DeleteReplicationSet: operation({
    access: 'write',
    http: { method: 'POST', uri: '/deleteReplicationSet', code: 204, query: { arn: 'arn' } },
    resource: ({ arn }) => arn,
    input: structure({ arn: required(Arn) }),
    output: structure({}),
  }),
};
