import type { Json, Step } from '#domain/documents';
import { converted } from '#domain/documents';
import { after, SECOND } from '#kernel/clock';
import { beginApproval } from './approval.ts';
import { atInput, failed, succeeded } from './attempts.ts';
import { beginChild } from './child.ts';
import { type Draft, deadlineOf, setExecution, setStep } from './draft.ts';
import type { Values } from './execution.ts';
import { holdsIn } from './scope.ts';

/** AWS's bound of a sleep. */
const LONGEST_SLEEP_SECONDS = 604_799;

type Begin = (draft: Draft, path: string, step: Step, inputs: Values) => void;

/** The steps that the machine does itself; loops are apart. Everything else is somebody's to do outside. */
export const ownSteps: Readonly<Record<string, Begin>> = {
  'aws:branch': branch,
  'aws:sleep': sleep,
  'aws:pause': pause,
  'aws:approve': beginApproval,
  'aws:updateVariable': updateVariable,
  'aws:executeAutomation': beginChild,
};

/** The first choice that holds; else the default; else what comes after. */
function branch(draft: Draft, path: string, step: Step): void {
  const { choices, otherwise } = step.branch!;
  for (const [index, { condition, nextStep }] of choices.entries()) {
    const held = holdsIn(draft.now, draft, condition);
    if (!held.ok) {
      failed(draft, path, atInput(`Choices[${index}]: ${held.fault}`), true);
      return;
    }
    if (held.value) {
      choose(draft, path, nextStep);
      return;
    }
  }
  if (otherwise !== undefined) {
    choose(draft, path, otherwise);
    return;
  }
  succeeded(draft, path, {});
}

function choose(draft: Draft, path: string, nextStep: string): void {
  setStep(draft, path, { status: 'Success', endedAt: draft.now });
  draft.moves.push({ move: 'follow', path, name: nextStep });
}

function sleep(draft: Draft, path: string, step: Step, { Duration, Timestamp }: Values): void {
  const until = Duration === undefined ? momentOf(Timestamp) : durationEnd(draft.now, Duration);
  if ('fault' in until) {
    failed(draft, path, atInput(until.fault), true);
    return;
  }
  if (until.at <= draft.now) {
    succeeded(draft, path, {});
    return;
  }
  if (until.at > after(draft.now, LONGEST_SLEEP_SECONDS * SECOND)) {
    failed(
      draft,
      path,
      atInput(`wanted a sleep of at most ${LONGEST_SLEEP_SECONDS} s, got one until ${until.at.toISOString()}`),
      true,
    );
    return;
  }
  // A time-out of a sleep is the step's own alone.
  const deadline = step.timeoutSeconds === undefined ? undefined : deadlineOf(draft, step);
  setStep(draft, path, { waits: 'sleep', deadline, progress: { until: until.at.toISOString() } });
}

type Moment = { at: Date } | { fault: string };

function durationEnd(now: Date, text: Json): Moment {
  const seconds = secondsIn(String(text));
  if (seconds !== undefined && seconds >= 0) return { at: after(now, Math.round(seconds * SECOND)) };
  return { fault: `Duration: wanted one of ISO 8601 such as PT10M, got ${JSON.stringify(text)}` };
}

/** Years and months are as long as in 2026. */
function secondsIn(text: string): number | undefined {
  try {
    return Temporal.Duration.from(text).total({ unit: 'seconds', relativeTo: '2026-01-01' });
  } catch {
    return undefined;
  }
}

function momentOf(text: Json | undefined): Moment {
  const instant = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})?$/.test(String(text))
    ? zoned(String(text))
    : Number.NaN;
  if (!Number.isNaN(instant)) return { at: new Date(instant) };
  return {
    fault: `wanted a Duration such as PT10M, or a Timestamp such as 2026-01-02T03:10:00Z, got ${JSON.stringify(text ?? null)}`,
  };
}

/** Without a zone it is UTC. */
const zoned = (text: string): number => Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`);

function pause(draft: Draft, path: string, step: Step): void {
  setStep(draft, path, { status: 'Waiting', waits: 'resume', deadline: deadlineOf(draft, step) });
}

function updateVariable(draft: Draft, path: string, _step: Step, { Name, Value = null }: Values): void {
  const name = String(Name).replace(/^variable:/, '');
  const variable = draft.execution.runbook.variables[name];
  if (!variable) {
    failed(draft, path, atInput(`Name: the runbook has no variable ${name}`), true);
    return;
  }
  const value = converted(variable.type, Value);
  if (value === undefined) {
    failed(
      draft,
      path,
      atInput(`Value: variable ${name} is a ${variable.type}, got ${JSON.stringify(Value).slice(0, 200)}`),
      true,
    );
    return;
  }
  const fault = tooMuch(value);
  if (fault) {
    failed(draft, path, atInput(`Value: ${fault}`), true);
    return;
  }
  setExecution(draft, { variables: { ...draft.execution.variables, [name]: value } });
  succeeded(draft, path, {});
}

/** Entries of a list at most. */
const MOST_ENTRIES = 200;
/** Characters of a text. AWS's bound is 512; a variable here may hold what an output held. */
const LONGEST_VALUE = 20_000;

function tooMuch(value: Json): string | undefined {
  if (Array.isArray(value) && value.length > MOST_ENTRIES)
    return `wanted at most ${MOST_ENTRIES} entries, got ${value.length}`;
  const { length } = JSON.stringify(value);
  return length > LONGEST_VALUE ? `wanted at most ${LONGEST_VALUE} characters, got ${length}` : undefined;
}
