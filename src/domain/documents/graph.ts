import { cut } from '#kernel/text';
import { asText } from './expressions.ts';
import { type Way, waysOf } from './flow.ts';
import type { Condition, Runbook, Step } from './runbook.ts';

const LONGEST_LABEL = 80;

/**
 * A runbook drawn as a flow chart in Mermaid: success is a line, choices have their conditions, failure and cancelling are dotted.
 * What a loop goes round is in a box of its own.
 */
export function graphOf({ steps }: Pick<Runbook, 'steps'>): string {
  const lines = ['flowchart TD', '  start([start])', '  done([end])', `  start --> ${idOf(steps[0]!.name)}`];
  return [...lines, ...drawn(steps, '  ', 'done')].join('\n').concat('\n');
}

function drawn(steps: readonly Step[], indent: string, end: string): string[] {
  const nodes = steps.flatMap((step) => nodeOf(step, indent));
  const byName = new Map(steps.map((step) => [step.name, step]));
  const edges = waysOf(steps).flatMap((way, index, all) => edgeOf(way, nth(way, index, all), byName, end));
  return [...nodes, ...edges.map((edge) => indent + edge)];
}

/** Which of its step's choices a way is. */
const nth = (way: Way, index: number, all: readonly Way[]) =>
  all.slice(0, index).filter(({ from, how }) => from === way.from && how === way.how).length;

function nodeOf(step: Step, indent: string): string[] {
  const label = `"${step.name}<br/>${quoted(step.action)}"`;
  const [open, close] = step.branch ? ['{', '}'] : step.loop ? ['[[', ']]'] : ['[', ']'];
  const node = `${indent}${idOf(step.name)}${open}${label}${close}`;
  if (!step.loop) return [node];
  const inner = step.loop.steps;
  const head = `${indent}subgraph ${idOf(step.name)}_loop["${quoted(loopText(step))}"]`;
  const again = `${indent}  ${idOf(step.name)}_pass([next pass])`;
  const enter = `${indent}${idOf(step.name)} -. each pass .-> ${idOf(inner[0]!.name)}`;
  return [node, head, again, ...drawn(inner, `${indent}  `, `${idOf(step.name)}_pass`), `${indent}end`, enter];
}

function loopText({ name, loop }: Step): string {
  if (loop?.iterators !== undefined) return `${name}: for each of ${asText(loop.iterators)}`;
  return `${name}: while ${loop?.condition ? conditionText(loop.condition) : 'it holds'}`;
}

function edgeOf({ from, to, how }: Way, place: number, byName: ReadonlyMap<string, Step>, end: string): string[] {
  const target = to === undefined ? end : idOf(to);
  const label = {
    next: '',
    default: 'otherwise',
    failure: 'failure',
    cancel: 'cancel',
    choice: choiceText(byName.get(from), place),
  }[how];
  const arrow =
    how === 'failure' || how === 'cancel' ? `-. "${label}" .->` : label ? `-- "${quoted(label)}" -->` : '-->';
  return [`${idOf(from)} ${arrow} ${target}`];
}

const choiceText = (step: Step | undefined, place: number) => {
  const choice = step?.branch?.choices[place];
  return choice ? conditionText(choice.condition) : '';
};

function conditionText(condition: Condition): string {
  if ('and' in condition) return condition.and.map(conditionText).join(' and ');
  if ('or' in condition) return `(${condition.or.map(conditionText).join(' or ')})`;
  if ('not' in condition) return `not ${conditionText(condition.not)}`;
  return `${condition.variable} ${condition.operator} ${asText(condition.value)}`;
}

/** Words of Mermaid (`end`) are no ids. */
const idOf = (name: string) => `s_${name}`;

/** What people wrote, as text that Mermaid takes for nothing else. */
const quoted = (text: string) =>
  cut(text, LONGEST_LABEL).replace(/[^\w .,:/()=…-]/gu, (character) => `#${character.codePointAt(0)};`);
