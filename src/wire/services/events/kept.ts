import { busName, type Rule, testPattern } from '#domain/events';
import type { Rooms } from '../../rooms.ts';
import { paged, type SomeHandlers, type WireCall } from '../support.ts';
import type { events } from './service.ts';
import { targetToWire } from './targets.ts';

type Names =
  | 'ListRules'
  | 'DescribeRule'
  | 'EnableRule'
  | 'DisableRule'
  | 'DeleteRule'
  | 'ListTargetsByRule'
  | 'RemoveTargets'
  | 'TestEventPattern';

/** Rules that are there: reading, switching, deleting them. */
export function keptRuleHandlers({ rules, cursors }: Rooms): SomeHandlers<typeof events, Names> {
  const busOf = ({ actor: { account, region } }: WireCall, bus: string | undefined) => ({
    account,
    region,
    bus: busName(bus, account, region),
  });
  const refOf = (call: WireCall, name: string, bus: string | undefined) => ({ ...busOf(call, bus), name });
  return {
    ListRules: async (call, { EventBusName, Limit, NamePrefix, NextToken }) => {
      const query = { ...busOf(call, EventBusName), ...(NamePrefix ? { prefix: NamePrefix } : {}) };
      const fetch = (limit: number, after: unknown) =>
        rules.list(call.context, { ...query, limit, ...(after ? { after: after as string } : {}) });
      const asked = { token: NextToken, size: Limit, filters: query };
      const { items, nextToken } = await paged(call, cursors, asked, fetch, ({ name }) => name);
      return { Rules: items.map(toWire), NextToken: nextToken };
    },
    DescribeRule: async (call, { Name, EventBusName }) => {
      const rule = await rules.get(call.context, refOf(call, Name, EventBusName));
      return { ...toWire(rule), CreatedBy: rule.account };
    },
    EnableRule: async (call, { Name, EventBusName }) =>
      rules.setState(call.context, call.now, refOf(call, Name, EventBusName), 'ENABLED'),
    DisableRule: async (call, { Name, EventBusName }) =>
      rules.setState(call.context, call.now, refOf(call, Name, EventBusName), 'DISABLED'),
    // Force is for rules that AWS's own services manage; there are none here.
    DeleteRule: async (call, { Name, EventBusName }) => rules.remove(call.context, refOf(call, Name, EventBusName)),
    ListTargetsByRule: async (call, { Rule: name, EventBusName, Limit, NextToken }) => {
      const ref = refOf(call, name, EventBusName);
      const { targets } = await rules.get(call.context, ref);
      const fetch = async (limit: number, after: unknown) =>
        targets.filter(({ id }) => after === undefined || id > (after as string)).slice(0, limit);
      const asked = { token: NextToken, size: Limit, filters: ref };
      const { items, nextToken } = await paged(call, cursors, asked, fetch, ({ id }) => id);
      return { Targets: items.map(targetToWire), NextToken: nextToken };
    },
    RemoveTargets: async (call, { Rule: name, EventBusName, Ids }) => {
      const failed = await rules.removeTargets(call.context, refOf(call, name, EventBusName), Ids);
      const FailedEntries = failed.map(({ id, code, message }) => ({
        TargetId: id,
        ErrorCode: code,
        ErrorMessage: message,
      }));
      return { FailedEntryCount: FailedEntries.length, FailedEntries };
    },
    TestEventPattern: async (_call, { EventPattern, Event }) => ({ Result: testPattern(EventPattern, Event) }),
  };
}

const toWire = ({ arn, description, bus, pattern, schedule, name, roleArn, state }: Rule) => ({
  Arn: arn,
  Description: description,
  EventBusName: bus,
  EventPattern: pattern,
  Name: name,
  RoleArn: roleArn,
  ScheduleExpression: schedule,
  State: state,
});
