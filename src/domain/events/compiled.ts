import type { Log } from '#kernel/log';
import { isObject, Machine, matches, type Pattern, parsePattern } from '#kernel/patterns/index';
import { Refusal } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import { type BusKey, rulesSql, type TargetRow } from './rules.sql.ts';

interface CompiledRule {
  name: string;
  pattern: Pattern;
  targets: TargetRow[];
}

export interface CompiledBus {
  version: number;
  /** The rules that an event matches, by name, with their targets. `body` is the envelope's JSON text. */
  match(body: string): CompiledRule[];
}

const busKey = ({ account, region, bus }: BusKey) => `${account}/${region}/${bus}`;

/**
 * The compiled rules of each bus. Every use asks the database for the bus's version in its own transaction, so that a rule
 * that was put through any node holds for the next event on every node.
 */
export function createCompiledRules(log: Log) {
  const cache = new Map<string, CompiledBus>();
  return {
    async of(on: Queries, keys: BusKey[]): Promise<(key: BusKey) => CompiledBus> {
      const distinct = [...new Map(keys.map((key) => [busKey(key), key])).values()];
      const rows = await on.rows(rulesSql.versions, [JSON.stringify(distinct)]);
      const versions = new Map(rows.map((row) => [busKey(row), row.version]));
      // This caller's own: another's older answer, arriving late, may replace what the cache holds meanwhile.
      const mine = new Map<string, CompiledBus>();
      for (const key of distinct) {
        const version = versions.get(busKey(key)) ?? 0;
        const known = cache.get(busKey(key));
        const bus = known?.version === version ? known : await compile(on, key, version, log);
        cache.set(busKey(key), bus);
        mine.set(busKey(key), bus);
      }
      return (key) => mine.get(busKey(key))!;
    },
  };
}

async function compile(on: Queries, { account, region, bus }: BusKey, version: number, log: Log): Promise<CompiledBus> {
  const rows = await on.rows(rulesSql.enabled, [account, region, bus]);
  const targets = Map.groupBy(await on.rows(rulesSql.targets, [account, region, bus]), ({ rule }) => rule);
  const rules = rows.flatMap(({ name, pattern: text }): CompiledRule[] => {
    const pattern = read(name, text, log);
    return pattern ? [{ name, pattern, targets: targets.get(name) ?? [] }] : [];
  });
  const machine = new Machine(rules.map(({ pattern }) => pattern));
  return { version, match: (body) => held(rules, machine, body, log) };
}

/** A pattern that an earlier version took and this one does not holds up no other rule. */
function read(rule: string, text: string, log: Log): Pattern | undefined {
  try {
    return parsePattern(text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    log.error({ rule, reason: error.message }, 'a rule matches nothing: its pattern cannot be read; put it again');
    return undefined;
  }
}

function held(rules: CompiledRule[], machine: Machine, body: string, log: Log): CompiledRule[] {
  try {
    const numbers = machine.match(body).sort((one, other) => one - other);
    return numbers.map((number) => rules[number]!);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Too much for one of them: each is tried by itself, so that it holds up no other.
    const event: unknown = JSON.parse(body);
    return rules.filter((rule) => holds(rule, event, log));
  }
}

function holds({ name, pattern }: CompiledRule, event: unknown, log: Log): boolean {
  try {
    return isObject(event) && matches(pattern, event);
  } catch (error) {
    // An event too deeply nested to be judged by this rule is no match, and must not hold up the others.
    if (!(error instanceof Refusal)) throw error;
    log.warn({ rule: name, reason: error.message }, 'an event could not be held against a rule');
    return false;
  }
}
