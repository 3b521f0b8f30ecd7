import { type ActionTable, knownActions } from './actions.ts';
import type { Fault } from './fault.ts';
import { readParameters, readVariables } from './read-parameters.ts';
import { checkFlow, checkOutputs, checkReferences } from './read-references.ts';
import { readSteps, type StepRead, type StepsReading } from './read-steps.ts';
import { asList, asMap, asText, createReading, got, needed, onlyKnown, optional, textsIn } from './reading.ts';
import type { Runbook } from './runbook.ts';
import { type Format, type MapSource, readSource, type Source } from './source.ts';

/** A runbook, or everything that is wrong with it. */
export type RunbookRead = { ok: true; runbook: Runbook } | { ok: false; faults: readonly Fault[] };

const MEMBERS = [
  ...['schemaVersion', 'description', 'assumeRole', 'parameters', 'variables', 'mainSteps', 'outputs', 'files'],
];
const MOST_OUTPUTS = 200;
const MOST_PARAMETERS = 200;

/**
 * Reads and checks a runbook's text (schema 0.3). All faults are told at once, 50 at most, each with its line, column and
 * path; of a text that cannot be read as YAML or JSON, only that.
 */
export function readRunbook(text: string, format: Format, actions: ActionTable = knownActions): RunbookRead {
  const read = readSource(text, format);
  if ('faults' in read) return { ok: false, faults: read.faults };
  return runbookOf(read.source, actions);
}

/** The same of parts that have been read. */
export function runbookOf(source: Source, actions: ActionTable = knownActions): RunbookRead {
  const reading = createReading();
  const on: StepsReading = { ...reading, actions, steps: [], texts: [] };
  const map = asMap(on, source, 'a runbook: a map with schemaVersion and mainSteps');
  const runbook = map && readWhole(on, map);
  const faults = on.faults.toSorted((one, other) => one.line - other.line || one.column - other.column);
  return runbook && faults.length === 0 ? { ok: true, runbook } : { ok: false, faults };
}

function readWhole(on: StepsReading, map: MapSource): Runbook | undefined {
  onlyKnown(on, map, MEMBERS);
  const version = needed(on, map, 'schemaVersion');
  if (version && asText(on, version) !== '0.3')
    on.tell(version, `wanted '0.3', the schema of runbooks, got ${got(version)}`);
  const description = optional(map, 'description', (member) => asText(on, member));
  const assumeRole = optional(map, 'assumeRole', (member) => readRole(on, member));
  const parameters = optional(map, 'parameters', (member) => readParameters(on, member)) ?? {};
  if (Object.keys(parameters).length > MOST_PARAMETERS)
    on.tell(map.members.get('parameters')!, `wanted at most ${MOST_PARAMETERS} parameters; join some as a StringMap`);
  const variables = optional(map, 'variables', (member) => readVariables(on, member)) ?? {};
  const main = needed(on, map, 'mainSteps');
  const steps = main ? readSteps(on, main, []) : [];
  const outputs = optional(map, 'outputs', (member) => readOutputs(on, member)) ?? [];
  optional(map, 'files', (member) => asMap(on, member, 'a map of attached files'));
  checkFlows(on, steps);
  checkReferences(on, { parameters, variables });
  checkVariables(on, Object.keys(variables));
  checkOutputs(on, outputs);
  return {
    ...(description === undefined ? {} : { description }),
    ...(assumeRole === undefined ? {} : { assumeRole }),
    parameters,
    variables,
    steps: steps.map(({ step }) => step),
    outputs: outputs.map(({ text }) => text),
  };
}

function readRole(on: StepsReading, source: Source): string | undefined {
  if (source.is === 'scalar' && source.value === null) return undefined;
  const role = asText(on, source, "a role's ARN or an expression");
  if (role !== undefined && role !== '' && !role.includes('{{') && !/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(role))
    on.tell(source, `wanted a role's ARN (arn:aws:iam::123456789012:role/NAME) or an expression, got ${got(source)}`);
  on.texts.push(...textsIn(source).map((text) => ({ ...text, loops: [] })));
  return role;
}

/** Each list of steps is a flow of its own: the document's, and that of every loop. */
function checkFlows(on: StepsReading, main: readonly StepRead[]): void {
  checkFlow(on, main);
  const inner = Map.groupBy(
    on.steps.filter(({ loops }) => loops.length > 0),
    ({ loops }) => loops.join('/'),
  );
  for (const steps of inner.values()) checkFlow(on, steps);
}

function checkVariables(on: StepsReading, known: readonly string[]): void {
  for (const { step, at } of on.steps) {
    const name = step.action === 'aws:updateVariable' ? String(step.inputs['Name'] ?? '') : '';
    const variable = /^variable:([A-Za-z0-9_]+)$/.exec(name)?.[1];
    if (variable === undefined || known.includes(variable)) continue;
    const inputs = at.is === 'map' ? at.members.get('inputs') : undefined;
    const place = inputs?.is === 'map' ? inputs.members.get('Name') : undefined;
    on.tell(place ?? at, `there is no variable ${variable}; declare it under variables`);
  }
}

function readOutputs(on: StepsReading, source: Source): { at: Source; text: string }[] {
  const list = asList(on, source, 'a list of step or step.Output');
  if (list && list.items.length > MOST_OUTPUTS) on.tell(list, `wanted at most ${MOST_OUTPUTS} outputs`);
  return (list?.items ?? []).flatMap((at) => {
    const text = asText(on, at, 'step or step.Output');
    if (text === undefined) return [];
    const plain = /^(?:\{\{\s*)?([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)?)(?:\s*\}\})?$/.exec(text)?.[1];
    if (plain === undefined) on.tell(at, `wanted step or step.Output, got ${got(at)}`);
    return plain === undefined ? [] : [{ at, text: plain }];
  });
}
