import type { IncomingMessage } from 'node:http';
import type { Clock } from '#kernel/clock';
import type { Log } from '#kernel/log';
import type { Failure, WireRequest, WireResponse } from '../protocols/protocol.ts';
import type { AnyHandler, CallInfo, Implementation, Operation } from '../service.ts';
import type { FindCredential, Verified, Verifier } from '../signing/verify.ts';
import type { Directory, Identified } from './identify.ts';
import type { ReceiveLimits } from './receive.ts';

export interface Limits extends ReceiveLimits {
  /** How deep JSON, CBOR and parameter names may nest. */
  readonly depth: number;
}

/** One authenticated call of a known operation, for the trail. Sensitive members of input and output are hidden. */
export interface Outcome {
  readonly call: CallInfo;
  /** `undefined` when it could not be read. */
  readonly input: unknown;
  readonly output: unknown;
  readonly failure: { readonly code: string; readonly message: string; readonly status: number } | undefined;
  readonly milliseconds: number;
}

/** All the gateway needs to know of the rest: it knows of no database and no room. */
export interface GatewayOptions<C> {
  readonly services: readonly Implementation<C>[];
  readonly credentials: FindCredential;
  /** Whom operations declared `unsigned` act as; without it they must be signed like all others. */
  readonly anonymous?: Verified;
  readonly clock: Clock;
  /**
   * The input of an operation that declares its `incident`, with the true ARN in place of one by a name of people's; the
   * same object where there is nothing to replace. The input is valid.
   */
  readonly trueNames?: (
    call: CallInfo,
    operation: Operation,
    input: Record<string, unknown>,
  ) => Promise<Record<string, unknown>>;
  /** Throws `Refusal('accessDenied', …)` when the actor may not. The input is valid. */
  readonly authorise: (call: CallInfo, operation: Operation, input: unknown) => Promise<void>;
  /** Makes the context (a transaction, the idempotency token's memory) and runs the handler in it. */
  readonly execute: (call: CallInfo, operation: Operation, input: unknown, handler: AnyHandler<C>) => Promise<unknown>;
  /** Writes the trail. When it throws, the error is logged and the call is answered all the same. */
  readonly record: (outcome: Outcome) => Promise<void>;
  readonly log: Log;
  readonly limits?: Partial<Limits>;
  /** A UUID per call, unless given otherwise. */
  readonly requestId?: () => string;
  /** The caller's address; the socket's, unless given otherwise (behind a proxy that is trusted). */
  readonly sourceIp?: (message: IncomingMessage) => string;
}

/** What is the same for every call. */
export interface Gateway<C> {
  readonly options: GatewayOptions<C>;
  readonly directory: Directory<C>;
  readonly verifier: Verifier;
  readonly anonymous: Verified | undefined;
  readonly limits: Limits;
}

/** What of a call the steps see that have nothing to do with HTTP: those between reading it and writing its answer. */
export interface InnerExchange<C> {
  readonly requestId: string;
  readonly now: Date;
  /** By the monotonic clock, for durations. */
  readonly startedAt: number;
  readonly signal: AbortSignal;
  readonly sourceIp: string;
  identified?: Pick<Identified<C>, 'implementation'>;
  call?: CallInfo;
  input?: unknown;
  output?: unknown;
  failure?: Failure;
}

/** All that those steps ask of the rest. */
export interface InnerGateway<C> {
  readonly options: Pick<GatewayOptions<C>, 'trueNames' | 'authorise' | 'execute' | 'record'>;
}

/** One call on its way through the steps. */
export interface Exchange<C> extends InnerExchange<C> {
  readonly message: IncomingMessage;
  request: WireRequest;
  identified?: Identified<C>;
  verified?: Verified | undefined;
  response?: WireResponse;
}

/** What an earlier step must have put there; its absence is a wrong order of steps. */
export function needed<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`a step of the gateway needs the ${what}, which no earlier step has set`);
  return value;
}
