import type { Json } from './runbook.ts';

/**
 * What stands between `{{` and `}}`: a parameter or a pseudo parameter (`InstanceId`, `RESOURCE_ID`), a step's output
 * (`step.Output`), or one of a kind (`global:REGION`, `automation:EXECUTION_ID`, `variable:attempt`, `ssm:name`).
 */
export interface Reference {
  kind: 'parameter' | 'output' | 'global' | 'automation' | 'variable' | 'ssm';
  /** Of an output: the step's name. */
  name: string;
  /** Of an output. */
  output?: string;
  /** What is taken out of its value: members and places in lists. */
  path: readonly (string | number)[];
  /** As it is written, without braces and blanks. */
  text: string;
}

/** Answers undefined where there is no such value. */
export type Lookup = (reference: Reference) => Json | undefined;

export type Filled = { ok: true; value: Json } | { ok: false; fault: string };

/** One expression. What stands between braces otherwise, a script's dictionary say, is text. */
const EXPRESSION = /\{\{[ \t]*((?:[a-z]+:)?[A-Za-z0-9_/][A-Za-z0-9_.[\]/-]*?)[ \t]*\}\}/g;
const WHOLE = new RegExp(`^\\s*${EXPRESSION.source}\\s*$`);
const STEP = /\.([A-Za-z0-9_-]+)|\[(\d{1,6})\]/y;
/** Characters that come out of filling one value: a document of 64 KB could name one output ten thousand times. */
const LONGEST_FILLED = 1_000_000;

/** What an expression's text names; undefined where it is none. */
function readReference(text: string): Reference | undefined {
  const [, kind, rest] = /^(?:(global|automation|variable|ssm):)?(.+)$/.exec(text) ?? [];
  if (rest === undefined) return undefined;
  if (kind === 'ssm') return /^[\w./-]+$/.test(rest) ? { kind, name: rest, path: [], text } : undefined;
  const name = /^[A-Za-z0-9_]+/.exec(rest)?.[0];
  const path = name === undefined ? undefined : pathOf(rest.slice(name.length));
  if (name === undefined || !path) return undefined;
  if (kind !== undefined) return { kind: kind as Reference['kind'], name, path, text };
  const [first, ...deeper] = path;
  if (typeof first === 'string') return { kind: 'output', name, output: first, path: deeper, text };
  return { kind: 'parameter', name, path, text };
}

function pathOf(text: string): (string | number)[] | undefined {
  const path: (string | number)[] = [];
  for (STEP.lastIndex = 0; STEP.lastIndex < text.length; ) {
    const found = STEP.exec(text);
    if (!found) return undefined;
    path.push(found[1] ?? Number(found[2]));
  }
  return path;
}

/** All expressions of a text; one that names nothing readable is given as its text. */
export function expressionsIn(text: string): (Reference | string)[] {
  return [...text.matchAll(EXPRESSION)].map((found) => readReference(found[1]!) ?? found[1]!);
}

/** The reference that a text consists of; undefined where there is more in it, or something else. */
export function soleReference(text: string): Reference | undefined {
  const found = WHOLE.exec(text);
  return found ? readReference(found[1]!) : undefined;
}

/**
 * The value with every expression in it filled in, at any depth. A text that is one expression becomes the value itself, a
 * list or a map say; within other text it is written out, lists and maps as JSON. Names of members are left alone. Answers
 * in words which expressions have no value, or that too much came of it.
 */
export function fill(value: Json, lookup: Lookup): Filled {
  const state: Filling = { lookup, missing: new Set(), length: 0 };
  const filled = fillIn(state, value);
  if (state.length > LONGEST_FILLED)
    return { ok: false, fault: `filled in, it is longer than ${LONGEST_FILLED} characters; take less of the outputs` };
  if (state.missing.size === 0) return { ok: true, value: filled };
  const names = [...state.missing].slice(0, 10).map((text) => `{{ ${text} }}`);
  return {
    ok: false,
    fault: `there is no value for ${names.join(', ')}: the step did not run, or gave no such output`,
  };
}

interface Filling {
  lookup: Lookup;
  missing: Set<string>;
  length: number;
}

function fillIn(on: Filling, value: Json): Json {
  if (typeof value === 'string') return fillText(on, value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => fillIn(on, item));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fillIn(on, member)]));
}

function fillText(on: Filling, text: string): Json {
  if (on.length > LONGEST_FILLED) return text;
  const sole = soleReference(text);
  if (sole) {
    const value = lookedUp(on, sole);
    if (value !== undefined) on.length += typeof value === 'string' ? value.length : JSON.stringify(value).length;
    return value ?? text;
  }
  const filled = text.replace(EXPRESSION, (whole, inner: string) => {
    const reference = on.length > LONGEST_FILLED ? undefined : readReference(inner);
    const value = reference && lookedUp(on, reference);
    const written = value === undefined ? whole : asText(value);
    on.length += written.length;
    return written;
  });
  return filled;
}

function lookedUp(on: Filling, reference: Reference): Json | undefined {
  const value = reference.path.reduce<Json | undefined>(within, on.lookup(reference));
  if (value === undefined) on.missing.add(reference.text);
  return value;
}

/** A member, or a place in a list; text that is JSON is looked into as what it says. */
function within(value: Json | undefined, step: string | number): Json | undefined {
  const at = typeof value === 'string' ? parsed(value) : value;
  if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
  return (at as Readonly<Record<string | number, Json>>)[step];
}

function parsed(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    // It only begins like JSON: there is nothing within it.
    return undefined;
  }
}

/** A value as text: itself, or JSON. */
export const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
