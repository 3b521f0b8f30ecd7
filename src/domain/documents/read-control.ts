import { OPERATORS } from './conditions.ts';
import { soleReference } from './expressions.ts';
import type { Jump, StepRead } from './read-steps.ts';
import { asList, asMap, asOneOf, asText, asWhole, got, needed, onlyKnown, optional, type Reading } from './reading.ts';
import type { Choice, Condition, Loop, Step } from './runbook.ts';
import { jsonOf, type MapSource, type Source } from './source.ts';

/** AWS's bounds: passes of a loop, and how deep conditions lie within one another is bounded by the document's own depth. */
export const MOST_ITERATIONS = 100;

/** What `aws:branch` chooses among. */
export function readBranch(on: Reading, inputs: MapSource): { branch?: NonNullable<Step['branch']>; jumps: Jump[] } {
  const jumps: Jump[] = [];
  const list = optional(inputs, 'Choices', (member) => asList(on, member, 'a list of choices'));
  if (list?.items.length === 0) on.tell(list, 'wanted one choice at least, got none');
  const choices = (list?.items ?? []).flatMap((item): Choice[] => {
    const map = asMap(on, item, 'a choice: a map with NextStep, Variable and an operator');
    const at = map && needed(on, map, 'NextStep');
    const nextStep = at && asText(on, at, 'the name of a step');
    if (at && nextStep !== undefined) jumps.push({ to: nextStep, at, how: 'branch' });
    const condition = map && readCondition(on, map, ['NextStep']);
    return nextStep !== undefined && condition ? [{ nextStep, condition }] : [];
  });
  const fallback = inputs.members.get('Default');
  const otherwise = fallback && asText(on, fallback, 'the name of a step');
  if (fallback && otherwise !== undefined) jumps.push({ to: otherwise, at: fallback, how: 'branch' });
  if (choices.length === 0) return { jumps };
  return { branch: { choices, ...(otherwise === undefined ? {} : { otherwise }) }, jumps };
}

/** What `aws:loop` goes round. `readInner` reads its steps, in a scope of their own. */
export function readLoop(on: Reading, inputs: MapSource, readInner: () => StepRead[]): Loop | undefined {
  const iterators = optional(inputs, 'Iterators', (member) => readIterators(on, member));
  const iteratorType = optional(inputs, 'IteratorDataType', (member) =>
    asOneOf(on, member, ['String', 'Boolean', 'Integer', 'StringMap'] as const),
  );
  const conditionMap = optional(inputs, 'LoopCondition', (member) => asMap(on, member, 'a condition'));
  const condition = conditionMap && readCondition(on, conditionMap, []);
  const maxIterations = optional(inputs, 'MaxIterations', (member) => readMaximum(on, member));
  if (conditionMap && !inputs.members.has('MaxIterations'))
    on.tell(conditionMap, `wanted MaxIterations (1 to ${MOST_ITERATIONS}) beside LoopCondition, which is missing`);
  const steps = readInner();
  if (steps.length === 0) return undefined;
  return {
    steps: steps.map(({ step }) => step),
    ...(iterators === undefined ? {} : { iterators, iteratorType: iteratorType ?? 'String' }),
    ...(condition ? { condition } : {}),
    ...(maxIterations === undefined ? {} : { maxIterations }),
  };
}

function readIterators(on: Reading, source: Source) {
  const value = jsonOf(source);
  if (typeof value === 'string' && soleReference(value)) return value;
  if (!Array.isArray(value)) {
    on.tell(source, `wanted a list, or one expression that is a list, got ${got(source)}`);
    return undefined;
  }
  if (value.length > MOST_ITERATIONS)
    on.tell(source, `wanted at most ${MOST_ITERATIONS} values to go through, got ${value.length}`);
  return value;
}

function readMaximum(on: Reading, source: Source) {
  const value = jsonOf(source);
  if (typeof value === 'string' && soleReference(value)) return value;
  return asWhole(on, source, 1, MOST_ITERATIONS);
}

/** A condition: And, Or, Not, or a variable with one operator. `beside`: other members that the map may have. */
function readCondition(on: Reading, map: MapSource, beside: readonly string[]): Condition | undefined {
  const known = ['And', 'Or', 'Not', 'Variable', ...OPERATORS];
  // What is misspelt was meant for one of these: that it is missing is no second fault.
  if (!onlyKnown(on, map, [...beside, ...known])) return undefined;
  const kinds = ['And', 'Or', 'Not', 'Variable'].filter((name) => map.members.has(name));
  if (kinds.length !== 1) {
    const found = kinds.length === 0 ? 'none of them' : kinds.join(' and ');
    on.tell(map, `wanted one of Variable with an operator, And, Or, Not; got ${found}`);
    return undefined;
  }
  const [kind] = kinds;
  const source = map.members.get(kind!)!;
  if (kind === 'Variable') return readComparison(on, map, source);
  const operator = OPERATORS.find((name) => map.members.has(name));
  if (operator) on.tell(map.members.get(operator)!, `wanted the operator within ${kind}, beside its Variable`);
  if (kind === 'Not') {
    const inner = asMap(on, source, 'a condition');
    const not = inner && readCondition(on, inner, []);
    return not && { not };
  }
  const list = asList(on, source, 'a list of conditions');
  if (list?.items.length === 0) on.tell(list, 'wanted one condition at least, got none');
  const parts = (list?.items ?? []).flatMap((item) => {
    const inner = asMap(on, item, 'a condition');
    return (inner && readCondition(on, inner, [])) ?? [];
  });
  return kind === 'And' ? { and: parts } : { or: parts };
}

function readComparison(on: Reading, map: MapSource, source: Source): Condition | undefined {
  const variable = asText(on, source, 'an expression such as {{ step.Output }}');
  const operators = OPERATORS.filter((name) => map.members.has(name));
  if (operators.length !== 1) {
    const found = operators.length === 0 ? 'none' : operators.join(' and ');
    on.tell(map, `wanted one operator of ${OPERATORS.join(', ')}; got ${found}`);
    return undefined;
  }
  if (variable === undefined) return undefined;
  if (!soleReference(variable) && !variable.includes('{{'))
    on.tell(source, `wanted an expression such as {{ step.Output }}, got ${got(source)}, which never changes`);
  const operator = operators[0]!;
  const value = map.members.get(operator)!;
  checkValue(on, operator, value);
  return { variable, operator, value: jsonOf(value) };
}

function checkValue(on: Reading, operator: string, source: Source): void {
  const text = source.is === 'scalar' ? String(source.value) : undefined;
  if (text === undefined) on.tell(source, `wanted one value to compare with, got ${got(source)}`);
  if (text === undefined || text.includes('{{')) return;
  if (operator.startsWith('Numeric') && !/^-?\d+(\.\d+)?$/.test(text))
    on.tell(source, `wanted a number to compare with, got ${got(source)}`);
  if (operator.startsWith('Boolean') && !/^(true|false)$/i.test(text))
    on.tell(source, `wanted true or false to compare with, got ${got(source)}`);
}
