import assert from 'node:assert/strict';
import { faultsText, readRunbook } from '#domain/documents';
import type { Action, ActionCall, ActionOutcome, RunbookSource } from '#domain/runbooks';

/** A runbook of a test, from its steps in YAML. */
export function runbookOf(text: string) {
  const read = readRunbook(`schemaVersion: '0.3'\n${text}`, 'YAML');
  assert.ok(read.ok, read.ok ? '' : faultsText(read.faults));
  return read.runbook;
}

/** Runbooks by name, of version 1. */
export function runbooksByName(texts: Readonly<Record<string, string>>): RunbookSource {
  const known = new Map(Object.entries(texts).map(([name, text]) => [name, runbookOf(text)]));
  return {
    async find(_on, { name, version }) {
      const runbook = known.get(name);
      if (!runbook) return { missing: 'document', message: `There is no document ${name}.` };
      if (version !== undefined && !['1', '$DEFAULT', '$LATEST'].includes(version))
        return { missing: 'version', message: `Document ${name} has no version ${version}.` };
      return { name, version: '1', runbook };
    },
  };
}

/** An action with a tally of its own: what it was asked, by token. */
export interface FakeAction extends Action {
  readonly asked: ActionCall[];
  readonly cancelled: ActionCall[];
  /** What it answers from now on; by default it is done and gives its inputs back. */
  answers(outcome: (call: ActionCall) => ActionOutcome | Promise<ActionOutcome>): void;
}

export function fakeAction(name: string, facts: Partial<Action> = {}): FakeAction {
  const asked: ActionCall[] = [];
  const cancelled: ActionCall[] = [];
  let answer: (call: ActionCall) => ActionOutcome | Promise<ActionOutcome> = ({ inputs }) => ({
    ...{ is: 'done', response: inputs, outputs: {} },
  });
  return {
    ...{ name, asked, cancelled, queue: 'runbooks.calls', unknown: () => 'repeat', ...facts },
    answers(outcome) {
      answer = outcome;
    },
    async run(_on, call) {
      asked.push(call);
      return answer(call);
    },
    async cancel(_on, call) {
      cancelled.push(call);
    },
  };
}
