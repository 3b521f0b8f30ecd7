import { compilePattern, type Pattern } from './shape-pattern.ts';

/**
 * Shapes: what a value on the wire must be, declared once. From a shape come the static type (`Infer`), the check of
 * constraints (`check`), what a trail may show (`redact`), and, in the wire's protocols, parsing and serialising.
 *
 * ```ts
 * const Contact = structure({ Alias: required(string({ min: 1, max: 255, pattern: '^[a-z0-9_\\-]*$' })), Name: string() });
 * type Contact = Infer<typeof Contact>; // { Alias: string; Name?: string }
 * ```
 */
export { check, type PathStep, type Violation } from './shape-check.ts';
export { HIDDEN, redact } from './shape-redact.ts';

declare const type: unique symbol;

interface Typed<T> {
  readonly [type]?: T;
  /** Its values are secrets or personal: never echoed in a message, a log or a trail. */
  readonly sensitive?: boolean;
}

/** Any JSON value: free-form members, e.g. a policy or a document. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface StringShape<T extends string = string> extends Typed<T> {
  readonly kind: 'string';
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: Pattern;
  readonly values?: readonly string[];
  readonly lenientEmpty?: boolean;
}
export interface NumberShape extends Typed<number> {
  readonly kind: 'integer' | 'long' | 'float' | 'double';
  readonly min?: number;
  readonly max?: number;
}
export interface BooleanShape extends Typed<boolean> {
  readonly kind: 'boolean';
}
export interface TimestampShape extends Typed<Date> {
  readonly kind: 'timestamp';
}
export interface BlobShape extends Typed<Uint8Array> {
  readonly kind: 'blob';
  readonly min?: number;
  readonly max?: number;
}
export interface DocumentShape extends Typed<Json> {
  readonly kind: 'document';
}
export interface ListShape<T = unknown> extends Typed<T[]> {
  readonly kind: 'list';
  readonly member: Shape;
  readonly min?: number;
  readonly max?: number;
  readonly lenientEmpty?: boolean;
}
export interface MapShape<T = unknown> extends Typed<Record<string, T>> {
  readonly kind: 'map';
  readonly key: StringShape;
  readonly value: Shape;
  readonly min?: number;
  readonly max?: number;
  readonly lenientEmpty?: boolean;
  /** What awsQuery calls an entry's key and value, e.g. `Name` and `Value`. */
  readonly keyName: string;
  readonly valueName: string;
}
export interface StructureShape<T = object> extends Typed<T> {
  readonly kind: 'structure';
  readonly members: readonly Member[];
}
export interface UnionShape<T = object> extends Typed<T> {
  readonly kind: 'union';
  readonly members: readonly Member[];
}
export interface LazyShape<T = unknown> extends Typed<T> {
  readonly kind: 'lazy';
  readonly of: () => ConcreteShape;
}

export type ConcreteShape =
  | StringShape
  | NumberShape
  | BooleanShape
  | TimestampShape
  | BlobShape
  | DocumentShape
  | ListShape
  | MapShape
  | StructureShape
  | UnionShape;
export type Shape = ConcreteShape | LazyShape;

/** A member of a structure or union, in declared order. `token`: the client's idempotency token. */
export interface Member {
  readonly name: string;
  readonly shape: Shape;
  readonly required: boolean;
  readonly token: boolean;
  /** Ours, beside the service's model: its clients know it only by the model extension. */
  readonly own: boolean;
}

export interface RequiredMember<S extends Shape = Shape> {
  readonly member: 'required';
  readonly shape: S;
}
export interface TokenMember<S extends Shape = Shape> {
  readonly member: 'token';
  readonly shape: S;
}
export interface OwnMember<S extends Shape = Shape> {
  readonly member: 'own';
  readonly shape: S;
}
export type MemberSpec = Shape | RequiredMember | TokenMember | OwnMember;
export type MemberSpecs = Readonly<Record<string, MemberSpec>>;

/** The static type of a shape's values. */
export type Infer<S> = S extends Typed<infer T> ? Exclude<T, undefined> : never;

type InferMember<M> = M extends { readonly member: string; readonly shape: infer S } ? Infer<S> : Infer<M>;
type RequiredNames<M> = { [K in keyof M]: M[K] extends RequiredMember ? K : never }[keyof M];
type Flat<T> = { [K in keyof T]: T[K] };
export type StructureOf<M extends MemberSpecs> = Flat<
  { [K in RequiredNames<M>]: InferMember<M[K]> } & { [K in Exclude<keyof M, RequiredNames<M>>]?: InferMember<M[K]> }
