import { nearest } from '#kernel/nearest';
import { cut } from '#kernel/text';
import { expressionsIn, type Reference } from './expressions.ts';
import { circlesOf } from './flow.ts';
import { GLOBALS, PSEUDO_PARAMETERS } from './lookup.ts';
import type { StepRead, StepsReading } from './read-steps.ts';
import type { Reading } from './reading.ts';
import type { Runbook } from './runbook.ts';
import type { Source } from './source.ts';

type Declared = Pick<Runbook, 'parameters' | 'variables'>;

/** Tells of every expression that names nothing which the document has. */
export function checkReferences(on: StepsReading, declared: Declared): void {
  for (const { at, text, loops } of on.texts)
    for (const found of expressionsIn(text)) {
      const fault =
        typeof found === 'string'
          ? 'wanted a parameter, step.Output, variable:name, global:NAME or automation:EXECUTION_ID'
          : referenceFault(on, declared, found, loops);
      if (fault) on.tell(at, `{{ ${cut(typeof found === 'string' ? found : found.text, 80)} }}: ${fault}`);
    }
}

function referenceFault(
  on: StepsReading,
  { parameters, variables }: Declared,
  found: Reference,
  loops: readonly string[],
) {
  const { kind, name } = found;
  switch (kind) {
    case 'ssm':
      return "Parameter Store is read only in a parameter's default; declare a parameter with it";
    case 'global':
      return GLOBALS.some((known) => known === name) ? undefined : `wanted one of ${GLOBALS.join(', ')}`;
    case 'automation':
      return name === 'EXECUTION_ID' ? undefined : 'wanted automation:EXECUTION_ID';
    case 'variable':
      return Object.hasOwn(variables, name) ? undefined : none('variable', name, Object.keys(variables));
    case 'parameter': {
      const known = [...Object.keys(parameters), ...PSEUDO_PARAMETERS];
      return known.includes(name) ? undefined : none('parameter', name, Object.keys(parameters));
    }
    case 'output': {
      const step = on.steps.find((each) => each.step.name === name);
      if (step) return outputFault(step, found.output!, loops);
      if (Object.hasOwn(parameters, name)) return undefined;
      return none(
        'step',
        name,
        on.steps.map((each) => each.step.name),
      );
    }
  }
}

function none(what: string, name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return `there is no ${what} ${name}${meant ? `; did you mean ${meant}?` : `; the document has ${known.join(', ') || 'none'}`}`;
}

function outputFault({ step, facts }: StepRead, output: string, loops: readonly string[]): string | undefined {
  if (!facts) return undefined;
  if (step.action === 'aws:loop' && output === 'CurrentIteratorValue') {
    if (!step.loop || step.loop.iterators === undefined) return 'that loop goes through no Iterators';
    return loops.includes(step.name) ? undefined : 'it has a value only within the steps of that loop';
  }
  const known = [...facts.outputs, ...step.outputs.map(({ name }) => name)];
  if (known.includes(output)) return undefined;
  const has = known.length === 0 ? `${step.action} gives none by itself` : `it has ${known.join(', ')}`;
  return `the step ${step.name} has no output ${output}; ${has}; declare it under the step's outputs with a Selector`;
}

/** Tells of jumps to where nothing is, of onCancel to what may not clean up, and of circles without an end. */
export function checkFlow(on: Reading, steps: readonly StepRead[]): void {
  const byName = new Map(steps.map((read) => [read.step.name, read]));
  for (const { jumps, facts, at } of steps) {
    for (const { to, at: place, how } of jumps) {
      const target = byName.get(to);
      if (!target) on.tell(place, jumpFault(to, [...byName.keys()]));
      else if (how === 'onCancel' && target.facts?.isNoCleanUp)
        on.tell(place, `wanted a step that cleans up in two minutes; ${target.step.action} is not taken by onCancel`);
    }
    const onCancel = facts?.hasNoOnCancel && at.is === 'map' ? at.members.get('onCancel') : undefined;
    if (onCancel) on.tell(onCancel, `is not known to ${facts!.name}; leave it out`);
  }
  // Where names are twice or lead nowhere, circles are not what is wrong.
  if (byName.size === steps.length && steps.every(({ jumps }) => jumps.every(({ to }) => byName.has(to))))
    for (const { way, names } of circlesOf(steps.map(({ step }) => step))) {
      const from = byName.get(way.from)!;
      const place: Source = from.jumps.find(({ to }) => to === way.to)?.at ?? from.at;
      on.tell(place, `leads round for ever: ${names.join(' → ')}; use aws:loop to do things again`);
    }
}

function jumpFault(to: string, known: readonly string[]): string {
  const meant = nearest(to, known);
  return `there is no step ${JSON.stringify(cut(to, 80))} beside this one${meant ? `; did you mean ${meant}?` : `; there are ${known.join(', ')}`}`;
}

/** What the execution reports at its end: `step` or `step.Output`. */
export function checkOutputs(on: StepsReading, outputs: readonly { at: Source; text: string }[]): void {
  for (const { at, text } of outputs) {
    const [name, output] = text.split('.');
    const step = on.steps.find((each) => each.step.name === name);
    if (!step)
      on.tell(
        at,
        none(
          'step',
          name!,
          on.steps.map((each) => each.step.name),
        ),
      );
    else {
      const fault = output === undefined ? undefined : outputFault(step, output, []);
      if (fault) on.tell(at, fault);
    }
  }
}
