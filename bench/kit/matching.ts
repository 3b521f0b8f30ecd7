import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { createGunzip, gunzipSync } from 'node:zlib';
import { Machine, matches, type Pattern, parsePattern } from '#kernel/patterns/index';
import { Refusal } from '#kernel/refusal';
import { median } from './statistics.ts';

export interface NamedRule {
  name: string;
  pattern: Pattern;
}

export interface Matched {
  /** Of each rule, how many events of one pass it matches; those of none are left out. */
  counts: Record<string, number>;
  eventsPerSecond: number;
}

const WARM_MS = 1_000;
const ROUND_MS = 400;
const ROUNDS = 5;

/** Rules as a JSON object of names and patterns, a pattern being an object or its text; `.gz` is unpacked. */
export async function readRules(path: string): Promise<NamedRule[]> {
  const bytes = await readFile(path);
  const given: unknown = JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new Error(`${path}: wanted a JSON object of names and patterns`);
  return Object.entries(given).map(([name, pattern]) => ({ name, pattern: parsed(path, name, pattern) }));
}

function parsed(path: string, name: string, pattern: unknown): Pattern {
  try {
    return parsePattern(typeof pattern === 'string' ? pattern : JSON.stringify(pattern));
  } catch (error) {
    if (error instanceof Refusal) throw new Error(`${path}: rule ${name}: ${error.message}`);
    throw error;
  }
}

/** Events, one to a line; `.gz` is unpacked. */
export async function readEvents(path: string): Promise<string[]> {
  const file = createReadStream(path);
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  const events: string[] = [];
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
    if (line.trim() !== '') events.push(line);
  return events;
}

/** Matches all events over and over: warm first, then the median of rounds. Throws for an event that is no JSON object. */
export function matchAll(rules: readonly NamedRule[], events: readonly string[]): Matched {
  const machine = new Machine(rules.map(({ pattern }) => pattern));
  const counts = new Float64Array(rules.length);
  for (const event of events) for (const rule of machine.match(event)) counts[rule]! += 1;
  const pass = () => {
    let found = 0;
    for (const event of events) found += machine.match(event).length;
    return found;
  };
  rateOf(pass, events.length, WARM_MS);
  const rates = Array.from({ length: ROUNDS }, () => rateOf(pass, events.length, ROUND_MS));
  const named = rules.flatMap(({ name }, at) => (counts[at] ? [[name, counts[at]] as const] : []));
  return { counts: Object.fromEntries(named), eventsPerSecond: median(rates) };
}

/** The plain way, rule by rule over the parsed event: as many of the events as are done in a while. */
export function matchPlainly(rules: readonly NamedRule[], events: readonly string[]): number {
  let at = 0;
  const one = () => {
    const event: unknown = JSON.parse(events[at++ % events.length]!);
    return rules.filter(({ pattern }) => matches(pattern, event)).length;
  };
  rateOf(one, 1, ROUND_MS / 2);
  return rateOf(one, 1, ROUND_MS);
}

/** Items a second of an act that does `items`, repeated for at least that long. */
export function rateOf(act: () => unknown, items: number, milliseconds: number): number {
  const began = performance.now();
  let times = 0;
  let passed = 0;
  do {
    act();
    times += 1;
    passed = performance.now() - began;
  } while (passed < milliseconds);
  return (times * items * 1000) / passed;
}
