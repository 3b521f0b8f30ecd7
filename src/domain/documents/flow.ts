import type { Step } from './runbook.ts';

/** A way that an execution may take from one step; `to` absent: to its end. */
export interface Way {
  from: string;
  to?: string;
  how: 'next' | 'choice' | 'default' | 'failure' | 'cancel';
}

/**
 * Every way that the steps of one list may take. Where a step's failure lets the execution go on, that leads to the step
 * after it. What ends the execution by failing is none.
 */
export function waysOf(steps: readonly Step[]): Way[] {
  return steps.flatMap((step, index) => {
    const following = steps[index + 1]?.name;
    const ways: Way[] = successesOf(step, following).map(([how, to]) => way(step, how, to));
    if ('step' in step.onFailure) ways.push(way(step, 'failure', step.onFailure.step));
    else if (step.onFailure.do === 'Continue' && !step.isEnd && step.nextStep !== undefined)
      ways.push(way(step, 'failure', following));
    if ('step' in step.onCancel) ways.push(way(step, 'cancel', step.onCancel.step));
    return ways;
  });
}

const way = (step: Step, how: Way['how'], to: string | undefined): Way => ({
  from: step.name,
  how,
  ...(to === undefined ? {} : { to }),
});

function successesOf(step: Step, following: string | undefined): [Way['how'], string | undefined][] {
  const onward = step.isEnd ? undefined : (step.nextStep ?? following);
  if (!step.branch) return [['next', onward]];
  const choices = step.branch.choices.map(({ nextStep }): [Way['how'], string] => ['choice', nextStep]);
  return [...choices, ['default', step.branch.otherwise ?? onward]];
}

/** Ways that lead back: each closes a circle, which is told as the names on it. */
export function circlesOf(steps: readonly Step[]): { way: Way; names: string[] }[] {
  const ways = Map.groupBy(waysOf(steps), ({ from }) => from);
  const done = new Set<string>();
  const found: { way: Way; names: string[] }[] = [];
  for (const { name } of steps) {
    if (done.has(name)) continue;
    // An explicit stack: a list of thousands of steps is no deeper for it.
    const trail: { name: string; rest: Way[] }[] = [{ name, rest: [...(ways.get(name) ?? [])] }];
    const on = new Set([name]);
    for (let top = trail.at(-1); top; top = trail.at(-1)) {
      const next = top.rest.shift();
      if (!next) {
        done.add(top.name);
        on.delete(top.name);
        trail.pop();
      } else if (next.to === undefined || done.has(next.to)) continue;
      else if (on.has(next.to)) {
        const names = trail.map((each) => each.name);
        found.push({ way: next, names: [...names.slice(names.indexOf(next.to)), next.to] });
      } else {
        on.add(next.to);
        trail.push({ name: next.to, rest: [...(ways.get(next.to) ?? [])] });
      }
    }
  }
  return found;
}

/** The names of steps that no way leads to, from the first. */
export function unreachableOf(steps: readonly Step[]): string[] {
  const ways = Map.groupBy(waysOf(steps), ({ from }) => from);
  const reached = new Set<string>();
  const waiting = steps.slice(0, 1).map(({ name }) => name);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    for (const { to } of ways.get(name) ?? []) if (to !== undefined) waiting.push(to);
  }
  return steps.map(({ name }) => name).filter((name) => !reached.has(name));
}
