import { expressionsIn, type Reference } from './expressions.ts';
import type { Json, Parameter, Runbook } from './runbook.ts';
import { constraintFault, converted, shown } from './values.ts';

/** The values that an execution begins with, or what is wrong with those that were given. */
export type ParameterValues = { ok: true; values: Record<string, Json> } | { ok: false; fault: string };

/** The names of Parameter Store from which defaults are taken: `{{ ssm:name }}`. */
export function storedNamesOf({ parameters }: Pick<Runbook, 'parameters'>): string[] {
  const references = Object.values(parameters).flatMap((parameter) => storedIn(parameter.default));
  return [...new Set(references.map(({ name }) => name))];
}

function storedIn(value: Json | undefined): Reference[] {
  const texts = (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');
  return texts
    .flatMap(expressionsIn)
    .filter((found): found is Reference => typeof found !== 'string' && found.kind === 'ssm');
}

/**
 * What a run is given, as StartAutomationExecution has it (each value a list of texts; of a map its JSON), made into values
 * of the declared types and held against their constraints. `stored` answers with a value of Parameter Store.
 */
export function parameterValues(
  { parameters }: Pick<Runbook, 'parameters'>,
  given: Readonly<Record<string, readonly string[]>>,
  stored: (name: string) => string | undefined = () => undefined,
): ParameterValues {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(parameters, name));
  if (unknown.length > 0) return { ok: false, fault: unknownText(unknown, Object.keys(parameters)) };
  const values: Record<string, Json> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const texts = given[name];
    const found = texts === undefined ? defaultOf(name, parameter, stored) : givenOf(name, parameter, texts);
    if ('fault' in found) return { ok: false, fault: found.fault };
    values[name] = found.value;
  }
  return { ok: true, values };
}

function unknownText(unknown: readonly string[], known: readonly string[]): string {
  const wanted = known.length === 0 ? 'it declares none' : `it declares ${known.join(', ')}`;
  return `Parameters [${unknown.join(', ')}] are not declared by the document; ${wanted}.`;
}

type Found = { value: Json } | { fault: string };

function givenOf(name: string, parameter: Parameter, texts: readonly string[]): Found {
  const value = ofTexts(parameter, texts);
  if (value === undefined) {
    const what = texts.length === 1 ? `"${shown(name, texts[0]!)}"` : `${texts.length} values`;
    return { fault: `Parameter "${name}" wants a value of type ${parameter.writtenType}, got ${what}.` };
  }
  const fault = constraintFault(name, parameter, value);
  return fault === undefined ? { value } : { fault };
}

function ofTexts({ type }: Parameter, texts: readonly string[]): Json | undefined {
  if (type === 'StringList') return converted(type, texts);
  // A list of maps comes as one JSON text, or as one for each.
  if (type === 'MapList' && !(texts.length === 1 && /^\s*\[/.test(texts[0]!))) return converted(type, texts);
  return texts.length === 1 ? converted(type, texts[0]!) : undefined;
}

function defaultOf(name: string, parameter: Parameter, stored: (name: string) => string | undefined): Found {
  if (parameter.default === undefined) return { fault: `Missing required parameter: ${name} in user inputs.` };
  const references = storedIn(parameter.default);
  if (references.length === 0) return { value: parameter.default };
  const missing = references.find((reference) => stored(reference.name) === undefined);
  if (missing)
    return {
      fault: `Parameter "${name}" takes its default from ssm:${missing.name}, which does not exist; store it first.`,
    };
  const fill = (text: string) =>
    text.replace(/\{\{\s*ssm:([\w./-]+)\s*\}\}/g, (_whole, key: string) => stored(key) ?? '');
  const filled = Array.isArray(parameter.default)
    ? parameter.default.map((item) => fill(String(item)))
    : [fill(String(parameter.default))];
  const texts = parameter.type === 'StringList' ? filled.flatMap((text) => text.split(',')) : filled;
  return givenOf(name, parameter, texts);
}
