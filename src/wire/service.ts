import type { Actor } from '#kernel/actor';
import type { Refusal, RefusalKind } from '#kernel/refusal';
import type { Infer, StructureShape } from '#kernel/shape';
import { defaultErrors } from './service-errors.ts';

/**
 * A service of the AWS face is a declaration (names, protocols, errors, operations: all data) and, apart from it, a
 * table of handlers. `implement` joins the two; the types come from the shapes, and the join is checked at start.
 */
export type ProtocolName = 'awsJson1.0' | 'awsJson1.1' | 'awsQuery' | 'restJson1' | 'rpcv2Cbor';

/** Where restJson1 puts an operation. Members neither in a label nor in `query` travel in the body. */
export interface HttpBinding {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** E.g. `/tags/{resourceArn}`; a label is one segment of the raw path, `{name+}` the rest of it. */
  readonly uri: string;
  /** The status of success; 204 has no body. */
  readonly code?: number;
  /** Member → name in the query string. */
  readonly query?: Readonly<Record<string, string>>;
}

export interface OperationSpec<I extends StructureShape, O extends StructureShape | undefined> {
  readonly input: I;
  /** `undefined`: answers nothing (awsQuery leaves out the result element). */
  readonly output: O;
  readonly http?: HttpBinding;
  readonly access: 'read' | 'write';
  /** What a policy must allow; `<actionPrefix>:<Operation>` unless given. */
  readonly action?: string;
  /** The ARNs a policy must allow it on; `*` unless given. */
  readonly resource?: (input: Infer<I>, actor: Actor) => string | readonly string[] | undefined;
  /** The input member with an incident's ARN, which may be written by a name of people's: the pipeline puts in the true one. */
  readonly incident?: string;
  /** The input member with the idempotency token; the one marked `token(…)` unless given. */
  readonly idempotencyToken?: string;
  /** The token is the name of what is made: the room itself knows a repetition, and the pipeline remembers nothing. */
  readonly tokenIsName?: true;
  /** Whether it may be done is found out by its handler, which knows both sides (`AssumeRole`), or anybody may. */
  readonly judgedByHandler?: true;
  /** Callable without a signature (`ConfirmSubscription`), where the gateway was given an anonymous identity. */
  readonly unsigned?: boolean;
  /** The largest body as it is sent, packed or not; the gateway's own limit unless given. */
  readonly maxBytes?: number;
}

declare const types: unique symbol;
/** The input is consumed, hence the function: an operation of any input is an `Operation<never>`. */
interface Types<In, Out> {
  in: (input: In) => void;
  out: Out;
}

/** An operation as declared. The types of input and output ride along for `implement`. */
export interface Operation<In = unknown, Out = unknown> {
  readonly [types]?: Types<In, Out>;
  readonly name: string;
  readonly input: StructureShape;
  readonly output: StructureShape | undefined;
  readonly http: HttpBinding | undefined;
  readonly access: 'read' | 'write';
  readonly action: string;
  readonly resource: (input: In, actor: Actor) => readonly string[];
  readonly incident: string | undefined;
  readonly idempotencyToken: string | undefined;
  readonly judgedByHandler: boolean;
  readonly unsigned: boolean;
  readonly maxBytes: number | undefined;
}
/** An operation before its service has given it a name. */
export type UnboundOperation<In = unknown, Out = unknown> = Omit<Operation<In, Out>, 'name' | 'action'> & {
  readonly [types]?: Types<In, Out>;
  readonly action: string | undefined;
};

type OutputOf<O> = O extends StructureShape ? Infer<O> : undefined;

export function operation<I extends StructureShape, O extends StructureShape | undefined>(
  spec: OperationSpec<I, O>,
): UnboundOperation<Infer<I>, OutputOf<O>> {
  return {
    input: spec.input,
    output: spec.output,
    http: spec.http,
    access: spec.access,
    action: spec.action,
    resource: (input, actor) => {
      const arns = spec.resource?.(input, actor);
      return arns === undefined ? ['*'] : typeof arns === 'string' ? [arns] : arns;
    },
    incident: spec.incident,
    idempotencyToken: spec.tokenIsName
      ? undefined
      : (spec.idempotencyToken ?? spec.input.members.find((member) => member.token)?.name),
    judgedByHandler: spec.judgedByHandler ?? false,
    unsigned: spec.unsigned ?? false,
    maxBytes: spec.maxBytes,
  };
}

