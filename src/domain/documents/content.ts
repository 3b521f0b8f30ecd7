import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { Refusal } from '#kernel/refusal';
import { asText } from './expressions.ts';
import { type Fault, faultsText } from './fault.ts';
import { checkCommand } from './read-command.ts';
import { runbookOf } from './read-runbook.ts';
import type { Json, Runbook } from './runbook.ts';
import { type Format, jsonOf, LARGEST_DOCUMENT, readSource } from './source.ts';

export type DocumentFormat = Format | 'TEXT';

/** A parameter as descriptions of documents tell it. */
export interface ParameterFacts {
  name: string;
  type: 'String' | 'StringList';
  description?: string;
  default?: string;
}

/** What is known of a text once it has been taken. */
export interface ContentFacts {
  hash: string;
  schemaVersion?: string;
  description?: string;
  parameters: readonly ParameterFacts[];
}

/** Documents that are no programs, and that may be any text. */
const TEXTS = [
  'CloudFormation',
  'ApplicationConfiguration',
  'ProblemAnalysis',
  'ProblemAnalysisTemplate',
  'ChangeCalendar',
];

/**
 * Checks a document's text as its type wants it. Runbooks are checked whole, Command documents lightly, others for being
 * what their format says. Refuses with AWS's codes; the message has every fault with its line.
 */
export function checkContent(type: string, format: DocumentFormat, content: string): ContentFacts {
  const size = Buffer.byteLength(content);
  if (size > LARGEST_DOCUMENT)
    throw refused('MaxDocumentSizeExceeded', `The document has ${size} bytes; at most ${LARGEST_DOCUMENT} are taken.`);
  const hash = createHash('sha256').update(content).digest('hex');
  if (format === 'TEXT') {
    if (TEXTS.includes(type)) return { hash, parameters: [] };
    throw refused('InvalidDocumentContent', `A document of type ${type} is YAML or JSON; TEXT is not taken.`);
  }
  const read = readSource(content, format);
  if ('faults' in read) throw badContent(read.faults);
  const value = jsonOf(read.source);
  const schemaVersion = memberOf(value, 'schemaVersion');
  checkSchema(type, schemaVersion);
  if (type === 'Automation') {
    const runbook = runbookOf(read.source);
    if (!runbook.ok) throw badContent(runbook.faults);
    return { hash, schemaVersion: '0.3', ...factsOf(runbook.runbook) };
  }
  const faults = type === 'Command' ? checkCommand(read.source) : [];
  if (faults.length > 0) throw badContent(faults);
  const description = memberOf(value, 'description');
  return {
    hash,
    ...(schemaVersion !== undefined && /^\d+\.\d+$/.test(schemaVersion) ? { schemaVersion } : {}),
    ...(description === undefined ? {} : { description }),
    parameters: type === 'Command' ? commandParameters(value) : [],
  };
}

/** The text in another format; as it stands where it is in that one already. */
export function inFormat(content: string, from: DocumentFormat, to: DocumentFormat): string {
  if (from === to || from === 'TEXT' || to === 'TEXT') return content;
  const read = readSource(content, from);
  if ('faults' in read) throw new Error(`a stored document cannot be read: ${faultsText(read.faults)}`);
  const value = jsonOf(read.source);
  return to === 'JSON' ? JSON.stringify(value, null, 2) : stringify(value, { lineWidth: 0 });
}

const SCHEMAS: Readonly<Record<string, readonly string[]>> = {
  Automation: ['0.3'],
  Command: ['1.2', '2.0', '2.2'],
};

function checkSchema(type: string, version: string | undefined): void {
  const wanted = SCHEMAS[type];
  if (!wanted || version === undefined || wanted.includes(version)) return;
  throw refused(
    'InvalidDocumentSchemaVersion',
    `A document of type ${type} has schemaVersion ${wanted.join(', ')}; this one has ${version}.`,
  );
}

const refused = (code: string, message: string) => new Refusal('validation', message, { code });

function badContent(faults: readonly Fault[]): Refusal {
  return refused('InvalidDocumentContent', faultsText(faults));
}

function memberOf(value: Json, name: string): string | undefined {
  const member = isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return typeof member === 'string' || typeof member === 'number' ? String(member) : undefined;
}

const isMap = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function factsOf({ description, parameters }: Runbook): Pick<ContentFacts, 'description' | 'parameters'> {
  const facts = Object.entries(parameters).map(
    ([name, parameter]): ParameterFacts => ({
      name,
      type: parameter.type === 'StringList' ? 'StringList' : 'String',
      ...(parameter.description === undefined ? {} : { description: parameter.description }),
      ...(parameter.default === undefined ? {} : { default: asText(parameter.default) }),
    }),
  );
  return { ...(description === undefined ? {} : { description }), parameters: facts };
}

function commandParameters(value: Json): ParameterFacts[] {
  const parameters = isMap(value) ? value['parameters'] : undefined;
  return Object.entries(isMap(parameters) ? parameters : {}).flatMap(([name, parameter]) => {
    if (!isMap(parameter)) return [];
    const description = memberOf(parameter, 'description');
    return [
      {
        name,
        type: memberOf(parameter, 'type') === 'StringList' ? ('StringList' as const) : ('String' as const),
        ...(description === undefined ? {} : { description }),
        ...(parameter['default'] === undefined ? {} : { default: asText(parameter['default']) }),
      },
    ];
  });
}
