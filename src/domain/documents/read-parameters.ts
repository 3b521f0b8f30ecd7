import { expressionsIn } from './expressions.ts';
import {
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
import type { Json, Parameter, Variable } from './runbook.ts';
import { jsonOf, type MapSource, type Source } from './source.ts';
import { constraintFault, converted, patternFault, VALUE_TYPES, valueTypeOf } from './values.ts';

const NAME = /^[A-Za-z0-9_]{1,50}$/;
const PARAMETER_MEMBERS = [
  ...['type', 'description', 'default', 'allowedValues', 'allowedPattern', 'displayType'],
  ...['minItems', 'maxItems', 'minChars', 'maxChars'],
];
const LARGEST_COUNT = 100_000;
const TYPES = `one of ${VALUE_TYPES.join(', ')}, or an AWS type such as AWS::EC2::Instance::Id or List<AWS::EC2::Instance::Id>`;

/** What a run is given. Defaults are held against type and constraints; those that are stored elsewhere, at the start. */
export function readParameters(on: Reading, source: Source): Record<string, Parameter> {
  return readEach(on, source, (name, definition) => {
    onlyKnown(on, definition, PARAMETER_MEMBERS);
    const parameter = readParameter(on, definition);
    if (parameter) readDefault(on, name, parameter, definition);
    return parameter;
  });
}

/** What steps change while it runs. */
export function readVariables(on: Reading, source: Source): Record<string, Variable> {
  return readEach(on, source, (_name, definition) => {
    onlyKnown(on, definition, PARAMETER_MEMBERS);
    const read = readParameter(on, definition);
    if (!read) return undefined;
    readDefault(on, _name, read, definition);
    return { type: read.type, ...(read.default === undefined ? {} : { default: read.default }) };
  });
}

function readEach<T>(on: Reading, source: Source, read: (name: string, map: MapSource) => T | undefined) {
  const found: [string, T][] = [];
  for (const [name, member] of asMap(on, source)?.members ?? []) {
    if (!NAME.test(name)) on.tell(member, `wanted a name of 1–50 letters, digits and _, got ${JSON.stringify(name)}`);
    const map = asMap(on, member, 'a map with type, and perhaps default');
    const made = map && read(name, map);
    if (made) found.push([name, made]);
  }
  return Object.fromEntries(found);
}

function readParameter(on: Reading, map: MapSource): Parameter | undefined {
  const typeSource = needed(on, map, 'type');
  const writtenType = typeSource && asText(on, typeSource, TYPES);
  const type = writtenType === undefined ? undefined : valueTypeOf(writtenType);
  if (typeSource && writtenType !== undefined && !type) on.tell(typeSource, `wanted ${TYPES}, got ${got(typeSource)}`);
  const read = {
    description: optional(map, 'description', (member) => asText(on, member)),
    allowedValues: optional(map, 'allowedValues', (member) => asList(on, member)?.items.map(jsonOf)),
    allowedPattern: optional(map, 'allowedPattern', (member) => readPattern(on, member)),
    minItems: optional(map, 'minItems', (member) => asWhole(on, member, 0, LARGEST_COUNT)),
    maxItems: optional(map, 'maxItems', (member) => asWhole(on, member, 0, LARGEST_COUNT)),
    minChars: optional(map, 'minChars', (member) => asWhole(on, member, 0, LARGEST_COUNT)),
    maxChars: optional(map, 'maxChars', (member) => asWhole(on, member, 0, LARGEST_COUNT)),
  };
  optional(map, 'displayType', (member) => asOneOf(on, member, ['textfield', 'textarea']));
  checkOrder(on, map, 'minItems', read.minItems, 'maxItems', read.maxItems);
  checkOrder(on, map, 'minChars', read.minChars, 'maxChars', read.maxChars);
  if (!type) return undefined;
  const present = Object.entries(read).filter(([, value]) => value !== undefined);
  return { type, writtenType: writtenType!, ...Object.fromEntries(present) };
}

function readPattern(on: Reading, source: Source): string | undefined {
  const pattern = asText(on, source, 'a regular expression');
  const fault = pattern === undefined ? undefined : patternFault(pattern);
  if (fault === undefined) return pattern;
  on.tell(source, fault);
  return undefined;
}

function checkOrder(on: Reading, map: MapSource, lower: string, min = 0, upper = '', max = LARGEST_COUNT): void {
  if (min > max) on.tell(map.members.get(lower)!, `wanted at most ${upper} (${max}), got ${min}`);
}

/** Stores the default with the parameter. `{{ ssm:name }}` is known only when it starts; nothing else is filled in here. */
function readDefault(on: Reading, name: string, parameter: Parameter, map: MapSource): void {
  const source = map.members.get('default');
  if (!source) return;
  const found = textsIn(source).flatMap(({ at, text }) => expressionsIn(text).map((reference) => ({ at, reference })));
  const other = found.find(({ reference }) => typeof reference === 'string' || reference.kind !== 'ssm');
  const written: Json = jsonOf(source);
  if (other) on.tell(other.at, 'wanted a value; of expressions a default takes only {{ ssm:name }}');
  if (found.length > 0) {
    parameter.default = written;
    return;
  }
  const value = converted(parameter.type, written);
  const fault =
    value === undefined
      ? `wanted a value of type ${parameter.writtenType}, got ${got(source)}`
      : constraintFault(name, parameter, value);
  if (fault !== undefined) on.tell(source, fault);
  if (value !== undefined) parameter.default = value;
}
