import { type Condition, fill, holds, type Json, type Lookup, lookupIn } from '#domain/documents';
import type { Run } from './execution.ts';

/** What expressions of a runbook name while it runs: of steps that ran several times, the last. */
export function scopeOf(now: Date, { execution, steps }: Run): Lookup {
  const { account, region, id, target, parameters, variables } = execution;
  const inOrder = [...steps.values()].sort((a, b) => a.ordinal - b.ordinal);
  const pseudo: Record<string, Json> = target === undefined ? {} : { RESOURCE_ID: target, TARGETS: target };
  return lookupIn({
    ...{ account, region, now, variables, executionId: id },
    parameters: { ...pseudo, ...parameters },
    outputs: Object.fromEntries(inOrder.map(({ name, outputs }) => [name, outputs])),
  });
}

export type FilledInputs = { ok: true; value: Readonly<Record<string, Json>> } | { ok: false; fault: string };

/** The inputs of a step with every expression in them filled in. */
export function filledInputs(now: Date, run: Run, inputs: Readonly<Record<string, Json>>): FilledInputs {
  const filled = fill(inputs, scopeOf(now, run));
  return filled.ok ? { ok: true, value: filled.value as Readonly<Record<string, Json>> } : filled;
}

/** Whether a condition holds; in words where something in it has no value. */
export function holdsIn(
  now: Date,
  run: Run,
  condition: Condition,
): { ok: true; value: boolean } | { ok: false; fault: string } {
  const lookup = scopeOf(now, run);
  let fault: string | undefined;
  const value = holds(condition, (each) => {
    const filled = fill(each, lookup);
    if (filled.ok) return filled.value;
    fault ??= filled.fault;
    return null;
  });
  return fault === undefined ? { ok: true, value } : { ok: false, fault };
}
