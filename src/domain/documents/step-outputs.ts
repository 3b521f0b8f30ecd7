import { readSelector, select } from '#kernel/json-path';
import { asText } from './expressions.ts';
import type { Json, Step, StepOutput, ValueType } from './runbook.ts';

/** What there is where a selector finds nothing: empty, and no failure. */
const EMPTY: Readonly<Record<ValueType, Json>> = {
  String: '',
  StringList: [],
  Integer: '',
  Boolean: '',
  StringMap: {},
  MapList: [],
};

/**
 * What the document takes from an action's answer, by the name of the output, each of its type. One that is not of that
 * type is given as it was found, so that nothing is lost.
 */
export function outputsOf(step: Pick<Step, 'outputs'>, response: Json): Record<string, Json> {
  return Object.fromEntries(step.outputs.map((output) => [output.name, outputOf(output, response)]));
}

function outputOf({ selector, type }: StepOutput, response: Json): Json {
  const path = readSelector(selector);
  const found = 'fault' in path ? undefined : (select(response, path) as Json | undefined);
  return found === undefined || found === null ? EMPTY[type] : ofType(found, type);
}

function ofType(value: Json, type: ValueType): Json {
  switch (type) {
    case 'String':
      return asText(value);
    case 'StringList':
      return Array.isArray(value) ? value.map((item: Json) => asText(item)) : [asText(value)];
    case 'MapList':
      return Array.isArray(value) ? value : [value];
    case 'Integer':
      return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
    case 'Boolean':
      return value === 'true' || value === 'True' ? true : value === 'false' || value === 'False' ? false : value;
    case 'StringMap':
      return value;
  }
}
