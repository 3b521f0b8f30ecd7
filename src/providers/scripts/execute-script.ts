import type { Json } from '#domain/documents';
import type { Action, ActionCall, ActionOutcome, AwsApi, Failure, FailureType } from '#domain/runbooks';
import { createDesk } from './desk.ts';
import { readInputs } from './inputs.ts';
import type { TakePlace } from './places.ts';
import type { ScriptResult, ScriptRunner } from './runner.ts';

/** Seconds that AWS gives a script, and we, too. */
const MOST_SECONDS = 600;
const MOST_PAYLOAD = 102_400;
const MOST_ITEMS = 100;

export interface ExecuteScriptOptions {
  /** One for each language that can be run. */
  runners: readonly ScriptRunner[];
  place: TakePlace;
  aws: AwsApi;
  now(): Date;
}

/** `aws:executeScript`: runs what the step says in a process of its own; its AWS calls are made for it, under the step's role. */
export function createExecuteScript({ runners, place, aws, now }: ExecuteScriptOptions): Action {
  const runnerOf = (language: string) => runners.find((runner) => runner.language === language);
  return {
    name: 'aws:executeScript',
    defaultTimeoutSeconds: MOST_SECONDS,
    maxTimeoutSeconds: MOST_SECONDS,
    queue: 'runbooks.scripts',
    unknown(inputs, mayAct = true) {
      const read = readInputs(inputs);
      const runner = 'fault' in read ? undefined : runnerOf(read.language);
      return mayAct || runner?.isOpen ? 'ask' : 'repeat';
    },
    async run(on, call, signal) {
      const read = readInputs(call.inputs);
      if ('fault' in read) return failed('Action', read.fault, 'InputValidation');
      const runner = runnerOf(read.language);
      if (runner === undefined) return failed('Action', NO_POWERSHELL, 'PreVerification');
      if (call.isDry) return rehearsed(runner.name);
      const inTime = timer(timeLeft(call));
      using taken = await place(AbortSignal.any([signal, inTime.signal]));
      if (taken === undefined) return failed('Action', NO_TURN);
      const { uid } = taken;
      const job = {
        ...read,
        context: contextOf(call),
        timeoutMs: inTime.left(),
        ...(uid === undefined ? {} : { uid }),
      };
      return toOutcome(await runner.run(job, createDesk({ aws, on, call, now }), signal));
    },
  };
}

const NO_POWERSHELL =
  'no PowerShell is set up here: set MUSTER_SCRIPT_POWERSHELL to the path of pwsh, or write the script in Python';

const NO_TURN =
  'the step’s time was over before its script could begin, because others were running; give it a longer timeoutSeconds, or set MUSTER_SCRIPTS_AT_ONCE higher';

/** The time of a step, of which waiting for a place is a part. */
function timer(milliseconds: number): { signal: AbortSignal; left(): number } {
  const began = performance.now();
  const signal = milliseconds > 0 ? AbortSignal.timeout(milliseconds) : AbortSignal.abort();
  return { signal, left: () => Math.max(1, Math.round(milliseconds - (performance.now() - began))) };
}

function timeLeft({ deadline, now }: ActionCall): number {
  const most = MOST_SECONDS * 1_000;
  return deadline === undefined ? most : Math.min(most, deadline.getTime() - now.getTime());
}

/** What a handler gets as its second argument, under the names that documents have for it. */
function contextOf({ executionId, stepName, authority }: ActionCall): Record<string, string> {
  const where = authority && { 'global:ACCOUNT_ID': authority.account, 'global:REGION': authority.region };
  return { 'automation:EXECUTION_ID': executionId, 'automation:STEP_NAME': stepName, ...where };
}

/** What a script would ask shows only when it runs; so it does not. */
function rehearsed(runner: string): ActionOutcome {
  const log = `rehearsed: the script would run in ${runner}`;
  return { is: 'done', response: { Payload: {}, ExecutionLog: log }, outputs: { Payload: {}, ExecutionLog: log } };
}

function toOutcome(result: ScriptResult): ActionOutcome {
  const { log } = result;
  if (result.is === 'ended') return failed('Action', result.message, 'Invocation', log);
  if (result.is === 'raised') {
    const said = [result.error, result.message].filter((text) => text !== '').join(': ');
    const trace = result.trace === '' ? '' : `\n${result.trace.trimEnd()}`;
    return failed(typeOf(result.code), `${said}${trace}`, 'Invocation', log);
  }
  const fault = payloadFault(result.value);
  if (fault !== undefined) return failed('Action', fault, 'PostVerification', log);
  const outputs = { Payload: result.value, ExecutionLog: log };
  return { is: 'done', response: outputs, outputs };
}

function typeOf(code: string): FailureType {
  if (/AccessDenied|Unauthorized|NotAuthorized/.test(code)) return 'Permission';
  return /Throttl|TooManyRequests|RequestLimit/.test(code) ? 'Throttling' : 'Action';
}

function payloadFault(value: Json): string | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > MOST_PAYLOAD)
    return `the handler returned ${bytes} bytes of JSON; at most ${MOST_PAYLOAD} are taken. Return less, or where it is kept`;
  const longest = longestList(value);
  return longest > MOST_ITEMS
    ? `the handler returned a list of ${longest} items; at most ${MOST_ITEMS} are taken`
    : undefined;
}

function longestList(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? value.length : 0;
  return Math.max(own, ...Object.values(value).slice(0, 10_000).map(longestList));
}

function failed(type: FailureType, message: string, stage: Failure['stage'] = 'Invocation', log = ''): ActionOutcome {
  const failure = { type, stage, message };
  return log === '' ? { is: 'failed', failure } : { is: 'failed', failure, response: { ExecutionLog: log } };
}
