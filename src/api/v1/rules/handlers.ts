import { type AskedEvent, DEFAULT_BUS, type Explained, explanations, type Remarks, type Rule } from '#domain/events';
import { paged } from '../paged.ts';
import { faulty } from '../problem.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers, InputOf } from '../route.ts';
import type { Static } from '../schema.ts';
import type { ruleRoutes } from './routes.ts';
import type { Explanation } from './schemas.ts';

type Body = InputOf<(typeof ruleRoutes)['explainRules']>['body'];

export function ruleHandlers({ rules, cursors }: ApiRooms): Handlers<typeof ruleRoutes> {
  return {
    listRules: async (call, { query }) => {
      const bus = busOf(call, query.bus);
      const fetch = async (limit: number, position: unknown) => {
        const found = await rules.list(call.context, {
          ...bus,
          limit,
          ...(position ? { after: position as string } : {}),
        });
        const remarks = await explanations.remarks(call.context, bus, found);
        return found.map((rule) => ({ rule, remarks: remarks.get(rule.name)! }));
      };
      return paged(call, cursors, query, fetch, ({ rule }) => rule.name, ruleView);
    },
    explainRule: async (call, { params, body }) => {
      const bus = busOf(call, body.bus);
      return explanationView(await explanations.one(call.context, bus, params.ruleName, eventOf(body)));
    },
    explainRules: async (call, { body }) => {
      const all = await explanations.all(call.context, busOf(call, body.bus), eventOf(body));
      return { rules: all.map(explanationView) };
    },
  };
}

const busOf = ({ actor: { account, region } }: Call, bus = DEFAULT_BUS) => ({ account, region, bus });

function eventOf({ event, eventId }: Body): AskedEvent {
  if (eventId !== undefined && event === undefined) return { id: eventId };
  if (eventId !== undefined || event === undefined) {
    const got = eventId === undefined ? 'neither' : 'both';
    throw faulty([{ field: 'event', wanted: 'an event here, or the id of one in `eventId`', got }]);
  }
  if (typeof event === 'object' && event !== null && !Array.isArray(event)) return { body: JSON.stringify(event) };
  throw faulty([{ field: 'event', wanted: 'a JSON object', got: Array.isArray(event) ? 'a list' : typeof event }]);
}

function ruleView({ rule, remarks }: { rule: Rule; remarks: Remarks }) {
  return {
    arn: rule.arn,
    name: rule.name,
    description: rule.description ?? null,
    enabled: rule.state === 'ENABLED',
    pattern: rule.pattern,
    targets: rule.targets.length,
    changedAt: rule.changedAt.toISOString(),
    lastMatch: remarks.lastMatch?.toISOString() ?? null,
    matchesEverything: remarks.matchesEverything,
  };
}

function explanationView({ name, enabled, misses, changedSince }: Explained): Static<typeof Explanation> {
  return { rule: name, enabled, matches: misses.length === 0, misses, changedSince };
}