>;
/** Exactly one member: testing one (`if (plan.ssmAutomation)`) tells which. */
export type UnionOf<M extends MemberSpecs> = {
  [K in keyof M]: Flat<{ [P in K]: InferMember<M[P]> } & { [P in Exclude<keyof M, K>]?: undefined }>;
}[keyof M];

interface Sensitive {
  sensitive?: boolean;
}
interface Size {
  min?: number;
  max?: number;
  /** An empty value passes whatever `min` and `pattern` say: clients send it where they mean "unset". */
  lenientEmpty?: boolean;
}

/**
 * Text. Lengths are in Unicode characters. `pattern` is the service model's own text; as at AWS the whole value must match.
 */
export function string<const E extends string = string>(
  options: Size & Sensitive & { pattern?: string; enum?: readonly E[] } = {},
): StringShape<E> {
  const { pattern, enum: values, ...rest } = options;
  return {
    kind: 'string',
    ...rest,
    ...(values && { values }),
    ...(pattern !== undefined && { pattern: compilePattern(pattern) }),
  };
}

type Range = Sensitive & { min?: number; max?: number };

/** A whole number of 32 bits. */
export const integer = (options: Range = {}): NumberShape => ({ kind: 'integer', ...options });
/**
 * A whole number; beyond 2^53 it loses precision.
 * @public a word of the models, whether or not a service uses it today
 */
export const long = (options: Range = {}): NumberShape => ({ kind: 'long', ...options });
/** @public likewise */
export const float = (options: Range = {}): NumberShape => ({ kind: 'float', ...options });
export const double = (options: Range = {}): NumberShape => ({ kind: 'double', ...options });
export const boolean = (options: Sensitive = {}): BooleanShape => ({ kind: 'boolean', ...options });
/** An instant, to the millisecond. */
export const timestamp = (options: Sensitive = {}): TimestampShape => ({ kind: 'timestamp', ...options });
/** Bytes; lengths are in bytes. */
export const blob = (options: Range = {}): BlobShape => ({ kind: 'blob', ...options });
export const document = (options: Sensitive = {}): DocumentShape => ({ kind: 'document', ...options });

export function list<S extends Shape>(member: S, options: Size & Sensitive = {}): ListShape<Infer<S>> {
  return { kind: 'list', member, ...options };
}

export function map<S extends Shape>(
  key: StringShape,
  value: S,
  options: Size & Sensitive & { keyName?: string; valueName?: string } = {},
): MapShape<Infer<S>> {
  return { kind: 'map', key, value, keyName: 'key', valueName: 'value', ...options };
}

export function structure<M extends MemberSpecs>(members: M, options: Sensitive = {}): StructureShape<StructureOf<M>> {
  return { kind: 'structure', members: toMembers(members), ...options };
}

/** A structure of which exactly one member is set. */
export function union<M extends MemberSpecs>(members: M, options: Sensitive = {}): UnionShape<UnionOf<M>> {
  return { kind: 'union', members: toMembers(members), ...options };
}

/** A reference to a shape declared later, for recursive shapes; the type cannot be inferred and is given: `lazy<Node>(…)`. */
export function lazy<T>(of: () => ConcreteShape): LazyShape<T> {
  let known: ConcreteShape | undefined;
  return {
    kind: 'lazy',
    of: () => {
      known ??= of();
      return known;
    },
  };
}

/** Marks a member that must be there. */
export const required = <S extends Shape>(shape: S): RequiredMember<S> => ({ member: 'required', shape });

/** Marks the member that holds the idempotency token, which clients fill in by themselves. */
export const token = <S extends Shape>(shape: S): TokenMember<S> => ({ member: 'token', shape });

/** Marks an optional member that the service's model does not have. */
export const own = <S extends Shape>(shape: S): OwnMember<S> => ({ member: 'own', shape });

/** The shape itself, with a lazy reference followed. */
export function resolve(shape: Shape): ConcreteShape {
  return shape.kind === 'lazy' ? shape.of() : shape;
}

function toMembers(specs: MemberSpecs): Member[] {
  return Object.entries(specs).map(([name, spec]) =>
    'member' in spec && typeof spec.member === 'string'
      ? {
          name,
          shape: spec.shape,
          required: spec.member === 'required',
          token: spec.member === 'token',
          own: spec.member === 'own',
        }
      : { name, shape: spec as Shape, required: false, token: false, own: false },
  );
}
