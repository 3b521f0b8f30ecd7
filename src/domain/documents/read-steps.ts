import { readSelector } from '#kernel/json-path';
import { nearest } from '#kernel/nearest';
import type { ActionFacts, ActionTable } from './actions.ts';
import { readBranch, readLoop } from './read-control.ts';
import { checkInputs } from './read-inputs.ts';
import {
  asFlag,
  asList,
  asMap,
  asOneOf,
  asText,
  asWhole,
  got,
  needed,
  onlyKnown,
  optional,
  type Reading,
  textsIn,
} from './reading.ts';
import type { OnCancel, OnFailure, Step, StepOutput } from './runbook.ts';
import { jsonOf, type MapSource, type Source } from './source.ts';
import { VALUE_TYPES, valueTypeOf } from './values.ts';

/** A place from which the document leads to a step. */
export interface Jump {
  to: string;
  at: Source;
  how: 'nextStep' | 'onFailure' | 'onCancel' | 'branch';
}

/** A step with what is still to be checked of it. */
export interface StepRead {
  step: Step;
  at: Source;
  /** Absent: its action is not known. */
  facts?: ActionFacts;
  jumps: readonly Jump[];
  /** The loops that it is in, by name, the outermost first. */
  loops: readonly string[];
}

export interface StepsReading extends Reading {
  readonly actions: ActionTable;
  /** Every step so far, those within loops included. */
  readonly steps: StepRead[];
  /** Texts in which expressions may stand. */
  readonly texts: { at: Source; text: string; loops: readonly string[] }[];
}

const MEMBERS = [
  ...['name', 'action', 'description', 'inputs', 'outputs', 'maxAttempts', 'timeoutSeconds', 'onFailure', 'onCancel'],
  ...['isEnd', 'nextStep', 'isCritical'],
];
const NAME = /^[A-Za-z0-9_]{1,128}$/;
const MOST_ATTEMPTS = 1000;
/** AWS's bound on the time of an execution, in seconds: 30 days. */
const LONGEST = 2_592_000;

/** The steps of a document or of a loop, in order; each list is a flow of its own. */
export function readSteps(on: StepsReading, source: Source, loops: readonly string[]): StepRead[] {
  const list = asList(on, source, 'a list of steps');
  if (list?.items.length === 0) on.tell(list, 'wanted one step at least, got none');
  return (list?.items ?? []).flatMap((item) => {
    const map = asMap(on, item, 'a step: a map with name, action and inputs');
    const read = map && readStep(on, map, loops);
    return read ? [read] : [];
  });
}

function readStep(on: StepsReading, map: MapSource, loops: readonly string[]): StepRead | undefined {
  onlyKnown(on, map, MEMBERS);
  const name = readName(on, map);
  const actionSource = needed(on, map, 'action');
  const action = actionSource && asText(on, actionSource);
  const facts = action === undefined ? undefined : on.actions.get(action);
  if (actionSource && action !== undefined && !facts) tellUnknown(on, actionSource, action);
  const common = readCommon(on, map);
  const jumps = jumpsOf(map, common);
  const inputs = map.members.get('inputs');
  const inputMap = inputs && asMap(on, inputs);
  if (facts) checkInputs(on, facts, inputMap, map);
  if (name === undefined || action === undefined) return undefined;
  const read: StepRead = {
    step: { name, action, inputs: {}, ...common },
    at: map,
    ...(facts ? { facts } : {}),
    jumps,
    loops,
  };
  on.steps.push(read);
  const { control, controlJumps } = readControl(on, read, inputMap, loops);
  read.jumps = [...jumps, ...controlJumps];
  read.step = { ...read.step, ...control };
  return read;
}

/** What `branch` and `loop` hold; of the others, their inputs as they are written. */
function readControl(on: StepsReading, { step }: StepRead, inputs: MapSource | undefined, loops: readonly string[]) {
  if (!inputs) return { control: {}, controlJumps: [] };
  if (step.action === 'aws:branch') {
    on.texts.push(...textsIn(inputs).map((text) => ({ ...text, loops })));
    const { branch, jumps } = readBranch(on, inputs);
    return { control: branch ? { branch } : {}, controlJumps: jumps };
  }
  if (step.action === 'aws:loop') {
    const { Steps, ...others } = Object.fromEntries(inputs.members);
    const within = [...loops, step.name];
    on.texts.push(...Object.values(others).flatMap((member) => textsIn(member).map((text) => ({ ...text, loops }))));
    const loop = readLoop(on, inputs, () => (Steps ? readSteps(on, Steps, within) : []));
    return { control: loop ? { loop } : {}, controlJumps: [] };
  }
  on.texts.push(...textsIn(inputs).map((text) => ({ ...text, loops })));
  return { control: { inputs: jsonOf(inputs) as Step['inputs'] }, controlJumps: [] };
}