/** How an error looks on the wire of one service. */
export interface ErrorForm {
  /** The error shape's name, e.g. `ResourceNotFoundException`. */
  readonly code: string;
  /** The modelled status. awsJson tells every client error but 413 as 400, whatever stands here. */
  readonly status: number;
  /** The historical name: awsQuery's `Code`, and `x-amzn-query-error` of a query-compatible service. */
  readonly queryCode?: string;
  /** Members besides the message, e.g. `ResourceId`, as they are written in JSON; undefined ones are left out. */
  readonly members?: (refusal: Refusal, now: Date) => Readonly<Record<string, unknown>>;
}

export interface ServiceErrors {
  /** The spelling of the message member; `both` where clients differ. */
  readonly message: 'message' | 'Message' | 'both';
  readonly kinds: Readonly<Record<RefusalKind, ErrorForm>>;
  /** A bug of ours. */
  readonly internal: ErrorForm;
  /** Codes a refusal may carry in `details.code`; one not listed takes its kind's status and members. */
  readonly codes: Readonly<Record<string, Omit<ErrorForm, 'code'>>>;
}

export type ErrorsSpec = Partial<Pick<ServiceErrors, 'message' | 'internal' | 'codes'>> & {
  /** Overrides by kind; what is left out is as `defaultErrors` says. */
  readonly kinds?: Partial<Record<RefusalKind, Partial<ErrorForm>>>;
};

export interface ServiceSpec<Ops extends Readonly<Record<string, UnboundOperation<never, unknown>>>> {
  /** What stands in the credential scope, e.g. `monitoring`. */
  readonly signingName: string;
  /** What policies, logs and trails call it, e.g. `cloudwatch`; the prefix of its actions. */
  readonly serviceName: string;
  /** CloudTrail's `eventSource`; `<signingName>.amazonaws.com` unless given. */
  readonly eventSource?: string;
  readonly protocols: readonly [ProtocolName, ...ProtocolName[]];
  readonly apiVersion: string;
  /** awsJson's `X-Amz-Target` prefix and the CBOR path's service name. */
  readonly target?: string;
  /** awsQuery's namespace. */
  readonly xmlNamespace?: string;
  /** JSON and CBOR errors also carry `x-amzn-query-error`. */
  readonly queryCompatible?: boolean;
  readonly errors?: ErrorsSpec;
  readonly operations: Ops;
}

export interface Service<Ops = unknown> {
  readonly signingName: string;
  readonly serviceName: string;
  readonly eventSource: string;
  readonly protocols: readonly ProtocolName[];
  readonly apiVersion: string;
  readonly target: string | undefined;
  readonly xmlNamespace: string | undefined;
  readonly queryCompatible: boolean;
  readonly errors: ServiceErrors;
  readonly operations: ReadonlyMap<string, Operation>;
  /** The declared table, for types. */
  readonly table: Ops;
}

/** Declares a service; throws, naming the operation, when a declaration cannot work. */
export function defineService<const Ops extends Readonly<Record<string, UnboundOperation<never, unknown>>>>(
  spec: ServiceSpec<Ops>,
): Service<Ops> {
  const operations = new Map<string, Operation>();
  for (const [name, unbound] of Object.entries(spec.operations)) {
    const bound = { ...unbound, name, action: unbound.action ?? `${spec.serviceName}:${name}` };
    operations.set(name, bound as Operation);
  }
  const service: Service<Ops> = {
    signingName: spec.signingName,
    serviceName: spec.serviceName,
    eventSource: spec.eventSource ?? `${spec.signingName}.amazonaws.com`,
    protocols: spec.protocols,
    apiVersion: spec.apiVersion,
    target: spec.target,
    xmlNamespace: spec.xmlNamespace,
    queryCompatible: spec.queryCompatible ?? false,
    errors: defaultErrors(spec.errors),
    operations,
    table: spec.operations,
  };
  for (const each of operations.values()) checkOperation(service, each);
  checkService(service);
  checkRoutes(service);
  return service;
}

