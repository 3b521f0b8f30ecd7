import { parseArgs } from 'node:util';
import { parsePattern } from '#kernel/patterns/index';
import { matchAll, matchPlainly, type NamedRule, rateOf, readEvents, readRules } from './kit/matching.ts';
import { parcels, ruleMakers, rulesOf } from './kit/parcels.ts';
import { figure, table } from './kit/table.ts';

/**
 * `npm run bench:matcher`: how many events a second one thread matches, text in, names of rules out. With `--rules` and
 * `--events` the last line of standard output is JSON; without, made-up parcels are held against rules of each kind.
 */

const HELP = `usage: npm run bench:matcher -- --rules RULES.json --events EVENTS.jsonl
       npm run bench:matcher -- [--kinds EXACT,COMBO] [--sizes 1,100,10000] [--count 20000] [--seed 1]
`;
const SIZES = [1, 100, 10_000];
const MOST_EVENTS = 300_000;

interface Row {
  kind: string;
  rules: number;
  eventsPerSecond: number;
  plain: number;
  matches: number;
}

async function onFiles(rulesPath: string, eventsPath: string): Promise<void> {
  const [rules, events] = [await readRules(rulesPath), await readEvents(eventsPath)];
  if (events.length === 0) throw new Error(`${eventsPath}: wanted events, one to a line, got none`);
  process.stderr.write(`${rules.length} rules, ${events.length} events\n`);
  const { counts, eventsPerSecond } = matchAll(rules, events);
  const all = Object.fromEntries(rules.map(({ name }) => [name, counts[name] ?? 0]));
  process.stdout.write(`${JSON.stringify({ counts: all, events_per_s: Math.round(eventsPerSecond) })}\n`);
}

function onParcels(kinds: string[], sizes: number[], count: number, seed: number): void {
  const events = parcels(count, seed);
  const bytes = events.reduce((sum, event) => sum + event.length, 0) / events.length;
  const parsing = rateOf(() => events.forEach((event) => void JSON.parse(event)), events.length, 1_000);
  process.stdout.write(
    `${count} events of ${figure(bytes)} bytes, seed ${seed}; JSON.parse alone ${figure(parsing)}/s\n\n`,
  );
  const rows: Row[] = [];
  for (const kind of kinds)
    for (const size of sizes) {
      const rules = rulesOf(kind, size, seed + 1).map((pattern, at): NamedRule => {
        return { name: `${kind}-${at}`, pattern: parsePattern(JSON.stringify(pattern)) };
      });
      const { counts, eventsPerSecond } = matchAll(rules, events);
      const matches = Object.values(counts).reduce((sum, one) => sum + one, 0) / count;
      rows.push({ kind, rules: size, eventsPerSecond, plain: matchPlainly(rules, events), matches });
      process.stderr.write(`${kind} ${size}\n`);
    }
  const first = (kind: string) => rows.find((row) => row.kind === kind)!.eventsPerSecond;
  const cells = rows.map(({ kind, rules, eventsPerSecond, plain, matches }) => [
    kind,
    ...[rules, matches, eventsPerSecond, plain, eventsPerSecond / plain, eventsPerSecond / first(kind)].map(figure),
  ]);
  const head = [
    'kind',
    'rules',
    'matches an event',
    'events/s',
    'plain way',
    '÷ plain',
    `÷ ${figure(sizes[0]!)} rules`,
  ];
  process.stdout.write(`${table(head, cells)}\n`);
}

function whole(name: string, text: string, most: number): number {
  if (/^\d{1,9}$/.test(text) && Number(text) >= 1 && Number(text) <= most) return Number(text);
  throw new Error(`--${name}: wanted a whole number from 1 to ${most}, got ${text}`);
}

const string = { type: 'string' } as const;
const options = { rules: string, events: string, kinds: string, sizes: string, count: string, seed: string };

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { ...options, help: { type: 'boolean' } } });
  if (values.help) return void process.stdout.write(HELP);
  if (values.rules !== undefined && values.events !== undefined) return onFiles(values.rules, values.events);
  if (values.rules !== undefined || values.events !== undefined)
    throw new Error(`wanted both --rules and --events, got one\n\n${HELP}`);
  const known = [...Object.keys(ruleMakers), 'COMBO'];
  const kinds = values.kinds?.split(',') ?? known;
  const unknown = kinds.filter((kind) => !known.includes(kind));
  if (unknown.length > 0) throw new Error(`--kinds: wanted some of ${known.join(', ')}; got ${unknown.join(', ')}`);
  const sizes = values.sizes?.split(',').map((text) => whole('sizes', text, 100_000)) ?? SIZES;
  onParcels(kinds, sizes, whole('count', values.count ?? '20000', MOST_EVENTS), whole('seed', values.seed ?? '1', 1e9));
}

try {
  await main();
} catch (error) {
  process.stderr.write(`bench:matcher: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
