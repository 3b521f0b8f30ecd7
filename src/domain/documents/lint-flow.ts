import { expressionsIn } from './expressions.ts';
import { unreachableOf, waysOf } from './flow.ts';
import type { Linted, PlacedStep } from './linted.ts';
import { textsIn } from './reading.ts';
import type { Step } from './runbook.ts';

/** Steps that never run, and outputs that have no value where they are used. */
export function lintFlow(on: Linted): void {
  lintReach(on, on.runbook.steps);
  for (const { step } of on.steps) if (step.loop) lintReach(on, step.loop.steps);
  const after = followersOf(on.runbook.steps);
  for (const placed of on.steps) lintUse(on, placed, after);
  lintReports(on);
}

function lintReach(on: Linted, steps: readonly Step[]): void {
  for (const name of unreachableOf(steps)) {
    const { at } = placedOf(on, name)!;
    on.warn('unreachable', at, `no step leads to ${name}: it never runs. Name it as a nextStep, or take it out`);
  }
}

const placedOf = ({ steps }: Linted, name: string) => steps.find(({ step }) => step.name === name);

/** By step, the steps that can come at some time after it. */
function followersOf(steps: readonly Step[]): ReadonlyMap<string, ReadonlySet<string>> {
  const ways = Map.groupBy(waysOf(steps), ({ from }) => from);
  return new Map(
    steps.map(({ name }) => {
      const reached = new Set<string>();
      const waiting = [name];
      for (let from = waiting.pop(); from !== undefined; from = waiting.pop())
        for (const { to } of ways.get(from) ?? [])
          if (to !== undefined && !reached.has(to)) {
            reached.add(to);
            waiting.push(to);
          }
      return [name, reached];
    }),
  );
}

/** Tells of outputs of steps that never come before this one. Within one loop, an earlier pass may have set them. */
function lintUse(on: Linted, { step, at, top }: PlacedStep, after: ReadonlyMap<string, ReadonlySet<string>>): void {
  const inputs = at.members.get('inputs');
  if (!inputs || step.loop) return;
  for (const { at: place, text } of textsIn(inputs))
    for (const found of expressionsIn(text)) {
      if (typeof found === 'string' || found.kind !== 'output') continue;
      const source = placedOf(on, found.name);
      if (!source) continue;
      const isItself = source.step.name === step.name;
      if (isItself || (source.top !== top && !after.get(source.top)?.has(top)))
        on.err(
          'unset-output',
          place,
          `{{ ${found.text} }} has no value here: ${found.name} does not run before ${step.name}`,
        );
    }
}

/** Tells of outputs of the execution that come of steps which never run, or that give nothing. */
function lintReports(on: Linted): void {
  const unreached = new Set(unreachableOf(on.runbook.steps));
  const list = on.whole.members.get('outputs');
  for (const [index, output] of on.runbook.outputs.entries()) {
    const name = output.split('.')[0]!;
    const place = (list?.is === 'list' ? list.items[index] : undefined) ?? on.whole;
    if (unreached.has(name)) on.err('unset-output', place, `the step ${name} never runs: this output is never set`);
  }
}
