import assert from 'node:assert/strict';
import type { Json, Runbook } from '#domain/documents';
import type { Action, Failure } from '#domain/runbooks';
import { decide } from '../../src/domain/runbooks/decide.ts';
import type {
  Decision,
  Effect,
  Execution,
  Input,
  Mode,
  Run,
  Signal,
  StepExecution,
} from '../../src/domain/runbooks/execution.ts';

export const T0 = new Date('2026-01-02T03:10:00.000Z');

interface MachineOptions {
  parameters?: Record<string, Json>;
  actions?: readonly Action[];
  mode?: Mode;
}

/** A runbook that runs without a database: decisions one after the other, on a clock that is moved by them. */
export function machineOf(runbook: Runbook, options: MachineOptions = {}) {
  const { parameters = {}, actions = [], mode = 'Auto' } = options;
  const variables = Object.fromEntries(
    Object.entries(runbook.variables).map(([name, one]) => [name, one.default ?? null]),
  );
  const about = { id: '018f0000-0000-7000-8000-000000000001', account: '123456789012', region: 'us-east-1', mode };
  const execution: Execution = {
    ...{ ...about, status: 'Pending', runbook, parameters, variables, startedAt: T0, begun: 0 },
  };
  const machine = new Machine(actions, T0, { execution, steps: new Map() });
  machine.take({ kind: 'started' });
  return machine;
}

/** What the inputs of a machine make of the beginning, written as they are kept. */
export function replayed({ taken, first, actions }: Machine): Run {
  return taken.reduce(
    (run, { at, input }) =>
      decide(at, run, JSON.parse(JSON.stringify(input)) as Input, {
        action: (name) => actions.find((one) => one.name === name),
      }).next,
    first,
  );
}

export class Machine {
  now: Date;
  run: Run;
  /** Of the last decision. */
  last: Decision | undefined;
  readonly taken: { at: Date; input: Input }[] = [];
  readonly first: Run;
  readonly actions: readonly Action[];

  constructor(actions: readonly Action[], now: Date, run: Run) {
    this.actions = actions;
    this.now = now;
    this.run = run;
    this.first = run;
  }

  take(input: Input): Decision {
    this.taken.push({ at: this.now, input });
    this.last = decide(this.now, this.run, input, { action: (name) => this.actions.find((one) => one.name === name) });
    this.run = this.last.next;
    return this.last;
  }

  get execution(): Execution {
    return this.run.execution;
  }

  get status() {
    return this.execution.status;
  }

  get why() {
    return this.last?.why;
  }

  /** The paths of the steps that began, in order. */
  get ran(): string[] {
    return [...this.run.steps.values()].sort((a, b) => a.ordinal - b.ordinal).map(({ path }) => path);
  }

  step(path: string): StepExecution {
    const step = this.run.steps.get(path);
    assert.ok(step, `no step ${path} began; there are ${this.ran}`);
    return step;
  }

  effects<Kind extends Effect['kind']>(kind: Kind): Extract<Effect, { kind: Kind }>[] {
    return (this.last?.effects ?? []).filter((one): one is Extract<Effect, { kind: Kind }> => one.kind === kind);
  }

  done(path: string, outputs: Record<string, Json> = {}): void {
    this.take({
      kind: 'acted',
      path,
      attempt: this.step(path).attempt,
      outcome: { is: 'done', response: outputs, outputs },
    });
  }

  fail(path: string, failure: Failure): void {
    this.take({ kind: 'acted', path, attempt: this.step(path).attempt, outcome: { is: 'failed', failure } });
  }

  stop(how: 'Cancel' | 'Complete'): void {
    this.take({ kind: 'stopped', by: 'somebody', how });
  }

  /** Answers why it was refused, if it was. */
  signal(by: string, signal: Signal): string | undefined {
    return this.take({ kind: 'signalled', by, signal }).refused?.message;
  }

  wakeAt(at: Date): void {
    this.now = at;
    this.take({ kind: 'woken' });
  }

  /** Moves on to the moment for which it set its timer. */
  wakeAtDue(): void {
    const at = this.effects('wakeAt').at(-1)?.at;
    assert.ok(at, 'no timer is set');
    this.wakeAt(at);
  }

  copy(): Machine {
    const copy = new Machine(this.actions, this.now, this.run);
    copy.last = this.last;
    return copy;
  }
}
