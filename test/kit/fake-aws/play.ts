import assert from 'node:assert/strict';
import { fill, holds, type Json, lookupIn, outputsOf, type Runbook, type Step } from '#domain/documents';
import { AUTHORITY, NOW } from './broker.ts';
import type { actionsAt } from './steps.ts';

export interface Played {
  /** The steps that ran, in order, and what became of each. */
  ran: string[];
  outputs: Record<string, Record<string, Json>>;
}

/** A runbook's steps one after another, by their actions: what the machine does, without its tables. */
export async function play(
  runbook: Runbook,
  given: Record<string, Json>,
  at: ReturnType<typeof actionsAt>,
): Promise<Played> {
  const defaults = Object.entries(runbook.parameters).flatMap(([name, one]) =>
    one.default === undefined ? [] : [[name, one.default] as const],
  );
  const parameters = { ...Object.fromEntries(defaults), ...given };
  const played: Played = { ran: [], outputs: {} };
  const filled = (value: Json): Json => {
    const { account, region } = AUTHORITY;
    const known = { parameters, outputs: played.outputs, variables: {}, account, region, executionId: 'e-1', now: NOW };
    const made = fill(value, lookupIn(known));
    assert.ok(made.ok, JSON.stringify(made));
    return made.value;
  };
  let step: Step | undefined = runbook.steps[0];
  while (step) {
    assert.ok(played.ran.length < 50, 'it goes round for ever');
    const next: Step | undefined = runbook.steps[runbook.steps.indexOf(step) + 1];
    const { name, branch, isEnd } = step;
    if (branch) {
      played.ran.push(name);
      const choice = branch.choices.find(({ condition }) => holds(condition, filled));
      const to: string | undefined = choice?.nextStep ?? branch.otherwise;
      step = to === undefined ? (isEnd ? undefined : next) : runbook.steps.find((one) => one.name === to);
      continue;
    }
    const { outcome } = await at.finish(step.action, filled(step.inputs) as Record<string, Json>, {
      token: `token-${name}`,
    });
    played.ran.push(outcome.is === 'done' ? name : `${name} failed`);
    if (outcome.is !== 'done' && 'do' in step.onFailure && step.onFailure.do === 'Abort') return played;
    if (outcome.is === 'done') played.outputs[name] = { ...outcome.outputs, ...outputsOf(step, outcome.response) };
    step = isEnd ? undefined : next;
  }
  return played;
}
