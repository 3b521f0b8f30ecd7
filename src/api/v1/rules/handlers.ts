import {
  type AskedEvent,
  createExplanations,
  type EventDelivery as DomainDelivery,
  type Rule as DomainRule,
  type Explained,
  type NewTarget,
} from '#domain/events';
import { paged } from '../paged.ts';
import { faulty } from '../problem.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers, InputOf } from '../route.ts';
import type { Static } from '../schema.ts';
import type { ruleRoutes } from './routes.ts';
import type { EventDelivery, Explanation, Rule, RuleContent } from './schemas.ts';

const DEFAULT = 'default';
type Body = InputOf<(typeof ruleRoutes)['explainRules']>['body'];
type Target = Static<typeof RuleContent>['targets'][number];

export function ruleHandlers({ rules, eventDeliveries, logLines, cursors }: ApiRooms): Handlers<typeof ruleRoutes> {
  const explanations = createExplanations(rules);
  const busOf = ({ actor: { account, region } }: Call, bus = DEFAULT) => ({ account, region, bus });
  const refOf = (call: Call, name: string, bus?: string) => ({ ...busOf(call, bus), name });
  const switched = async (call: Call, name: string, bus: string | undefined, state: DomainRule['state']) => {
    const ref = refOf(call, name, bus);
    await rules.setState(call.context, call.now, ref, state);
    return view(await rules.get(call.context, ref));
  };
  return {
    listRules: async (call, { query }) => {
      const asked = { ...busOf(call, query.bus), ...(query.prefix === undefined ? {} : { prefix: query.prefix }) };
      const fetch = async (limit: number, position: unknown) => {
        const after = position ? { after: position as string } : {};
        const found = await rules.list(call.context, { ...asked, limit, ...after });
        const remarks = await explanations.remarks(call.context, asked, found);
        return found.map((rule) => ({ rule, remarks: remarks.get(rule.name)! }));
      };
      return paged(
        call,
        cursors,
        query,
        fetch,
        ({ rule }) => rule.name,
        ({ rule, remarks: { lastMatch, matchesEverything } }) => ({
          ...view(rule),
          ...{ lastMatch: lastMatch?.toISOString() ?? null, matchesEverything },
        }),
      );
    },
    explainRule: async (call, { params, body }) =>
      explanationView(await explanations.one(call.context, busOf(call, body.bus), params.ruleName, eventOf(body))),
    explainRules: async (call, { body }) => {
      const all = await explanations.all(call.context, busOf(call, body.bus), eventOf(body));
      return { rules: all.map(explanationView) };
    },
    getRule: async (call, { params, query }) =>
      view(await rules.get(call.context, refOf(call, params.ruleName, query.bus))),
    putRule: async (call, { params, query, body }) => {
      const { targets, enabled = true, ...content } = body;
      const ref = refOf(call, params.ruleName, query.bus);
      const state = enabled ? 'ENABLED' : 'DISABLED';
      await rules.put(call.context, call.now, call.actor, { ...ref, ...content, state, tags: {} });
      await replaceTargets(call, ref, targets);
      return view(await rules.get(call.context, ref));
    },
    enableRule: (call, { params, query }) => switched(call, params.ruleName, query.bus, 'ENABLED'),
    disableRule: (call, { params, query }) => switched(call, params.ruleName, query.bus, 'DISABLED'),
    deleteRule: async (call, { params, query }) => {
      const ref = refOf(call, params.ruleName, query.bus);
      const { targets } = await rules.get(call.context, ref);
      const ids = targets.map(({ id }) => id);
      if (ids.length > 0) await rules.removeTargets(call.context, ref, ids);
      await rules.remove(call.context, ref);
    },
    listEventDeliveries: async (call, { query }) => {
      const { account, region } = call.actor;
      const { limit: _, cursor: __, ...filters } = query;
      const fetch = (limit: number, position: unknown) => {
        const [eventId, rule, targetId] = (position ?? []) as [string, string, string];
        const after = position ? { after: { eventId, rule, targetId } } : {};
        return eventDeliveries.list(call.context, { account, region, ...filters, limit, ...after });
      };
      const positionOf = ({ eventId, rule, targetId }: DomainDelivery) => [eventId, rule, targetId];
      return paged(call, cursors, query, fetch, positionOf, deliveryView);
    },
    listLogLines: async (call, { query }) => {
      const { account, region } = call.actor;
      const fetch = (limit: number, position: unknown) => {
        const before = position ? { before: position as string } : {};
        return logLines.list(call.context, { account, region, group: query.group, limit, ...before });
      };
      return paged(
        call,
        cursors,
        query,
        fetch,
        ({ id }) => id,
        ({ id, event_id: eventId, rule, at, line }) => ({
          ...{ id, eventId, rule, at: at.toISOString(), line },
        }),
      );
    },
  };

  /** All of them are taken, or none. */
  async function replaceTargets(call: Call, ref: ReturnType<typeof refOf>, targets: readonly Target[]): Promise<void> {
    const twice = targets.findIndex(({ id }, at) => targets.findIndex((one) => one.id === id) !== at);
    if (twice >= 0)
      throw faulty([
        { field: `targets[${twice}].id`, wanted: 'an id that no other target has', got: targets[twice]!.id },
      ]);
    const was = await rules.get(call.context, ref);
    const gone = was.targets.flatMap(({ id }) => (targets.some((one) => one.id === id) ? [] : [id]));
    if (gone.length > 0) await rules.removeTargets(call.context, ref, gone);
    if (targets.length === 0) return;
    const failed = await rules.putTargets(call.context, ref, ref.name, targets.map(toTarget));
    const faults = failed.map(({ id, message }) => {
      const at = targets.findIndex((one) => one.id === id);
      return { field: `targets[${at}]`, wanted: message, got: targets[at]!.arn };
    });
    if (faults.length > 0) throw faulty(faults);
  }
}

