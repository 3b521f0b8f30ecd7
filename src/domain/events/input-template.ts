import { type JsonPath, readPath, valueAt } from '#kernel/json-path';
import { count, cut, messageOf } from '#kernel/text';

/** What a target gets in the place of the event: a text into which values of the event are put (aws-behaviour.md 4.5). */
export interface InputTransformer {
  /** Variable → path into the event. */
  paths: Readonly<Record<string, string>>;
  template: string;
}

/** What the variables of Muster's and AWS's own stand for. */
export interface TransformedEvent {
  /** The envelope. */
  event: object;
  ruleName: string;
  ruleArn: string;
  ingestedAt: Date;
}

type Piece = { text: string } | { variable: string; quoted: boolean };

const MOST_PATHS = 100;
const NAME = /^[A-Za-z0-9_-]{1,256}$/;
const VARIABLE = /<([A-Za-z0-9_.-]{1,256})>/y;

/** Their texts are put in as JSON values and never within quotes. */
const WHOLE = { event: 'aws.events.event', json: 'aws.events.event.json' } as const;
const OWN: Readonly<Record<string, (of: TransformedEvent) => unknown>> = {
  'aws.events.rule-arn': ({ ruleArn }) => ruleArn,
  'aws.events.rule-name': ({ ruleName }) => ruleName,
  'aws.events.event.ingestion-time': ({ ingestedAt }) => `${ingestedAt.toISOString().slice(0, 19)}Z`,
  [WHOLE.event]: ({ event }) => ({ ...event, detail: undefined }),
  [WHOLE.json]: ({ event }) => event,
};

/** What is wrong with a transformer, in words; undefined when it can be used. */
export function transformerFault({ paths, template }: InputTransformer): string | undefined {
  const names = Object.keys(paths);
  if (names.length > MOST_PATHS) return `InputPathsMap: wanted at most ${MOST_PATHS} variables, got ${names.length}`;
  for (const [name, path] of Object.entries(paths)) {
    if (!NAME.test(name) || name.startsWith('AWS'))
      return `InputPathsMap: wanted names of letters, digits, '_' and '-' that do not begin with AWS, got ${JSON.stringify(name)}`;
    const read = readPath(path);
    if ('fault' in read) return `InputPathsMap.${name}: ${read.fault}`;
  }
  return templateFault(piecesOf(template), new Set(names));
}

function templateFault(pieces: Piece[], names: ReadonlySet<string>): string | undefined {
  const variables = pieces.flatMap((piece) => ('variable' in piece ? [piece] : []));
  const unknown = variables.filter(({ variable }) => !names.has(variable) && !Object.hasOwn(OWN, variable));
  if (unknown.length > 0) {
    const told = [...new Set(unknown.map(({ variable }) => `<${variable}>`))].slice(0, 10).join(', ');
    return `InputTemplate: ${told} ${unknown.length === 1 ? 'is' : 'are'} not in InputPathsMap, which has ${count(names.size, 'variable')}`;
  }
  const within = variables.find(
    ({ variable, quoted }) => quoted && (variable === WHOLE.event || variable === WHOLE.json),
  );
  if (within) return `InputTemplate: <${within.variable}> is a JSON value and cannot stand within quotes`;
  const tried = pieces.map((piece) => ('text' in piece ? piece.text : piece.quoted ? '' : 'null')).join('');
  return isJsonOrLines(tried)
    ? undefined
    : `InputTemplate: wanted JSON or a quoted text, with variables in the place of values or within quotes: ${jsonFault(tried)}`;
}

/** What a target gets. A path that leads nowhere puts in nothing, as AWS does, whatever becomes of the JSON. */
export function transformed({ paths, template }: InputTransformer, of: TransformedEvent): string {
  const values = new Map<string, unknown>();
  for (const [name, path] of Object.entries(paths)) values.set(name, valueAt(of.event, readPath(path) as JsonPath));
  return piecesOf(template)
    .map((piece) => {
      if ('text' in piece) return piece.text;
      const own = Object.hasOwn(OWN, piece.variable) ? OWN[piece.variable] : undefined;
      const value = own ? own(of) : values.get(piece.variable);
      if (value === undefined) return '';
      return piece.quoted && typeof value === 'string' ? value : JSON.stringify(value);
    })
    .join('');
}

/** Reads a template in one pass: what stands as it is, and variables, each within quotes or not. */
function piecesOf(template: string): Piece[] {
  const pieces: Piece[] = [];
  let quoted = false;
  let from = 0;
  for (let at = 0; at < template.length; at += 1) {
    const character = template[at];
    if (character === '\\' && quoted) at += 1;
    else if (character === '"') quoted = !quoted;
    else if (character === '<') {
      VARIABLE.lastIndex = at;
      const [whole, variable] = VARIABLE.exec(template) ?? [];
      if (whole === undefined) continue;
      if (at > from) pieces.push({ text: template.slice(from, at) });
      pieces.push({ variable: variable!, quoted });
      from = at + whole.length;
      at = from - 1;
    }
  }
  if (from < template.length) pieces.push({ text: template.slice(from) });
  return pieces;
}

/** JSON; or several lines, each a quoted text. */
function isJsonOrLines(text: string): boolean {
  if (jsonFault(text) === undefined) return true;
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.length > 1 && lines.every((line) => line.trim().startsWith('"') && jsonFault(line) === undefined);
}

export function jsonFault(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return cut(messageOf(error), 120);
  }
}
