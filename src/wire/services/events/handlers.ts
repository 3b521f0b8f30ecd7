import { busName, busOfEntry, checkSize, type Entry, readEntry } from '#domain/events';
import { invalid } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import type { Rooms } from '../../rooms.ts';
import { type Implementation, implement } from '../../service.ts';
import { tagsOf } from '../support.ts';
import { busHandlers } from './buses.ts';
import { connectionHandlers } from './connections.ts';
import { keptRuleHandlers } from './kept.ts';
import { events } from './service.ts';
import { targetFrom, unsupportedIn } from './targets.ts';

/** EventBridge: rules, their targets, and events in. Handlers translate; the rooms decide. */
export function eventsService(rooms: Rooms): Implementation<Tx> {
  const { rules, buses, intake } = rooms;
  return implement(events, {
    ...keptRuleHandlers(rooms),
    ...busHandlers(rooms),
    ...connectionHandlers(rooms),
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
        ...(input.EventPattern ? { pattern: input.EventPattern } : {}),
        ...(input.ScheduleExpression ? { schedule: input.ScheduleExpression } : {}),
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
      const failed = await rules.putTargets(context, bus, Rule, taken.map(targetFrom));
      const refused = failed.map(({ id, code, message }) => ({ TargetId: id, ErrorCode: code, ErrorMessage: message }));
      const FailedEntries = [...unsupported, ...refused];
      return { FailedEntryCount: FailedEntries.length, FailedEntries };
    },
    // Runs without a transaction of its own: events that arrive together share one (see ../../execute.ts).
    PutEvents: async ({ actor, now, context }, { Entries }) => {
      checkSize(Entries as Entry[]);
      const { account, region } = actor;
      const named = Entries.flatMap((entry) => busOfEntry(entry as Entry, account, region) ?? []);
      const place = { account, region, buses: await buses.present(context, account, region, named) };
      const read = Entries.map((entry) => readEntry(entry as Entry, place, now));
      const accepted = read.flatMap((one) => ('event' in one ? [{ event: one.event, actor }] : []));
      if (accepted.length > 0) await intake.accept(accepted);
      const results = read.map((one) =>
        'event' in one ? { EventId: one.event.id } : { ErrorCode: one.code, ErrorMessage: one.message },
      );
      return { FailedEntryCount: read.length - accepted.length, Entries: results };
    },
  });
}
