import { nearest } from '#kernel/nearest';
import { cut } from '#kernel/text';
import { type Fault, MOST_FAULTS } from './fault.ts';
import type { ListSource, MapSource, Source, Spot } from './source.ts';

/** What goes on while a document is read: every fault is told, and reading goes on. */
export interface Reading {
  readonly faults: Fault[];
  tell(at: Spot, message: string): void;
}

/** Tells 50 faults at most. */
export function createReading(): Reading {
  const faults: Fault[] = [];
  return {
    faults,
    tell({ path, line, column }, message) {
      if (faults.length < MOST_FAULTS) faults.push({ path, line, column, message });
    },
  };
}

/** What was got, for a message. */
export function got(source: Source): string {
  if (source.is !== 'scalar') return source.is === 'list' ? 'a list' : 'a map';
  return source.value === null ? 'nothing' : cut(JSON.stringify(source.value), 60);
}

const refused = (on: Reading, source: Source, wanted: string): undefined =>
  void on.tell(source, `wanted ${wanted}, got ${got(source)}`);

export const asMap = (on: Reading, source: Source, wanted = 'a map'): MapSource | undefined =>
  source.is === 'map' ? source : refused(on, source, wanted);

export const asList = (on: Reading, source: Source, wanted = 'a list'): ListSource | undefined =>
  source.is === 'list' ? source : refused(on, source, wanted);

/** Text; numbers and flags as they are written. */
export function asText(on: Reading, source: Source, wanted = 'text'): string | undefined {
  if (source.is === 'scalar' && source.value !== null) return String(source.value);
  return refused(on, source, wanted);
}

/** `true`, `false`, also as text. */
export function asFlag(on: Reading, source: Source): boolean | undefined {
  const value = source.is === 'scalar' ? String(source.value).toLowerCase() : '';
  return value === 'true' || value === 'false' ? value === 'true' : refused(on, source, 'true or false');
}

/** A whole number, also as text. */
export function asWhole(on: Reading, source: Source, min: number, max: number): number | undefined {
  const value = source.is === 'scalar' && /^-?\d{1,10}$/.test(String(source.value)) ? Number(source.value) : Number.NaN;
  return value >= min && value <= max ? value : refused(on, source, `a whole number from ${min} to ${max}`);
}

export function asOneOf<const Words extends readonly string[]>(
  on: Reading,
  source: Source,
  words: Words,
): Words[number] | undefined {
  const text = source.is === 'scalar' ? source.value : undefined;
  return words.find((word) => word === text) ?? refused(on, source, `one of ${words.join(', ')}`);
}

/** Tells of every member that is none of these; answers whether there is no such. */
export function onlyKnown(on: Reading, { members }: MapSource, known: readonly string[]): boolean {
  let all = true;
  for (const [name, member] of members) {
    if (known.includes(name)) continue;
    all = false;
    const meant = nearest(name, known);
    on.tell(member, `is not known here; ${meant ? `did you mean ${meant}?` : `wanted one of ${known.join(', ')}`}`);
  }
  return all;
}

/** The member, which has to be there. */
export function needed(on: Reading, map: MapSource, name: string): Source | undefined {
  const member = map.members.get(name);
  if (!member) on.tell(map, `wanted ${name}, which is missing`);
  return member;
}

/** Reads a member where it is there. */
export function optional<T>(map: MapSource, name: string, read: (source: Source) => T): T | undefined {
  const member = map.members.get(name);
  return member && read(member);
}

/** Every text in it, with its place: those in which expressions stand. */
export function textsIn(source: Source): { at: Source; text: string }[] {
  if (source.is === 'list') return source.items.flatMap(textsIn);
  if (source.is === 'map') return [...source.members.values()].flatMap(textsIn);
  return typeof source.value === 'string' ? [{ at: source, text: source.value }] : [];
}