function checkService({ signingName, protocols, target, xmlNamespace }: Service): void {
  const needsTarget = protocols.some((protocol) => protocol.startsWith('awsJson') || protocol === 'rpcv2Cbor');
  if (needsTarget && !target) throw new Error(`service ${signingName} speaks ${protocols}: give it a target prefix`);
  if (protocols.includes('awsQuery') && !xmlNamespace) {
    throw new Error(`service ${signingName} speaks awsQuery: give it an xmlNamespace`);
  }
}

function checkOperation(service: Service, { name, http, input, idempotencyToken, incident }: Operation): void {
  const fault = (text: string) => new Error(`operation ${service.signingName}.${name}: ${text}`);
  const names = new Set(input.members.map((member) => member.name));
  if (idempotencyToken && !names.has(idempotencyToken))
    throw fault(`no input member ${idempotencyToken} for its token`);
  if (incident && !names.has(incident)) throw fault(`no input member ${incident} for its incident`);
  if (!service.protocols.includes('restJson1')) return;
  if (!http) throw fault('restJson1 needs its http binding');
  const labels = [...http.uri.matchAll(/\{(\w+)\+?\}/g)].map((match) => match[1]!);
  for (const bound of [...labels, ...Object.keys(http.query ?? {})]) {
    if (!names.has(bound)) throw fault(`http binds ${bound}, which is no member of its input`);
  }
}

/** Two operations at one method and path: the second would never be called. */
function checkRoutes({ signingName, operations }: Service): void {
  const taken = new Map<string, string>();
  for (const { name, http } of operations.values()) {
    if (!http) continue;
    const place = `${http.method} ${http.uri.replaceAll(/\{\w+/g, '{')}`;
    const other = taken.get(place);
    if (other) throw new Error(`service ${signingName}: ${other} and ${name} are both at ${http.method} ${http.uri}`);
    taken.set(place, name);
  }
}

/** What a handler and the gateway's injected functions know of the call they serve. */
export interface CallInfo {
  readonly actor: Actor;
  readonly accessKeyId: string;
  /** The instant the call was accepted: all it writes is of this instant. */
  readonly now: Date;
  readonly requestId: string;
  /** Aborted when the client has gone away. */
  readonly signal: AbortSignal;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly service: Service;
  readonly operation: Operation;
  /** The input as it was sent, where the pipeline has put another ARN into it. */
  readonly sent?: unknown;
}

/** A call with what the dispatch step made for it (`context`: e.g. the database transaction). */
export interface Call<C = unknown> extends CallInfo {
  readonly context: C;
}

/** What a handler may return for an output: also with read-only lists and members. */
export type Answer<T> = T extends Date | Uint8Array | string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer E)[]
    ? readonly Answer<E>[]
    : T extends object
      ? { readonly [K in keyof T]: Answer<T[K]> }
      : T;

type HandlerOf<Op, C> = Op extends { readonly [types]?: Types<infer In, infer Out> }
  ? (call: Call<C>, input: In) => Promise<Out extends undefined ? void : Answer<Out>>
  : never;
export type Handlers<Ops, C> = { readonly [K in keyof Ops]: HandlerOf<Ops[K], C> };

/** A handler with its types forgotten: what the gateway calls. */
export type AnyHandler<C> = (call: Call<C>, input: unknown) => Promise<unknown>;

export interface Implementation<C = unknown> {
  readonly service: Service;
  readonly handlers: ReadonlyMap<string, AnyHandler<C>>;
}

/** Joins a declared service and its handlers; throws, naming them, when one is missing or belongs to no operation. */
export function implement<Ops, C>(service: Service<Ops>, handlers: Handlers<Ops, C>): Implementation<C> {
  const table = new Map(Object.entries(handlers) as [string, AnyHandler<C>][]);
  const missing = [...service.operations.keys()].filter((name) => typeof table.get(name) !== 'function');
  const orphans = [...table.keys()].filter((name) => !service.operations.has(name));
  if (missing.length > 0) throw new Error(`service ${service.signingName}: no handler for ${missing.join(', ')}`);
  if (orphans.length > 0) throw new Error(`service ${service.signingName}: no operation for ${orphans.join(', ')}`);
  return { service, handlers: table };
}
