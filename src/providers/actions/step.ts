import { createHash } from 'node:crypto';
import type { Json } from '#domain/documents';
import type {
  ActionCall,
  ActionOutcome,
  AwsAnswer,
  AwsApi,
  Failure,
  FailureStage,
  FailureType,
} from '#domain/runbooks';
import { uuidOf } from '#kernel/ids';
import { cut } from '#kernel/text';
import type { Queries } from '#storage/db';

export type Fields = Readonly<Record<string, Json>>;

/** Ends a step at once, with what it came to. */
export class Stopped extends Error {
  readonly outcome: ActionOutcome;
  /** The same again may come to another end: who was asked had no time, and asking twice is as asking once. */
  readonly mayTryAgain: boolean;
  constructor(outcome: ActionOutcome, mayTryAgain = false) {
    super(`a step has ended: ${outcome.is}`);
    this.outcome = outcome;
    this.mayTryAgain = mayTryAgain;
  }
}

interface Question {
  service: string;
  operation: string;
  input: Fields;
  /** Tells the calls of one step apart that change something, under the step's token; the first needs none. */
  part?: string;
  bounds?: { seconds?: number; bytes?: number };
}

/** What an action works with while it looks at one attempt. */
export interface Step {
  call: ActionCall;
  inputs: Inputs;
  /** What this action left at its last look. */
  progress: Fields | undefined;
  /** Asks AWS; any other answer than a good one ends the step. In a rehearsal, what would change something is only told. */
  ask(question: Question): Promise<Fields>;
  /** The same, where some errors are expected: their codes come back instead. */
  tryTo(question: Question, expected: RegExp): Promise<Fields | { code: string; message: string }>;
}

export interface StepDeps {
  api: AwsApi;
  /** Whether an operation changes nothing, sets a state, or has a token. */
  repeats(service: string, operation: string): boolean;
  /** Whether it changes nothing. */
  reads(service: string, operation: string): boolean;
}

export function openStep(deps: StepDeps, on: Queries, call: ActionCall, signal: AbortSignal): Step {
  const inputs = inputsOf(call.inputs);
  const tryTo: Step['tryTo'] = async ({ service, operation, input, part, bounds }, expected) => {
    const { authority, token, now } = call;
    if (!authority) throw fail('Permission', 'PreVerification', 'The step has no role: name one as assumeRole.');
    const wrong = await deps.api.fault(service, operation);
    if (wrong !== undefined) throw fail('Action', 'InputValidation', wrong);
    if (call.isDry && !deps.reads(service, operation)) {
      throw new Stopped({ is: 'done', response: { WouldCall: { service, operation, input } }, outputs: {} });
    }
    const asked = {
      authority,
      service,
      operation,
      input,
      token: partToken(token, part),
      now,
      ...(bounds && { bounds }),
    };
    const answer = await deps.api.call(on, asked, signal);
    if (answer.ok) return answer.output;
    if (expected.test(answer.code)) return { code: answer.code, message: answer.message };
    throw stoppedBy(answer, service, operation, deps.repeats(service, operation));
  };
  return {
    ...{ call, inputs, tryTo },
    progress: call.progress as Fields | undefined,
    ask: async (question) => (await tryTo(question, NOTHING)) as Fields,
  };
}

const NOTHING = /^\b$/;

/** A UUID of its own for each call of a step, the same whenever the step is made again. */
function partToken(token: string, part: string | undefined): string {
  return part === undefined ? token : uuidOf(createHash('sha256').update(`${token} ${part}`).digest().subarray(0, 16));
}

const TYPES: Readonly<Record<string, FailureType>> = { permission: 'Permission', throttling: 'Throttling' };

function stoppedBy(answer: Extract<AwsAnswer, { ok: false }>, service: string, operation: string, repeats: boolean) {
  const { kind, code, message } = answer;
  const isOurs = code === 'ParamValidation' || code === 'UnknownOperation';
  const failure: Failure = {
    type: TYPES[kind] ?? 'Action',
    stage: isOurs ? 'InputValidation' : 'Invocation',
    message: cut(
      `An error occurred (${code}) when calling the ${operation} operation of ${service}: ${message}`,
      1_000,
    ),
    details: { Code: [code], Operation: [`${service}:${operation}`] },
  };
  const isPassing = kind === 'throttling' || kind === 'later' || kind === 'unavailable';
  return new Stopped({ is: 'failed', failure }, isPassing && repeats);
}

export function fail(type: FailureType, stage: FailureStage, message: string, response?: Json): Stopped {
  return new Stopped({ is: 'failed', failure: { type, stage, message }, ...(response !== undefined && { response }) });
}

/** Inputs as an action reads them; a wrong one ends the step in words. */
interface Inputs {
  text(name: string): string;
  optional(name: string): string | undefined;
  flag(name: string): boolean;
  number(name: string): number | undefined;
  /** A single value counts as a list of it. */
  list(name: string): readonly Json[];
  texts(name: string): string[];
  /** Those of these names that are given. */
  pick(...names: string[]): Fields;
  given: Fields;
}

const wrong = (name: string, want: string) => fail('Action', 'InputValidation', `The input ${name} must be ${want}.`);

function inputsOf(given: Fields): Inputs {
  const value = (name: string): Json | undefined =>
    Object.hasOwn(given, name) && given[name] !== null && given[name] !== '' ? given[name] : undefined;
  const optional = (name: string) => {
    const one = value(name);
    if (one === undefined || typeof one === 'string') return one;
    if (typeof one === 'number' || typeof one === 'boolean') return String(one);
    throw wrong(name, 'a single text');
  };
  const list = (name: string): readonly Json[] => {
    const one = value(name);
    return one === undefined ? [] : isList(one) ? one : [one];
  };
  return {
    ...{ given, optional, list },
    text(name) {
      const one = optional(name);
      if (one === undefined) throw wrong(name, 'given');
      return one;
    },
    flag(name) {
      const one = String(value(name) ?? 'false').toLowerCase();
      if (one === 'true' || one === 'false') return one === 'true';
      throw wrong(name, 'true or false');
    },
    number(name) {
      const one = value(name);
      if (one === undefined) return undefined;
      const number = Number(one);
      if (typeof one === 'object' || Number.isNaN(number)) throw wrong(name, 'a number');
      return number;
    },
    texts: (name) =>
      list(name).map((one) => {
        if (typeof one === 'object') throw wrong(name, 'a list of texts');
        return String(one);
      }),
    pick: (...names) =>
      Object.fromEntries(names.flatMap((name) => (value(name) === undefined ? [] : [[name, value(name)!]]))),
  };
}

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const isFields = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The member of an answer as a list of maps. */
export const rows = (answer: Fields, name: string): Fields[] =>
  isList(answer[name]) ? answer[name].filter(isFields) : [];

/** The member of an answer as text; empty where there is none. */
export const textIn = (answer: Fields, name: string): string => {
  const value = answer[name];
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
};

export const done = (response: Json, outputs: Fields = {}): ActionOutcome => ({ is: 'done', response, outputs });

export const again = (progress: Fields, againInSeconds: number): ActionOutcome => ({
  is: 'going on',
  progress,
  againInSeconds,
});
