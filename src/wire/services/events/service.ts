import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { boolean, list, required, string, structure } from '#kernel/shape';
import { defineService, type ErrorsSpec, operation } from '../../service.ts';
import { busArn, ruleArn } from './resources.ts';
import { busOperations } from './service-buses.ts';
import { connectionOperations } from './service-connections.ts';
import {
  DescribedRule,
  EventBusNameOrArn,
  EventPattern,
  FailedEntryCount,
  Limit,
  NextToken,
  PutEventsRequestEntry,
  PutEventsResultEntry,
  RoleArn,
  Rule,
  RuleArn,
  RuleDescription,
  RuleName,
  RuleState,
  ScheduleExpression,
  TagList,
} from './shapes.ts';
import { PutTargetsResultEntry, Target, TargetId } from './shapes-target.ts';

const errors: ErrorsSpec = {
  kinds: {
    notFound: { status: 400 },
    conflict: { code: 'ConcurrentModificationException', status: 400 },
    quotaExceeded: { code: 'LimitExceededException', status: 400 },
  },
  internal: { code: 'InternalException', status: 500 },
  codes: {
    InvalidEventPatternException: { status: 400 },
    ManagedRuleException: { status: 400 },
    // Nothing here is owned by a partner, or switched off.
    InvalidStateException: { status: 400 },
    OperationDisabledException: { status: 400 },
    PolicyLengthExceededException: { status: 400 },
    ResourceAlreadyExistsException: { status: 400 },
  },
};

const named = {
  resource: ({ Name, EventBusName }: { Name: string; EventBusName?: string | undefined }, actor: Actor) =>
    ruleArn(Name, EventBusName, actor),
};
const ofRule = {
  resource: ({ Rule: name, EventBusName }: { Rule: string; EventBusName?: string | undefined }, actor: Actor) =>
    ruleArn(name, EventBusName, actor),
};
const RuleInput = structure({ EventBusName: EventBusNameOrArn, Name: required(RuleName) });

/** What is done with rules that are there. */
const kept = {
  ListRules: operation({
    access: 'read',
    resource: ({ EventBusName }, { region, account }) => arns.rule(region, account, EventBusName ?? 'default', '*'),
    input: structure({ EventBusName: EventBusNameOrArn, Limit, NamePrefix: RuleName, NextToken }),
    output: structure({ NextToken, Rules: list(Rule) }),
  }),
  DescribeRule: operation({ access: 'read', ...named, input: RuleInput, output: DescribedRule }),
  EnableRule: operation({ access: 'write', ...named, input: RuleInput, output: undefined }),
  DisableRule: operation({ access: 'write', ...named, input: RuleInput, output: undefined }),
  DeleteRule: operation({
    access: 'write',
    ...named,
    input: structure({ EventBusName: EventBusNameOrArn, Force: boolean(), Name: required(RuleName) }),
    output: undefined,
  }),
  ListTargetsByRule: operation({
    access: 'read',
    ...ofRule,
    input: structure({ EventBusName: EventBusNameOrArn, Limit, NextToken, Rule: required(RuleName) }),
    output: structure({ NextToken, Targets: list(Target, { min: 1, max: 100 }) }),
  }),
  RemoveTargets: operation({
    access: 'write',
    ...ofRule,
    input: structure({
      EventBusName: EventBusNameOrArn,
      Force: boolean(),
      Ids: required(list(TargetId, { min: 1, max: 100 })),
      Rule: required(RuleName),
    }),
    // Its entries are as those of PutTargets.
    output: structure({ FailedEntries: list(PutTargetsResultEntry), FailedEntryCount }),
  }),
  TestEventPattern: operation({
    access: 'read',
    input: structure({ Event: required(string()), EventPattern: required(EventPattern) }),
    output: structure({ Result: boolean() }),
  }),
};

export const events = defineService({
  signingName: 'events',
  serviceName: 'events',
  protocols: ['awsJson1.1'],
  apiVersion: '2015-10-07',
  target: 'AWSEvents',
  errors,
  operations: {
    PutRule: operation({
      access: 'write',
      resource: ({ Name, EventBusName }, actor) => ruleArn(Name, EventBusName, actor),
      input: structure({
        Description: RuleDescription,
        EventBusName: EventBusNameOrArn,
        EventPattern,
        Name: required(RuleName),
        RoleArn,
        ScheduleExpression,
        State: RuleState,
        Tags: TagList,
      }),
      output: structure({ RuleArn }),
    }),
    PutTargets: operation({
      access: 'write',
      resource: ({ Rule, EventBusName }, actor) => ruleArn(Rule, EventBusName, actor),
      input: structure({
        EventBusName: EventBusNameOrArn,
        Rule: required(RuleName),
        Targets: required(list(Target, { min: 1, max: 100 })),
      }),
      output: structure({ FailedEntries: list(PutTargetsResultEntry), FailedEntryCount }),
    }),
    PutEvents: operation({
      access: 'write',
      resource: ({ Entries }, actor) => [...new Set(Entries.map((entry) => busArn(entry.EventBusName, actor)))],
      input: structure({
        EndpointId: string({ min: 1, max: 50, pattern: '^[A-Za-z0-9\\-]+[\\.][A-Za-z0-9\\-]+$' }),
        Entries: required(list(PutEventsRequestEntry, { min: 1, max: 10 })),
      }),
      output: structure({ Entries: list(PutEventsResultEntry), FailedEntryCount }),
    }),
    ...kept,
    ...busOperations,
    ...connectionOperations,
  },
});
