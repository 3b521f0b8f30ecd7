import type { Json, Loop } from '#domain/documents';
import { fill, MOST_ITERATIONS } from '#domain/documents';
import { atInput, endStep, failed } from './attempts.ts';
import { type Draft, place, setStep } from './draft.ts';
import type { Values } from './execution.ts';
import { within } from './places.ts';
import { holdsIn, scopeOf } from './scope.ts';

/** What a loop has come to: its pass, from 1, how many there may be, and for what. */
interface LoopProgress {
  iteration: number;
  most: number;
  values?: readonly Json[];
}

export function beginLoop(draft: Draft, path: string, loop: Loop): void {
  const plan = planOf(draft, loop);
  if ('fault' in plan) {
    failed(draft, path, atInput(plan.fault), true);
    return;
  }
  const { values, most } = plan;
  const inputs: Values = values ? { Iterators: values } : { MaxIterations: most };
  setStep(draft, path, { inputs, waits: 'steps' });
  if (most === 0) {
    endStep(draft, path, 'Success');
    return;
  }
  enterPass(draft, path, { iteration: 1, ...plan });
}

type Plan = { most: number; values?: readonly Json[] } | { fault: string };

function planOf(draft: Draft, { iterators, condition, maxIterations }: Loop): Plan {
  if (iterators === undefined)
    return condition === undefined
      ? { fault: 'it has neither Iterators nor a LoopCondition' }
      : mostOf(draft, maxIterations);
  const filled = fill(iterators, scopeOf(draft.now, draft));
  if (!filled.ok) return filled;
  const values = listOf(filled.value);
  if (!values) return { fault: `Iterators: wanted a list, got ${JSON.stringify(filled.value).slice(0, 100)}` };
  if (values.length > MOST_ITERATIONS)
    return { fault: `Iterators: wanted at most ${MOST_ITERATIONS}, got ${values.length}` };
  return { most: values.length, values };
}

function listOf(value: Json): readonly Json[] | undefined {
  if (Array.isArray(value)) return value as readonly Json[];
  if (typeof value !== 'string' || !value.trim().startsWith('[')) return undefined;
  try {
    return JSON.parse(value) as readonly Json[];
  } catch {
    // Text that only begins like a list is none.
    return undefined;
  }
}

function mostOf(draft: Draft, maxIterations: Json | undefined): Plan {
  if (maxIterations === undefined) return { most: MOST_ITERATIONS };
  const filled = fill(maxIterations, scopeOf(draft.now, draft));
  if (!filled.ok) return filled;
  const most = Number(filled.value);
  if (Number.isInteger(most) && most >= 1 && most <= MOST_ITERATIONS) return { most };
  return { fault: `MaxIterations: wanted 1 to ${MOST_ITERATIONS}, got ${JSON.stringify(filled.value)}` };
}

function enterPass(draft: Draft, path: string, progress: LoopProgress): void {
  const { step } = place(draft, path);
  const value = progress.values?.[progress.iteration - 1];
  setStep(draft, path, {
    progress: { ...progress },
    outputs: value === undefined ? {} : { CurrentIteratorValue: value },
  });
  draft.moves.push({ move: 'enter', path: within(path, progress.iteration, step.loop!.steps[0]!.name) });
}

/** A pass is over: the next one, or what follows the loop. */
export function nextPass(draft: Draft, path: string): void {
  const { step } = place(draft, path);
  const progress = draft.steps.get(path)!.progress as unknown as LoopProgress;
  if (progress.iteration >= progress.most) {
    endStep(draft, path, 'Success');
    return;
  }
  const { condition } = step.loop!;
  if (condition) {
    const held = holdsIn(draft.now, draft, condition);
    if (!held.ok) {
      failed(draft, path, atInput(`LoopCondition: ${held.fault}`), true);
      return;
    }
    if (!held.value) {
      endStep(draft, path, 'Success');
      return;
    }
  }
  enterPass(draft, path, { ...progress, iteration: progress.iteration + 1 });
}
