import type { Actor, RoleSession } from '#kernel/actor';
import type { Tx } from '#storage/db';
import type { LiveAsked } from './live/asked.ts';
import type { Static, TObject, TSchema } from './schema.ts';

/** What a caller must be allowed: `administer` is for access keys only, never for a token. */
export type Access = 'read' | 'write' | 'administer';

/** One operation of the native API, as data: the pipeline, the OpenAPI document and the typed client are made of it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`; parameters in braces. */
  readonly path: string;
  /** The heading under which the reference shows it. */
  readonly group: string;
  readonly summary: string;
  readonly about?: string;
  readonly access: Access;
  readonly params?: TObject;
  readonly query?: TObject;
  readonly body?: TObject;
  /** Absent: 204, nothing to say. */
  readonly answer?: TSchema;
  /** 200, or 204 without an answer, unless said otherwise. */
  readonly status?: 201;
  /** Where a thing that was made is found, below `/api/v1`. */
  readonly location?: (answer: never) => string;
  /** The answer has an ETag: it is the whole representation of a thing that can be edited. */
  readonly versioned?: true;
  /** An edit: If-Match must, or may, hold the ETag of what is to be changed. */
  readonly match?: 'required' | 'optional';
  /** The answer does not end: it is a stream of server-sent events, each of the form of `answer`. */
  readonly stream?: true;
  /** A list in the body of which the trail keeps only how long it is: it is kept for itself. */
  readonly counted?: string;
  /** A POST that takes no Idempotency-Key, since its answer holds a secret that must not be kept. */
  readonly unrepeatable?: true;
}

export type Routes = Readonly<Record<string, Route>>;

/** Declares routes by name; the name is the operation's id, and what the trail calls it. */
export const routes = <const R extends Routes>(table: R): R => table;

/** Who calls, and what they may do. */
export interface Caller {
  /** The access key's id, or the token's. */
  credential: string;
  account: string;
  principal: string;
  region: string;
  /** The caller acts as a role: its policies are asked, too. */
  session?: RoleSession;
  may: ReadonlySet<Access>;
}

export interface Call {
  /** The transaction; for reads the database itself. */
  context: Tx;
  now: Date;
  actor: Actor;
  caller: Caller;
  /** The route's name. */
  operation: string;
}

type Part<S> = S extends TSchema ? Static<S> : Record<never, never>;

export interface InputOf<R extends Route> {
  params: Part<R['params']>;
  query: Part<R['query']>;
  body: Part<R['body']>;
}

/** What a handler comes to: the answer that the route declares; of a stream, what it is to be of. */
type Answering<R extends Route> = R['stream'] extends true
  ? Promise<LiveAsked>
  : R['answer'] extends TSchema
    ? Promise<Static<R['answer']>>
    : Promise<void>;

/** An edit. `current` locks the thing and answers it as its GET does: what If-Match is held against. */
export interface Edit<R extends Route> {
  current(call: Call, input: InputOf<R>): Promise<unknown>;
  run(call: Call, input: InputOf<R>): Answering<R>;
}

export type Handler<R extends Route> = R['match'] extends string
  ? Edit<R>
  : (call: Call, input: InputOf<R>) => Answering<R>;

/** A handler for each route: none can be missing, and none can be without its steps. */
export type Handlers<T extends Routes> = { readonly [Name in keyof T]: Handler<T[Name]> };

/** A handler whose types are known to its table only. */
export type AnyHandler =
  | ((call: Call, input: Input) => Promise<unknown>)
  | { current(call: Call, input: Input): Promise<unknown>; run(call: Call, input: Input): Promise<unknown> };

export interface Input {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: Record<string, unknown>;
}
