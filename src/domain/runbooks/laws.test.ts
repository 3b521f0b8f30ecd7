import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { OnFailure, Runbook, Step } from '#domain/documents';
import { type Machine, machineOf, replayed } from '../../../test/kit/runbook-machine.ts';
import { fakeAction } from '../../../test/kit/runbooks.ts';
import { isOver } from './execution.ts';

/** Laws of every execution, whatever its runbook says and whatever comes to it. */

const actions = [fakeAction('aws:createTags', { defaultTimeoutSeconds: 60 })];

/** A step as drawn: what it does, where it may lead (always forward), how it fails. */
interface Drawn {
  kind: 'call' | 'sleep' | 'pause' | 'branch' | 'loop';
  jump: number;
  leads: 'on' | 'jump' | 'end';
  onFailure: 'Abort' | 'Continue' | 'jump';
  onCancel: boolean;
  attempts: number;
  critical: boolean;
}

const drawn = fc.record<Drawn>({
  kind: fc.constantFrom('call', 'call', 'sleep', 'pause', 'branch', 'loop'),
  jump: fc.nat(3),
  leads: fc.constantFrom('on', 'on', 'jump', 'end'),
  onFailure: fc.constantFrom('Abort', 'Continue', 'jump'),
  onCancel: fc.boolean(),
  attempts: fc.integer({ min: 1, max: 3 }),
  critical: fc.boolean(),
});
const lists = fc.array(drawn, { minLength: 1, maxLength: 6 });

const ACTION = {
  call: 'aws:createTags',
  sleep: 'aws:sleep',
  pause: 'aws:pause',
  branch: 'aws:branch',
  loop: 'aws:loop',
};

function stepsOf(list: readonly Drawn[], inner: readonly Drawn[], prefix = 's'): Step[] {
  return list.map((one, index): Step => {
    const kind = one.kind === 'loop' && prefix !== 's' ? 'call' : one.kind;
    const later = list.length > index + 1 ? `${prefix}${Math.min(index + 1 + one.jump, list.length - 1)}` : undefined;
    const jumps: OnFailure | undefined = later === undefined ? undefined : { step: later };
    return {
      ...{
        name: `${prefix}${index}`,
        action: ACTION[kind],
        outputs: [],
        maxAttempts: one.attempts,
        isCritical: one.critical,
      },
      inputs: kind === 'sleep' ? { Duration: 'PT1M' } : {},
      onFailure: one.onFailure === 'jump' ? (jumps ?? { do: 'Abort' }) : { do: one.onFailure },
      onCancel: one.onCancel && later !== undefined ? { step: later } : { do: 'Abort' },
      isEnd: one.leads === 'end',
      ...(one.leads === 'jump' && later !== undefined ? { nextStep: later } : {}),
      ...(kind === 'branch' ? { branch: { choices: [], ...(later === undefined ? {} : { otherwise: later }) } } : {}),
      ...(kind === 'loop' ? { loop: { steps: stepsOf(inner, [], `${prefix}${index}x`), iterators: ['a', 'b'] } } : {}),
    };
  });
}

const runbooks = fc
  .tuple(lists, lists)
  .map(([list, inner]): Runbook => ({ parameters: {}, variables: {}, outputs: [], steps: stepsOf(list, inner) }));

/** What comes next, by a number: an outcome, a moment, a signal, a stop; also of steps that are over. */
function feed(run: Machine, number: number): void {
  const { at } = run.execution;
  const path = at ?? run.ran.at(-1);
  const attempt = path === undefined ? 1 : run.step(path).attempt;
  const failure = { type: 'Action', stage: 'Invocation', message: 'no' } as const;
  switch (number % 8) {
    case 0:
    case 1:
    case 2:
      if (path) run.take({ kind: 'acted', path, attempt, outcome: { is: 'done', response: {}, outputs: {} } });
      break;
    case 3:
      if (path) run.take({ kind: 'acted', path, attempt, outcome: { is: 'failed', failure } });
      break;
    case 4:
      run.signal('ana', { type: 'Resume' });
      break;
    case 5:
      if (path) run.take({ kind: 'unknown', path, attempt });
      break;
    case 6:
      run.wakeAt(new Date(run.now.getTime() + 60_000));
      break;
    default:
      if (number % 5 === 0) run.stop(number % 2 === 0 ? 'Cancel' : 'Complete');
      else if (path)
        run.take({ kind: 'acted', path, attempt: attempt - 1, outcome: { is: 'done', response: {}, outputs: {} } });
  }
}

const cases = fc.tuple(runbooks, fc.array(fc.nat(10_000), { minLength: 1, maxLength: 60 }));

test('a path is entered once, nothing begins after the end, and what is over stays as it is', () => {
  fc.assert(
    fc.property(cases, ([runbook, numbers]) => {
      const run = machineOf(runbook, { actions });
      for (const number of numbers) {
        const before = run.run;
        feed(run, number);
        for (const [path, step] of before.steps) {
          const after = run.run.steps.get(path)!;
          assert.equal(after.ordinal, step.ordinal, 'entered once');
          if (isOver(step.status)) assert.deepEqual(after, step);
          assert.ok(after.attempt >= step.attempt && after.attempt - step.attempt <= 1);
        }
        if (isOver(before.execution.status)) assert.equal(run.run, before);
      }
    }),
    { numRuns: 300 },
  );
});

test('whatever is live has a timer or something under way, or waits for a person', () => {
  fc.assert(
    fc.property(cases, ([runbook, numbers]) => {
      const run = machineOf(runbook, { actions });
      for (const number of numbers) {
        feed(run, number);
        if (isOver(run.status)) {
          assert.ok(
            [...run.run.steps.values()].every(({ status }) => isOver(status)),
            'every step is over, too',
          );
          return;
        }
        const { at, next, cancel } = run.execution;
        const step = at === undefined ? undefined : run.step(at);
        assert.ok(next !== undefined || step, 'it is somewhere');
        assert.equal(run.status, cancel ? 'Cancelling' : step?.status === 'Waiting' ? 'Waiting' : 'InProgress');
        if (step?.waits === undefined && step) assert.ok(step.deadline, 'what acts has an end');
      }
    }),
    { numRuns: 300 },
  );
});

test('fed to its end it ends, as its critical steps say', () => {
  fc.assert(
    fc.property(runbooks, (runbook) => {
      const run = machineOf(runbook, { actions });
      for (let fed = 0; !isOver(run.status); fed++) {
        assert.ok(fed < 500, 'it ends');
        const { at } = run.execution;
        const waits = at === undefined ? undefined : run.step(at).waits;
        if (waits === 'resume') run.signal('ana', { type: 'Resume' });
        else if (at !== undefined && waits === undefined) run.done(at);
        else run.wakeAt(new Date(run.now.getTime() + 60_000));
      }
      assert.equal(run.status, 'Success');
    }),
    { numRuns: 300 },
  );
});

test('the inputs that were kept give the same execution again', () => {
  fc.assert(
    fc.property(cases, ([runbook, numbers]) => {
      const run = machineOf(runbook, { actions });
      for (const number of numbers) feed(run, number);
      assert.deepEqual(replayed(run), run.run);
    }),
    { numRuns: 100 },
  );
});
