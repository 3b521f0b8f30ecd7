import type { Fault } from './fault.ts';
import { asList, asMap, asText, createReading, needed, optional, type Reading } from './reading.ts';
import type { MapSource, Source } from './source.ts';

/**
 * What is wrong with a Command document (schemas 1.2, 2.0 and 2.2): only its outline is looked at. What its plugins take is known
 * to the agents that run them.
 */
export function checkCommand(source: Source): Fault[] {
  const on = createReading();
  const map = asMap(on, source, 'a Command document: a map with schemaVersion and its steps');
  if (!map) return [...on.faults];
  const version = needed(on, map, 'schemaVersion');
  optional(map, 'parameters', (member) => checkParameters(on, member));
  if (version?.is === 'scalar' && String(version.value) === '1.2') {
    const plugins = needed(on, map, 'runtimeConfig');
    if (plugins) asMap(on, plugins, 'a map of plugins');
  } else {
    const steps = needed(on, map, 'mainSteps');
    if (steps) checkSteps(on, steps);
  }
  return [...on.faults];
}

function checkParameters(on: Reading, source: Source): void {
  for (const parameter of asMap(on, source)?.members.values() ?? []) {
    const map = asMap(on, parameter, 'a map with type');
    if (map) needed(on, map, 'type');
  }
}

function checkSteps(on: Reading, source: Source): void {
  const list = asList(on, source, 'a list of steps');
  if (list?.items.length === 0) on.tell(list, 'wanted one step at least, got none');
  const names = new Set<string>();
  for (const item of list?.items ?? []) {
    const map = asMap(on, item, 'a step: a map with action and name');
    if (map) checkStep(on, map, names);
  }
}

function checkStep(on: Reading, map: MapSource, names: Set<string>): void {
  const [action, nameSource] = [needed(on, map, 'action'), needed(on, map, 'name')];
  if (action) asText(on, action, 'a plugin such as aws:runShellScript');
  const name = nameSource && asText(on, nameSource);
  if (nameSource && name !== undefined && names.has(name))
    on.tell(nameSource, `wanted a name of its own, got ${name} again`);
  if (name !== undefined) names.add(name);
  optional(map, 'inputs', (member) => asMap(on, member));
  optional(map, 'precondition', (member) => checkPrecondition(on, member));
}

/** `StringEquals: [platformType, Linux]`: two texts. */
function checkPrecondition(on: Reading, source: Source): void {
  for (const [, pair] of asMap(on, source, 'a map such as StringEquals: [platformType, Linux]')?.members ?? []) {
    const list = asList(on, pair, 'a list of two texts');
    if (list && list.items.length !== 2) on.tell(list, `wanted two texts to compare, got ${list.items.length}`);
  }
}
