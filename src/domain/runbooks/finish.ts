import type { Json, Runbook } from '#domain/documents';
import { type Draft, setExecution, setStep } from './draft.ts';
import { isOver, type Status, type StepExecution, type Values } from './execution.ts';

/** In AWS's words, for an output of a step that gave none. */
const NO_OUTPUT = 'No output available yet because the step is not successfully executed';

/** Ends the execution: cancelled where it is being cancelled, else as its critical steps say. */
export function finish(draft: Draft, wanted?: Status): void {
  const { blemish, cancel, runbook } = draft.execution;
  const status = wanted ?? (cancel ? 'Cancelled' : (blemish?.status ?? 'Success'));
  const open = [...draft.steps.values()].filter((step) => !isOver(step.status));
  for (const { path } of open)
    setStep(draft, path, { status, endedAt: draft.now, deadline: undefined, waits: undefined });
  const failureMessage = cancel && status === 'Cancelled' ? `Cancelled by ${cancel.by}` : blemish?.message;
  setExecution(draft, {
    ...{ status, endedAt: draft.now, at: undefined, next: undefined },
    outputs: outputsAt(runbook, draft.steps),
    failureMessage: status === 'Success' ? undefined : failureMessage,
  });
  draft.moves = [];
  draft.effects.push({ kind: 'ended' });
}

/** What the runbook says that the execution gives, by `step.Output`. */
function outputsAt({ outputs }: Runbook, steps: ReadonlyMap<string, StepExecution>): Values {
  const latest = new Map<string, StepExecution>();
  for (const step of [...steps.values()].sort((a, b) => a.ordinal - b.ordinal)) latest.set(step.name, step);
  const entries = outputs.flatMap((text): [string, Json][] => {
    const [name = '', output] = split(text);
    const given = latest.get(name)?.outputs ?? {};
    if (output !== undefined) return [[text, given[output] ?? NO_OUTPUT]];
    return Object.entries(given).map(([each, value]) => [`${name}.${each}`, value]);
  });
  return Object.fromEntries(entries);
}

function split(text: string): [string, string | undefined] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text, undefined] : [text.slice(0, dot), text.slice(dot + 1)];
}
