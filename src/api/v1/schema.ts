import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox';

/**
 * The few words in which the native API's JSON is declared. A schema is JSON Schema (it goes into the OpenAPI document as it
 * is) and a static type at once. Only the keywords that these functions write are checked: see `faults.ts`.
 */

/** What schemas carry beyond JSON Schema's own keywords. */
export interface Notes {
  /** Under this name it stands in the document's components, and in the typed client. */
  'x-name'?: string;
  /** What is wanted, in words, where a pattern says it only to machines: follows "wanted". */
  'x-wanted'?: string;
  /** Secrets and personal data: never in a message, a log or the trail. */
  'x-sensitive'?: boolean;
}

/** An object of these members and no others. */
export const object = <P extends TProperties>(members: P, about: string) =>
  Type.Object(members, { additionalProperties: false, description: about });

/** The same with a name, under which the document and the typed client know it. */
export const named = <P extends TProperties>(name: string, members: P, about: string) =>
  Type.Object(members, { additionalProperties: false, description: about, 'x-name': name });

/** Text of `min` to `max` characters. */
export const text = (min: number, max: number, about: string, notes: Notes = {}) =>
  Type.String({ minLength: min, maxLength: max, description: about, ...notes });

/** Text of a form; `wanted` says the form in words. The pattern must be linear: no repetition within a repetition. */
export const form = (pattern: RegExp, wanted: string, about: string, notes: Notes = {}) =>
  Type.String({ pattern: pattern.source, maxLength: 512, description: about, 'x-wanted': wanted, ...notes });

/** One of a few words. */
export const word = <W extends string[]>(words: readonly [...W], about: string) =>
  Type.Enum(words, { type: 'string', description: about });

/** A whole number. */
export const whole = (min: number, max: number, about: string, notes: { default?: number } = {}) =>
  Type.Integer({ minimum: min, maximum: max, description: about, ...notes });

/** Any number. */
export const number = (about: string) => Type.Number({ description: about });

export const yes = (about: string, notes: { default?: boolean } = {}) => Type.Boolean({ description: about, ...notes });

/** An instant, written as RFC 3339 says; answers are in UTC, to the millisecond. */
export const time = (about: string) => Type.String({ format: 'date-time', description: about });

export const uuid = (about: string) => Type.String({ format: 'uuid', description: about });

export const listOf = <S extends TSchema>(item: S, max: number, about: string) =>
  Type.Array(item, { maxItems: max, description: about });

/** Text by text: tags. */
export const mapOf = <S extends TSchema>(value: S, max: number, about: string) =>
  Type.Record(Type.String(), value, { maxProperties: max, description: about });

/** Any JSON. */
export const anything = (about: string) => Type.Unknown({ description: about });

export const maybe = Type.Optional;

/** A value, or null where there is none (in answers) or where it is to be taken away (in changes). */
export const orNull = <S extends TSchema>(schema: S) =>
  Type.Union([schema, Type.Null()], { description: (schema as { description?: string }).description });

/** Objects of several kinds, told apart by the member `kind`. */
export const oneOf = <S extends TObject[]>(name: string, kinds: [...S], about: string) =>
  Type.Union(kinds, { description: about, 'x-name': name });

export const kind = <const K extends string>(word: K) => Type.Literal(word);

/** A page of a list. */
export const pageOf = <S extends TSchema>(name: string, item: S) =>
  named(
    `${name}Page`,
    {
      items: Type.Array(item),
      next: orNull(Type.String({ description: 'Give it as `cursor` to go on; null: that was the last page.' })),
    },
    'One page of a list.',
  );

/** The query of every list. */
export const paging = {
  limit: maybe(whole(1, 100, 'How many items at most.', { default: 50 })),
  cursor: maybe(Type.String({ maxLength: 2048, description: '`next` of the page before, with the same filters.' })),
};

export type { Static, TObject, TSchema };
