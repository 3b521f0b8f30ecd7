import type { Json } from '#domain/documents';
import type { Queries } from '#storage/db';

/**
 * On whose behalf a step acts: the session of a role, or whoever started the execution. What it may do is judged at every
 * call, by the policies of that moment. Muster's own power is never lent.
 */
export interface Authority {
  account: string;
  region: string;
  /** Of a role's session `arn:aws:sts::…:assumed-role/NAME/SESSION`, else the caller's ARN. */
  principal: string;
  /** Of a role. */
  roleArn?: string;
}

/** One attempt of one step, as whoever does it gets it. */
export interface ActionCall {
  executionId: string;
  stepExecutionId: string;
  stepName: string;
  /** From 1. */
  attempt: number;
  /** The same whenever this attempt is made again because a node died: what is asked outside under it is done once. */
  token: string;
  /** Absent for a script that has no role: it may do nothing. */
  authority?: Authority;
  /** The step's inputs, every expression in them filled in. */
  inputs: Readonly<Record<string, Json>>;
  /** Which role the document names, if any. */
  assumeRole?: string;
  now: Date;
  /** When the step's time is over; absent: never. */
  deadline?: Date;
  /** What it left at its last look; absent at the first. */
  progress?: Json;
  /** The execution is rehearsed: say what would be asked, and ask only what changes nothing. */
  isDry: boolean;
}

/** As AWS sorts failures. */
export type FailureType = 'Action' | 'Permission' | 'Throttling' | 'Verification' | 'Internal';
export type FailureStage = 'InputValidation' | 'PreVerification' | 'Invocation' | 'PostVerification';

export interface Failure {
  type: FailureType;
  stage: FailureStage;
  /** What was wrong, what was wanted, and what to do; never a secret. */
  message: string;
  details?: Readonly<Record<string, readonly string[]>>;
}

/** What an attempt came to. */
export type ActionOutcome =
  /** `response`: what the document's selectors read. `outputs`: those that the action has by itself. */
  | { is: 'done'; response: Json; outputs: Readonly<Record<string, Json>> }
  | { is: 'failed'; failure: Failure; response?: Json }
  /** Not over yet: look again in so many seconds, or when whoever was asked tells (`resume`). */
  | { is: 'going on'; progress: Json; againInSeconds: number };

/**
 * What a step can do in the world outside the machine. Whoever implements one is registered in `src/start/`; the rooms know
 * only this. `branch`, `loop`, `sleep`, `pause`, `approve`, `updateVariable` and `executeAutomation` are the machine's own.
 */
export interface Action {
  /** `aws:executeScript` and the like. */
  readonly name: string;
  /** Seconds a step may take where it names none; absent: no end but the engine's. */
  readonly defaultTimeoutSeconds?: number;
  readonly maxTimeoutSeconds?: number;
  /** Which queue of due work does it, so that slow ones hold up no others. */
  readonly queue: 'runbooks.calls' | 'runbooks.scripts';
  /**
   * What becomes of an attempt of which nobody knows whether it was made (its node died): `repeat` makes it again under its
   * token, because that changes nothing twice; `ask` waits for a person. `mayAct`: whether the attempt had an authority; where
   * it is not said, it had one.
   */
  unknown(inputs: Readonly<Record<string, Json>>, mayAct?: boolean): 'repeat' | 'ask';
  /** Never throws for what the outside does; gives up within its own time, and when `signal` is aborted. */
  run(on: Queries, call: ActionCall, signal: AbortSignal): Promise<ActionOutcome>;
  /** The execution is being cancelled while this goes on: ends what it left outside, as far as that can be done. */
  cancel?(on: Queries, call: ActionCall, signal: AbortSignal): Promise<void>;
}

/** One call of an AWS API, in the form of that API: `iam`, `PutUserPolicy`, `{UserName: …}`. */
export interface AwsCall {
  authority: Authority;
  /** As boto3 names its clients: `ec2`, `ssm-incidents`. */
  service: string;
  /** In CamelCase. */
  operation: string;
  input: Readonly<Record<string, Json>>;
  /** Filled in as the API's idempotency token, where it has one and the input names none. */
  token?: string;
  /** Where a call may take longer, or answer more, than others: a function's may. */
  bounds?: { seconds?: number; bytes?: number };
  now: Date;
}

export type AwsAnswer =
  | { ok: true; output: Readonly<Record<string, Json>> }
  /** `kind`: permission – it may not; client – it asked wrongly; later – try again. `code`: AWS's. */
  | {
      ok: false;
      kind: 'permission' | 'client' | 'throttling' | 'later' | 'unavailable';
      code: string;
      message: string;
    };

/**
 * The one broker: calls of Muster's own services are made in process, those of others by their SDK client at AWS or the address
 * that stands for it; always under the authority's policies, always in the audit trail.
 */
export interface AwsApi {
  /** What is wrong with the names, and what to install; undefined: nothing. */
  fault(service: string, operation: string): Promise<string | undefined>;
  /** Whether the API takes an idempotency token, or changes nothing: then a call may be repeated. */
  isRepeatable(service: string, operation: string): Promise<boolean>;
  call(on: Queries, call: AwsCall, signal: AbortSignal): Promise<AwsAnswer>;
}
