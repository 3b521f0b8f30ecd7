import type { Notes } from './schema.ts';

/** The keywords that `schema.ts` writes, and no others. */
export interface Known extends Notes {
  type?: string;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly Known[];
  properties?: Readonly<Record<string, Known>>;
  required?: readonly string[];
  patternProperties?: Readonly<Record<string, Known>>;
  items?: Known;
  pattern?: string;
  format?: string;
  description?: string;
  default?: unknown;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  maxProperties?: number;
}

/** What a schema wants, in words that follow "wanted". */
export function wantedOf(schema: Known): string {
  if (schema['x-wanted'] !== undefined) return schema['x-wanted'];
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  if (schema.anyOf) return kindsOf(schema.anyOf);
  switch (schema.type) {
    case 'string':
      return wantedText(schema);
    case 'integer':
      return `a whole number from ${schema.minimum} to ${schema.maximum}`;
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    case 'array':
      return sized('a list', 'items', schema.minItems, schema.maxItems);
    case 'null':
      return 'null';
    default:
      return 'an object';
  }
}

function wantedText({ format, minLength, maxLength }: Known): string {
  if (format === 'date-time') return 'a time such as 2026-01-02T03:10:00Z';
  if (format === 'uuid') return 'a UUID';
  return sized('a text', 'characters', minLength, maxLength);
}

function sized(what: string, of: string, min = 0, max?: number): string {
  if (max === undefined) return min > 0 ? `${what} of at least ${min} ${of}` : what;
  return min > 0 ? `${what} of ${min} to ${max} ${of}` : `${what} of at most ${max} ${of}`;
}

function kindsOf(kinds: readonly Known[]): string {
  const told = kinds.map((each) => each.properties?.['kind']?.const);
  if (told.every((each) => each !== undefined)) return `an object whose kind is one of ${told.join(', ')}`;
  return kinds.map(wantedOf).join(' or ');
}