function eventOf({ event, eventId }: Body): AskedEvent {
  if (eventId !== undefined && event === undefined) return { id: eventId };
  if (eventId !== undefined || event === undefined) {
    const got = eventId === undefined ? 'neither' : 'both';
    throw faulty([{ field: 'event', wanted: 'an event here, or the id of one in `eventId`', got }]);
  }
  if (typeof event === 'object' && event !== null && !Array.isArray(event)) return { body: JSON.stringify(event) };
  throw faulty([{ field: 'event', wanted: 'a JSON object', got: Array.isArray(event) ? 'a list' : typeof event }]);
}

function explanationView({ name, enabled, misses, changedSince }: Explained): Static<typeof Explanation> {
  return { rule: name, enabled, matches: misses.length === 0, misses, changedSince };
}

function toTarget({ id, arn, roleArn, ...options }: Target): NewTarget {
  return { id, arn, ...(roleArn === undefined ? {} : { roleArn }), options };
}

function view({ arn, name, bus, description, pattern, schedule, state, roleArn, targets, changedAt }: DomainRule) {
  const rule: Static<typeof Rule> = {
    ...{ arn, name, bus, enabled: state === 'ENABLED', changedAt: changedAt.toISOString() },
    ...(description === undefined ? {} : { description }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(schedule === undefined ? {} : { schedule }),
    ...(roleArn === undefined ? {} : { roleArn }),
    targets: targets.map(({ options, ...target }) => ({ ...target, ...(options as Omit<Target, 'id' | 'arn'>) })),
  };
  return rule;
}

const deliveryView = (one: DomainDelivery): Static<typeof EventDelivery> => ({
  ...{
    eventId: one.eventId,
    source: one.source ?? null,
    detailType: one.detailType ?? null,
    bus: one.bus,
    rule: one.rule,
  },
  ...{ targetId: one.targetId, targetArn: one.targetArn ?? null, at: one.at.toISOString(), status: one.status },
  ...{ attempts: one.attempts, settledAt: one.settledAt?.toISOString() ?? null, result: one.result ?? null },
  ...{ error: one.error ?? null, errorCode: one.errorCode ?? null, exhausted: one.exhausted ?? null },
  ...{ deadLetter: one.deadLetter ?? null, deadLetterError: one.deadLetterError ?? null },
});
