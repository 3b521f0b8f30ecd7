import { busName, checkSize, type Entry, readEntry, requirePattern } from '#domain/events';
import { invalid } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import type { Rooms } from '../../rooms.ts';
import { type Implementation, implement } from '../../service.ts';
import { tagsOf } from '../support.ts';
import { keptRuleHandlers } from './kept.ts';
import { events } from './service.ts';
import type { Target } from './shapes-target.ts';

/** EventBridge: rules, their targets, and events in. Handlers translate; the rooms decide. */
export function eventsService(rooms: Rooms): Implementation<Tx> {
  const { rules, intake } = rooms;
  return implement(events, {
    ...keptRuleHandlers(rooms),
    PutRule: async ({ actor, now, context }, input) => {
      const { account, region } = actor;
      if (input.State === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS') {
        throw invalid('State: this version of Muster has ENABLED and DISABLED', {
          name: 'State',
          message: 'not available',
        });
      }
      const RuleArn = await rules.put(context, now, actor, {
        account,
        region,
        bus: busName(input.EventBusName, account, region),
        name: input.Name,
        pattern: requirePattern(input.EventPattern, input.ScheduleExpression),
        state: input.State ?? 'ENABLED',
        ...(input.Description ? { description: input.Description } : {}),
        ...(input.RoleArn ? { roleArn: input.RoleArn } : {}),
        tags: tagsOf(input.Tags),
      });
      return { RuleArn };
    },
    PutTargets: async ({ actor, context }, { Rule, EventBusName, Targets }) => {
      const { account, region } = actor;
      const bus = { account, region, bus: busName(EventBusName, account, region) };
      // An id that is given twice means its last target.
      const given = [...new Map(Targets.map((target) => [target.Id, target])).values()];
      const unsupported = given.flatMap(unsupportedIn);
      const taken = given.filter((target) => !unsupported.some((one) => one.TargetId === target.Id));
      const targets = taken.map(({ Id, Arn, RoleArn }) => ({
        id: Id,
        arn: Arn,
        ...(RoleArn ? { roleArn: RoleArn } : {}),
      }));
      const failed = await rules.putTargets(context, bus, Rule, targets);
      const refused = failed.map(({ id, code, message }) => ({ TargetId: id, ErrorCode: code, ErrorMessage: message }));
      const FailedEntries = [...unsupported, ...refused];
      return { FailedEntryCount: FailedEntries.length, FailedEntries };
    },
    // Runs without a transaction of its own: events that arrive together share one (see ../../execute.ts).
    PutEvents: async ({ actor, now }, { Entries }) => {
      checkSize(Entries as Entry[]);
      const read = Entries.map((entry) => readEntry(entry as Entry, actor.account, actor.region, now));
      const accepted = read.flatMap((one) => ('event' in one ? [{ event: one.event, actor }] : []));
      if (accepted.length > 0) await intake.accept(accepted);
      const results = read.map((one) =>
        'event' in one ? { EventId: one.event.id } : { ErrorCode: one.code, ErrorMessage: one.message },
      );
      return { FailedEntryCount: read.length - accepted.length, Entries: results };
    },
  });
}

/** What of a target this version would not honour: refused rather than left out silently. */
const NOT_YET = [
  'Input',
  'InputPath',
  'InputTransformer',
  'DeadLetterConfig',
  'RetryPolicy',
  'SqsParameters',
  'HttpParameters',
] as const;

function unsupportedIn(target: Target) {
  const member = NOT_YET.find((name) => target[name] !== undefined);
  if (!member) return [];
  const message = `${member}: this version of Muster gives a target the whole event and retries without end; leave ${member} out`;
  return [{ TargetId: target.Id, ErrorCode: 'ValidationException', ErrorMessage: message }];
}
