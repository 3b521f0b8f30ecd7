import { instantOf } from '#kernel/ids';
import { type Miss, missesOf, parsePattern } from '#kernel/patterns/index';
import { invalid, notFound } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import { requireBus } from './buses.ts';
import { eventsSql } from './events.sql.ts';
import type { KeptRules, Rule } from './kept-rules.ts';
import { type BusKey, rulesSql } from './rules.sql.ts';
import { matchesEverything } from './sweeping.ts';

/** An event that came, by its id, or one that has not, as JSON text. */
export type AskedEvent = { id: string } | { body: string };

/** What a rule makes of an event. */
export interface Explained {
  name: string;
  enabled: boolean;
  /** The nearest first; empty: it matches, as the rule is now. */
  misses: Miss[];
  /** Of an event that came: the rule was changed after it. */
  changedSince: boolean;
}

/** What there is to say of a rule by itself. */
export interface Remarks {
  /** When the newest event came that it was delivered by; undefined where none of those looked at was. */
  lastMatch: Date | undefined;
  /** Every event of the bus matches it. */
  matchesEverything: boolean;
}

/** Rules that an event is held against at most, by name; more than a bus has. */
const MOST_RULES = 1_000;

/** Why rules match events or do not. All of it only reads. */
export interface Explanations {
  /** What one rule says of an event. Refuses (notFound) a bus, rule or event that is not there. */
  one(on: Queries, bus: BusKey, rule: string, event: AskedEvent): Promise<Explained>;
  /** What all rules of a bus say of it: those that match, then the nearest. Refuses (notFound) a bus or event that is not there. */
  all(on: Queries, bus: BusKey, event: AskedEvent): Promise<Explained[]>;
  /** Of each of these rules, by name; looks at the 200,000 newest deliveries of the region. */
  remarks(on: Queries, bus: BusKey, rules: readonly Rule[]): Promise<Map<string, Remarks>>;
}

export const createExplanations = (kept: Pick<KeptRules, 'get' | 'list'>): Explanations => ({
  async one(on, bus, name, event) {
    await requireBus(on, bus);
    const rule = await kept.get(on, { ...bus, name });
    if (rule.pattern === undefined) throw unpicking(name);
    return explained({ ...rule, pattern: rule.pattern }, await read(on, bus, event));
  },
  async all(on, bus, event) {
    await requireBus(on, bus);
    const held = await read(on, bus, event);
    const rules = await kept.list(on, { ...bus, limit: MOST_RULES });
    const all = rules.flatMap(({ pattern, ...rule }) => (pattern ? [explained({ ...rule, pattern }, held)] : []));
    return all.sort((one, other) => one.misses.length - other.misses.length);
  },
  async remarks(on, { account, region }, rules) {
    const rows = await on.rows(rulesSql.lastMatches, [account, region, rules.map(({ name }) => name)]);
    const last = new Map(rows.map(({ rule, event_id }) => [rule, instantOf(event_id)]));
    return new Map(
      rules.map(({ name, pattern }): [string, Remarks] => {
        const everything = pattern !== undefined && matchesEverything(parsePattern(pattern), { account, region });
        return [name, { lastMatch: last.get(name), matchesEverything: everything }];
      }),
    );
  },
});

interface Held {
  body: string;
  came: Date | undefined;
}

async function read(on: Queries, { account, region, bus }: BusKey, event: AskedEvent): Promise<Held> {
  if ('body' in event) return { body: event.body, came: undefined };
  const row = await on.first(eventsSql.one, [account, region, event.id]);
  if (!row || row.bus !== bus) throw notFound('EVENT', `${event.id} on event bus ${bus}`);
  return { body: row.body, came: row.accepted_at };
}

/** It fires on a schedule alone. */
function unpicking(name: string) {
  const message = `ruleName: wanted a rule with an event pattern; ${name} has a schedule and none`;
  return invalid(message, { name: 'ruleName', message });
}

function explained({ name, state, pattern, changedAt }: Rule & { pattern: string }, { body, came }: Held): Explained {
  const changedSince = came !== undefined && changedAt > came;
  return { name, enabled: state === 'ENABLED', misses: missesOf(pattern, body), changedSince };
}
