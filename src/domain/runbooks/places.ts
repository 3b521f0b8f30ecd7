import { createHash } from 'node:crypto';
import type { Runbook, Step } from '#domain/documents';
import { uuidOf } from '#kernel/ids';

/** Where a step lies: its list, and the loop round it with the iteration. */
export interface Place {
  step: Step;
  /** The steps beside it, in order. */
  list: readonly Step[];
  /** The path of the loop round it, and which pass this is; absent at the top. */
  loop?: { path: string; iteration: number };
}

/** The step at a path that a machine made; throws for any other. */
export function placeOf(runbook: Runbook, path: string): Place {
  const parts = path.split('/');
  let list: readonly Step[] = runbook.steps;
  let loop: Place['loop'];
  for (let index = 0; ; index += 2) {
    const step = list.find(({ name }) => name === parts[index]);
    if (!step) throw new Error(`no step at ${path}`);
    const iteration = parts[index + 1];
    if (iteration === undefined) return { step, list, ...(loop ? { loop } : {}) };
    loop = { path: parts.slice(0, index + 1).join('/'), iteration: Number(iteration) };
    list = step.loop?.steps ?? [];
  }
}

/** The path of another step of the same list. */
export function besides(path: string, name: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1) + name;
}

/** The path of a loop's step in a pass of it, counted from 1. */
export const within = (loopPath: string, iteration: number, name: string): string => `${loopPath}/${iteration}/${name}`;

/** The path of the loop round a path; undefined at the top. */
export function loopRound(path: string): string | undefined {
  const parts = path.split('/');
  return parts.length > 2 ? parts.slice(0, -2).join('/') : undefined;
}

/** All steps of a runbook, loops' own after their loop. */
export const stepsOf = ({ steps }: Runbook): Step[] => allSteps(steps);

export const allSteps = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => [step, ...allSteps(step.loop?.steps ?? [])]);

const idOf = (...parts: (string | number)[]): string => uuidOf(createHash('sha256').update(parts.join('\n')).digest());

/** The StepExecutionId: known before the step begins, and the same on every node. */
export const stepExecutionId = (executionId: string, path: string): string => idOf(executionId, path);

/** What an attempt is known by outside, however often it is made. */
export const tokenOf = (executionId: string, path: string, attempt: number): string => idOf(executionId, path, attempt);

/** The id of the execution that an attempt of a step starts. */
export const childId = (executionId: string, path: string, attempt: number): string =>
  idOf(executionId, path, attempt, 'child');
