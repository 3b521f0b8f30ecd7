import { expressionsIn } from './expressions.ts';
import { type Linted, placeOf } from './linted.ts';
import { PSEUDO_PARAMETERS } from './lookup.ts';
import { textsIn } from './reading.ts';

/** Parameters and variables that nothing uses. */
export function lintNames(on: Linted): void {
  const used = { parameter: new Set<string>(PSEUDO_PARAMETERS), variable: new Set<string>() };
  for (const member of ['assumeRole', 'mainSteps']) {
    const source = on.whole.members.get(member);
    for (const { text } of source ? textsIn(source) : [])
      for (const found of expressionsIn(text)) {
        if (typeof found === 'string') continue;
        if (found.kind === 'variable') used.variable.add(found.name);
        // A member of a map parameter reads as an output does.
        if (found.kind === 'parameter' || found.kind === 'output') used.parameter.add(found.name);
      }
  }
  const changed = new Set(
    on.steps.map(({ step }) => (step.action === 'aws:updateVariable' ? variableOf(step.inputs) : '')),
  );
  const places = (member: string) => on.whole.members.get(member);
  for (const name of Object.keys(on.runbook.parameters)) {
    const map = places('parameters');
    if (used.parameter.has(name) || map?.is !== 'map') continue;
    on.warn('unused-parameter', placeOf(map, name), `the parameter ${name} is used nowhere; use it, or take it out`);
  }
  for (const name of Object.keys(on.runbook.variables)) {
    const map = places('variables');
    if (map?.is !== 'map') continue;
    if (!used.variable.has(name))
      on.warn(
        'unused-variable',
        placeOf(map, name),
        `the variable ${name} is read nowhere; use {{ variable:${name} }}, or take it out`,
      );
    else if (!changed.has(name))
      on.warn(
        'unchanged-variable',
        placeOf(map, name),
        `no step changes the variable ${name}; aws:updateVariable does, or make it a parameter`,
      );
  }
}

const variableOf = (inputs: Readonly<Record<string, unknown>>) =>
  String(inputs['Name'] ?? '').replace(/^variable:/, '');
