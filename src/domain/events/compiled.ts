import type { Log } from '#kernel/log';
import { Refusal } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import { flatten, type Leaves, matches, matchesLeaves } from './match.ts';
import { type Pattern, parsePattern } from './pattern.ts';
import { type BusKey, rulesSql, type TargetRow } from './rules.sql.ts';

interface CompiledRule {
  name: string;
  pattern: Pattern;
  targets: TargetRow[];
}

export interface CompiledBus {
  version: number;
  /** The rules that an envelope matches, with their targets. */
  match(event: { source: string }): CompiledRule[];
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
  const rules = await on.rows(rulesSql.enabled, [account, region, bus]);
  const targets = await on.rows(rulesSql.targets, [account, region, bus]);
  const compiled = rules.map((rule) => ({
    name: rule.name,
    pattern: parsePattern(rule.pattern),
    targets: targets.filter((target) => target.rule === rule.name),
  }));
  const candidates = bySource(compiled);
  return { version, match: (event) => held(candidates(event.source), event, log) };
}

/** Rules that are tried together, and all the steps that their patterns take into an event. */
interface Candidates {
  rules: CompiledRule[];
  steps: ReadonlySet<string>;
}

/** Those that hold; the event is flattened once for all of them. */
function held({ rules, steps }: Candidates, event: object, log: Log): CompiledRule[] {
  if (rules.length === 0) return [];
  const leaves = flattened(event, steps);
  // Too deep for one of them: each is tried by itself, so that it holds up no other.
  const judge = leaves
    ? ({ pattern }: CompiledRule) => matchesLeaves(pattern, leaves)
    : ({ pattern }: CompiledRule) => matches(pattern, event);
  return rules.filter((rule) => holds(rule, judge, log));
}

function flattened(event: object, steps: ReadonlySet<string>): Leaves | undefined {
  try {
    return flatten(event, steps);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function holds(rule: CompiledRule, judge: (rule: CompiledRule) => boolean, log: Log): boolean {
  try {
    return judge(rule);
  } catch (error) {
    // An event too deeply nested to be judged by this rule is no match, and must not hold up the others.
    if (!(error instanceof Refusal)) throw error;
    log.warn({ rule: rule.name, reason: error.message }, 'an event could not be held against a rule');
    return false;
  }
}

/** The rules that an event of a source could match: nearly all rules name their sources, so nearly all fall away. */
function bySource(rules: CompiledRule[]): (source: string) => Candidates {
  const sources = new Map(rules.map((rule) => [rule, sourcesOf(rule.pattern)]));
  const known = new Map<string, Candidates>();
  for (const source of new Set([...sources.values()].flatMap((named) => named ?? [])))
    known.set(source, together(rules.filter((rule) => sources.get(rule)?.includes(source) ?? true)));
  const others = together(rules.filter((rule) => sources.get(rule) === undefined));
  return (source) => known.get(source) ?? others;
}

const together = (rules: CompiledRule[]): Candidates => ({
  rules,
  steps: new Set(rules.flatMap(({ pattern }) => [...pattern.steps])),
});

/** The sources that a pattern can match; undefined when it does not name them one by one. */
function sourcesOf(pattern: Pattern): string[] | undefined {
  const named = pattern.branches.map((branch) =>
    branch
      .get('source')
      ?.map((one) => (one.kind === 'equals' && typeof one.value === 'string' ? one.value : undefined)),
  );
  const all = named.flatMap((values) => values ?? [undefined]);
  return all.every((value) => value !== undefined) ? all : undefined;
}
