import type { Json } from '#domain/documents';
import type { ActionCall, ActionOutcome, AwsAnswer, AwsApi, AwsCall } from '#domain/runbooks';
import { createExecuteScript, createPlaces, createPyodide, type ScriptRunner } from '#providers/scripts';
import type { Queries } from '#storage/db';

const MEGABYTE = 1_048_576;
const T0 = new Date('2026-03-01T03:10:00Z');

/** A broker that keeps what it was asked, and answers as it was told. */
export function fakeAws(answer: (call: AwsCall) => AwsAnswer = () => ({ ok: true, output: {} })) {
  const asked: AwsCall[] = [];
  const known = new Set(['Describe', 'List', 'Put', 'Get']);
  const api: AwsApi = {
    fault: (service, operation) =>
      Promise.resolve(
        known.has(/^[A-Z][a-z]+/.exec(operation)?.[0] ?? '') && !/Db/.test(operation)
          ? undefined
          : `${service} has no operation ${operation}`,
      ),
    isRepeatable: () => Promise.resolve(false),
    call: (_on, call) => {
      asked.push(call);
      return Promise.resolve(answer(call));
    },
  };
  return { api, asked };
}

/** A script is never given the database: whoever asks it for something fails. */
const noDatabase: Queries = {
  query: () => Promise.reject(new Error('a script does not reach the database')),
} as unknown as Queries;

export const isRoot = process.getuid?.() === 0;
export const places = createPlaces(2, isRoot);
export const pyodide = (megabytes = 512): ScriptRunner => createPyodide({ memory: megabytes * MEGABYTE });

export interface Trial {
  inputs?: Readonly<Record<string, Json>>;
  call?: Partial<ActionCall>;
  aws?: AwsApi;
  signal?: AbortSignal;
  place?: typeof places;
  /** Seconds that the step has. */
  seconds?: number;
}

/** Runs a step of `aws:executeScript`; `script` defines `f(events, context)`. */
export function runScript(runner: ScriptRunner, script: string, trial: Trial = {}): Promise<ActionOutcome> {
  const {
    inputs = {},
    call = {},
    aws = fakeAws().api,
    signal = new AbortController().signal,
    seconds = 60,
    place = places,
  } = trial;
  const action = createExecuteScript({ runners: [runner], place, aws, now: () => T0 });
  const runtime = runner.language === 'python' ? 'python3.11' : 'PowerShell 7.4';
  const attempt: ActionCall = {
    ...{
      executionId: 'e-1',
      stepExecutionId: 's-1',
      stepName: 'look',
      attempt: 1,
      token: 't-1',
      now: T0,
      isDry: false,
    },
    inputs: { Runtime: runtime, Handler: 'f', Script: script, ...inputs },
    deadline: new Date(T0.getTime() + seconds * 1_000),
    ...call,
  };
  return action.run(noDatabase, attempt, signal);
}

export const authority = {
  account: '123456789012',
  region: 'us-east-1',
  principal: 'arn:aws:sts::123456789012:assumed-role/fix/e-1',
  roleArn: 'arn:aws:iam::123456789012:role/fix',
};

/** The payload of what succeeded; anything else is thrown, in words. */
export function payloadOf(outcome: ActionOutcome): Json {
  if (outcome.is === 'done') return outcome.outputs['Payload'] ?? null;
  throw new Error(`wanted a payload, got ${JSON.stringify(outcome)}`);
}

/** The failure's message of what failed. */
export function messageOfFailure(outcome: ActionOutcome): string {
  if (outcome.is === 'failed') return outcome.failure.message;
  throw new Error(`wanted a failure, got ${JSON.stringify(outcome)}`);
}
