import { arns } from '#kernel/arn';
import { boolean, list, required, string, structure } from '#kernel/shape';
import { operation } from '../../service.ts';
import { busArn } from './resources.ts';
import { EventBusNameOrArn, Limit, NextToken, RuleName, TagList } from './shapes.ts';
import {
  Action,
  Condition,
  DeadLetterConfig,
  DescribedEventBus,
  EventBusDescription,
  EventBusList,
  EventBusName,
  EventSourceName,
  KmsKeyIdentifier,
  LogConfig,
  NonPartnerEventBusName,
  StatementId,
  StatementPrincipal,
} from './shapes-bus.ts';

const Arn = string({ min: 1, max: 1600 });
const named = {
  resource: ({ Name }: { Name?: string | undefined }, actor: Parameters<typeof busArn>[1]) => busArn(Name, actor),
};
const permitted = {
  resource: ({ EventBusName }: { EventBusName?: string | undefined }, actor: Parameters<typeof busArn>[1]) =>
    busArn(EventBusName, actor),
};

/** Buses, and tags of buses and rules. */
export const busOperations = {
  CreateEventBus: operation({
    access: 'write',
    ...named,
    input: structure({
      DeadLetterConfig,
      Description: EventBusDescription,
      EventSourceName,
      KmsKeyIdentifier,
      LogConfig,
      Name: required(EventBusName),
      Tags: TagList,
    }),
    output: structure({
      DeadLetterConfig,
      Description: EventBusDescription,
      EventBusArn: string(),
      KmsKeyIdentifier,
      LogConfig,
    }),
  }),
  DescribeEventBus: operation({
    access: 'read',
    ...named,
    input: structure({ Name: EventBusNameOrArn }),
    output: DescribedEventBus,
  }),
  ListEventBuses: operation({
    access: 'read',
    resource: (_input, { region, account }) => arns.bus(region, account, '*'),
    input: structure({ Limit, NamePrefix: EventBusName, NextToken }),
    output: structure({ EventBuses: EventBusList, NextToken }),
  }),
  UpdateEventBus: operation({
    access: 'write',
    ...named,
    input: structure({
      DeadLetterConfig,
      Description: EventBusDescription,
      KmsKeyIdentifier,
      LogConfig,
      Name: EventBusName,
    }),
    output: structure({
      Arn: string(),
      DeadLetterConfig,
      Description: EventBusDescription,
      KmsKeyIdentifier,
      LogConfig,
      Name: EventBusName,
    }),
  }),
  DeleteEventBus: operation({
    access: 'write',
    ...named,
    input: structure({ Name: required(EventBusName) }),
    output: undefined,
  }),
  PutPermission: operation({
    access: 'write',
    ...permitted,
    input: structure({
      Action,
      Condition,
      EventBusName: NonPartnerEventBusName,
      Policy: string(),
      Principal: StatementPrincipal,
      StatementId,
    }),
    output: undefined,
  }),
  RemovePermission: operation({
    access: 'write',
    ...permitted,
    input: structure({ EventBusName: NonPartnerEventBusName, RemoveAllPermissions: boolean(), StatementId }),
    output: undefined,
  }),
  TagResource: operation({
    access: 'write',
    resource: ({ ResourceARN }) => ResourceARN,
    input: structure({ ResourceARN: required(Arn), Tags: required(TagList) }),
    output: structure({}),
  }),
  UntagResource: operation({
    access: 'write',
    resource: ({ ResourceARN }) => ResourceARN,
    input: structure({ ResourceARN: required(Arn), TagKeys: required(list(string({ min: 1, max: 128 }))) }),
    output: structure({}),
  }),
  ListTagsForResource: operation({
    access: 'read',
    resource: ({ ResourceARN }) => ResourceARN,
    input: structure({ ResourceARN: required(Arn) }),
    output: structure({ Tags: TagList }),
  }),
  ListRuleNamesByTarget: operation({
    access: 'read',
    resource: ({ EventBusName }, { region, account }) => arns.rule(region, account, EventBusName ?? 'default', '*'),
    input: structure({ EventBusName: EventBusNameOrArn, Limit, NextToken, TargetArn: required(Arn) }),
    output: structure({ NextToken, RuleNames: list(RuleName) }),
  }),
};
