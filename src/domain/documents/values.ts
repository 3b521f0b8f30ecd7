import { compilePattern } from '#kernel/shape-pattern';
import { cut } from '#kernel/text';
import { asText } from './expressions.ts';
import type { Json, Parameter, ValueType } from './runbook.ts';

export const VALUE_TYPES: readonly ValueType[] = ['String', 'StringList', 'Integer', 'Boolean', 'StringMap', 'MapList'];

/** Longest text that a pattern is tried on, and longest pattern. */
const LONGEST_MATCHED = 4096;
const LONGEST_PATTERN = 1024;
/** How often a pattern may repeat things in all: its states are as many. */
const MOST_REPEATED = 10_000;
const SECRETIVE = /pass|secret|token|key|credential/i;

/** The type by which a written one is handled: a resource's type is text, a list of them a list of texts. */
export function valueTypeOf(written: string): ValueType | undefined {
  const plain = VALUE_TYPES.find((type) => type === written);
  if (plain) return plain;
  if (/^AWS::\w+(::\w+)+$/.test(written)) return 'String';
  return /^List<(AWS::\w+(::\w+)+|String)>$/.test(written) ? 'StringList' : undefined;
}

/** The value as one of a type; undefined where it is none. Numbers and flags are also taken as text, maps as JSON. */
export function converted(type: ValueType, value: Json): Json | undefined {
  switch (type) {
    case 'String':
      return isScalar(value) ? String(value) : undefined;
    case 'Integer':
      return typeof value !== 'boolean' && /^-?\d{1,15}$/.test(asText(value)) ? Number(value) : undefined;
    case 'Boolean':
      return /^(true|false)$/i.test(asText(value)) ? asText(value).toLowerCase() === 'true' : undefined;
    case 'StringList':
      return Array.isArray(value) && value.every(isScalar) ? value.map(String) : undefined;
    case 'StringMap':
      return mapOf(value);
    case 'MapList':
      return mapsOf(value);
  }
}

const isScalar = (value: Json): boolean => ['string', 'number', 'boolean'].includes(typeof value);

function mapOf(value: Json): Json | undefined {
  const map = typeof value === 'string' ? parsed(value) : value;
  return typeof map === 'object' && map !== null && !Array.isArray(map) ? map : undefined;
}

function mapsOf(value: Json): Json | undefined {
  const list = typeof value === 'string' ? parsed(value) : value;
  if (!Array.isArray(list)) return undefined;
  const maps = list.map((item: Json) => mapOf(item));
  return maps.includes(undefined) ? undefined : (maps as Json[]);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // No JSON, so no map: whoever asks says so.
    return undefined;
  }
}

/** What is wrong with a pattern, in words; undefined: nothing. */
export function patternFault(pattern: string): string | undefined {
  const wanted = 'wanted a regular expression that can be matched in bounded time';
  if (pattern.length > LONGEST_PATTERN) return `wanted at most ${LONGEST_PATTERN} characters, got ${pattern.length}`;
  const counts = [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map(([, min, max]) => Number(max || min) || 1);
  if (counts.reduce((all, count) => all * count, 1) > MOST_REPEATED) return `${wanted}; it repeats too often`;
  try {
    compilePattern(pattern);
    return undefined;
  } catch (error) {
    return `${wanted}: ${(error as Error).message}`;
  }
}

/** What is wrong with a value of the parameter's type by its constraints, in AWS's words where they are known. */
export function constraintFault(name: string, parameter: Parameter, value: Json): string | undefined {
  const items: readonly Json[] = Array.isArray(value) ? value : [value];
  const { allowedValues, allowedPattern } = parameter;
  const outside = allowedValues && items.find((item) => !allowedValues.some((one) => asText(one) === asText(item)));
  if (outside !== undefined)
    return `Parameter "${name}" has value "${shown(name, outside)}" not found in [${allowedValues!.map(asText).join(', ')}].`;
  const other = allowedPattern === undefined ? undefined : items.find((item) => !matches(allowedPattern, item));
  if (other !== undefined)
    return `Parameter "${name}" has value "${shown(name, other)}" not matching "${allowedPattern}".`;
  return sizeFault(name, parameter, value);
}

function sizeFault(
  name: string,
  { minItems, maxItems, minChars, maxChars }: Parameter,
  value: Json,
): string | undefined {
  if (typeof value === 'object' && value !== null) {
    const count = Object.keys(value).length;
    return outOf(name, count, minItems, maxItems, 'items');
  }
  return typeof value === 'string' ? outOf(name, value.length, minChars, maxChars, 'characters') : undefined;
}

function outOf(name: string, count: number, min = 0, max = Number.POSITIVE_INFINITY, unit = ''): string | undefined {
  if (count >= min && count <= max) return undefined;
  const wanted = count < min ? `at least ${min}` : `at most ${max}`;
  return `Parameter "${name}" has ${count} ${unit}, wanted ${wanted}.`;
}

function matches(pattern: string, value: Json): boolean {
  const text = asText(value);
  return text.length <= LONGEST_MATCHED && compilePattern(pattern).matches(text);
}

/** As much of a value as an error may show: nothing of what is called a secret. */
export const shown = (name: string, value: Json): string => (SECRETIVE.test(name) ? '****' : cut(asText(value), 80));