function readName(on: StepsReading, map: MapSource): string | undefined {
  const source = needed(on, map, 'name');
  const name = source && asText(on, source);
  if (!source || name === undefined) return undefined;
  if (!NAME.test(name)) on.tell(source, `wanted a name of letters, digits and _, got ${got(source)}`);
  const other = on.steps.find(({ step }) => step.name === name);
  if (other) on.tell(source, `wanted a name of its own, but the step of line ${other.at.line} is called ${name}, too`);
  return name;
}

function tellUnknown(on: StepsReading, at: Source, action: string): void {
  const known = [...on.actions.keys()];
  const meant = nearest(action, known);
  on.tell(
    at,
    `there is no action ${got(at)}; ${meant ? `did you mean ${meant}?` : `wanted one of ${known.join(', ')}`}`,
  );
}

function readCommon(on: Reading, map: MapSource): Omit<Step, 'name' | 'action' | 'inputs'> {
  const onFailure = optional(map, 'onFailure', (member) => readWay(on, member, ['Abort', 'Continue'])) as
    | OnFailure
    | undefined;
  const onCancel = optional(map, 'onCancel', (member) => readWay(on, member, ['Abort'])) as OnCancel | undefined;
  const isCritical = optional(map, 'isCritical', (member) => asFlag(on, member));
  const isEnd = optional(map, 'isEnd', (member) => asFlag(on, member)) ?? false;
  const nextStep = optional(map, 'nextStep', (member) => asText(on, member, 'the name of a step'));
  const description = optional(map, 'description', (member) => asText(on, member));
  const timeoutSeconds = optional(map, 'timeoutSeconds', (member) => asWhole(on, member, 1, LONGEST));
  if (isEnd && nextStep !== undefined)
    on.tell(map.members.get('nextStep')!, 'wanted nextStep or isEnd: true, got both; leave one out');
  return {
    ...(description === undefined ? {} : { description }),
    outputs: optional(map, 'outputs', (member) => readOutputs(on, member)) ?? [],
    maxAttempts: optional(map, 'maxAttempts', (member) => asWhole(on, member, 1, MOST_ATTEMPTS)) ?? 1,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    onFailure: onFailure ?? { do: 'Abort' },
    onCancel: onCancel ?? { do: 'Abort' },
    isEnd,
    ...(nextStep === undefined ? {} : { nextStep }),
    isCritical: isCritical ?? !(onFailure && 'do' in onFailure && onFailure.do === 'Continue'),
  };
}

function readWay(on: Reading, source: Source, words: readonly string[]): { do: string } | { step: string } | undefined {
  const text = asText(on, source);
  if (text === undefined) return undefined;
  if (words.includes(text)) return { do: text };
  const step = /^step:\s*(\S+)$/.exec(text)?.[1];
  if (step !== undefined) return { step };
  on.tell(source, `wanted ${words.join(', ')} or step:NAME, got ${got(source)}`);
  return undefined;
}

function readOutputs(on: Reading, source: Source): StepOutput[] {
  return (asList(on, source, 'a list of outputs')?.items ?? []).flatMap((item) => {
    const map = asMap(on, item, 'an output: a map with Name, Selector and Type');
    if (!map) return [];
    onlyKnown(on, map, ['Name', 'Selector', 'Type']);
    const [nameSource, selectorSource] = [needed(on, map, 'Name'), needed(on, map, 'Selector')];
    const name = nameSource && asText(on, nameSource);
    const selector = selectorSource && asText(on, selectorSource);
    if (nameSource && name !== undefined && !NAME.test(name))
      on.tell(nameSource, `wanted a name of letters, digits and _, got ${got(nameSource)}`);
    const path = selector === undefined ? [] : readSelector(selector);
    if ('fault' in path) on.tell(selectorSource!, path.fault);
    const type = optional(map, 'Type', (member) => asOneOf(on, member, VALUE_TYPES)) ?? 'String';
    return name === undefined || selector === undefined ? [] : [{ name, selector, type: valueTypeOf(type)! }];
  });
}

function jumpsOf({ members }: MapSource, { nextStep, onFailure, onCancel }: Omit<Step, 'name' | 'action' | 'inputs'>) {
  const jumps: Jump[] = [];
  if (nextStep !== undefined) jumps.push({ to: nextStep, at: members.get('nextStep')!, how: 'nextStep' });
  if ('step' in onFailure) jumps.push({ to: onFailure.step, at: members.get('onFailure')!, how: 'onFailure' });
  if ('step' in onCancel) jumps.push({ to: onCancel.step, at: members.get('onCancel')!, how: 'onCancel' });
  return jumps;
}
