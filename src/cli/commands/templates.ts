import { type Command, type Given, jsonOption, type Option } from '../command.ts';
import { usage } from '../fault.ts';
import { readObject } from '../files.ts';
import { incidentArn } from '../incident-names.ts';
import { listTemplates } from '../own-lists.ts';
import { json, listed, plain } from '../table.ts';

/** The texts of pages: those of one's own in the place of the built-in ones. */

const CHANNELS = ['EMAIL', 'SMS', 'VOICE', 'CHAT', 'PUSH'] as const;
type Channel = (typeof CHANNELS)[number];
const PARTS = ['subject', 'title', 'text', 'html'] as const;

const plan: Option = { type: 'string', value: 'PLAN', about: 'a response plan’s name; without it, for all plans' };
const partOptions: Record<string, Option> = {
  subject: { type: 'string', value: 'TEXT', about: 'the subject of an e-mail' },
  title: { type: 'string', value: 'TEXT', about: 'the title of a notification' },
  text: { type: 'string', value: 'TEXT', about: 'the text' },
  html: { type: 'string', value: 'TEXT', about: 'the HTML of an e-mail' },
  file: {
    type: 'string',
    value: 'FILE',
    about: 'all of it, as `templates show --json` prints it; - is standard input',
  },
};

export const listTemplatesCommand: Command = {
  name: 'templates list',
  positionals: [],
  options: { json: jsonOption },
  summary: 'the templates for the texts of pages',
  help: `
Lists the texts of your own, those for all plans first. Whatever is not in the list is built in.

  muster templates list`,
  async run({ io, client }, given) {
    const found = await listTemplates(client());
    const rows = found.map(({ channel, plan: of, parts, changedAt }) => [
      channel,
      of ?? 'all',
      Object.keys(parts).join(', '),
      changedAt ?? '',
    ]);
    if (given.flag('json')) io.out(json(found));
    else listed(io, ['CHANNEL', 'PLAN', 'PARTS', 'CHANGED'], rows, 'No template: all texts are the built-in ones.');
    return undefined;
  },
};

export const showTemplate: Command = {
  name: 'templates show',
  positionals: ['CHANNEL'],
  options: { plan, json: jsonOption },
  summary: 'a template, or that there is none',
  help: `
Shows the texts of your own for one kind of message: ${CHANNELS.join(', ')}.

  muster templates show EMAIL
  muster templates show SMS --plan payments`,
  async run({ io, client }, given) {
    const found = (await client().api('getTemplate', asked(given))).body;
    if (given.flag('json')) io.out(json(found));
    else io.out(sections(found.parts));
    if (!found.custom) io.err('There is no such template: the texts are those for all plans, or built in.\n');
    return undefined;
  },
};

export const setTemplate: Command = {
  name: 'templates set',
  positionals: ['CHANNEL'],
  options: { plan, ...partOptions, json: jsonOption },
  summary: 'put texts of your own in the place of the built-in ones',
  help: `
Replaces the whole template; a part that is not given is built in from then on. What stands in double braces is filled in, such as
{{incident.title}}, {{alarm.reason}}, {{event.detail.state.value}}; a wrong one is refused, naming the nearest. Code and link always
follow a text message whole, and the keys what is said on the phone; an e-mail's text and HTML need {{ack.link}} or {{code}}.

  muster templates set SMS --text "{{incident.title}}: {{alarm.reason}}"
  muster templates set EMAIL --plan payments --subject "[{{incident.severityWord}}] {{incident.title}}"`,
  async run({ io, client }, given) {
    const parts = partsOf(given);
    if (!parts) throw usage('nothing to set: give --text or another part, or --file', HINT);
    const made = (await client().api('setTemplate', { ...asked(given), body: { parts } })).body;
    io.out(given.flag('json') ? json(made) : `${made.channel}\n`);
    if (!made.sends) io.err(`It is kept; this Muster sends no messages of the kind ${made.channel} yet.\n`);
    return undefined;
  },
};

export const resetTemplate: Command = {
  name: 'templates reset',
  positionals: ['CHANNEL'],
  options: { plan },
  summary: 'go back to the built-in texts',
  help: `
Takes a template away. From then on the texts are those for all plans, or built in.

  muster templates reset EMAIL --plan payments`,
  async run({ io, client }, given) {
    await client().api('resetTemplate', asked(given));
    io.out(`${channelOf(given)}\n`);
    io.err('The template is gone.\n');
    return undefined;
  },
};

export const previewTemplate: Command = {
  name: 'templates preview',
  positionals: ['CHANNEL'],
  options: {
    plan,
    ...partOptions,
    incident: { type: 'string', value: 'INCIDENT', about: 'an incident to fill it with; without it, an example' },
    json: jsonOption,
  },
  summary: 'what a page would read like; nothing is sent or kept',
  help: `
Shows the texts of a page: those given here, or else those that are stored or built in. Code and link are examples.

  muster templates preview SMS
  muster templates preview SMS --text "{{incident.title}}: {{alarm.reason}}" --incident "Payment API latency"`,
  async run({ io, client }, given) {
    const parts = partsOf(given);
    const named = given.text('incident');
    const incidentId = named === undefined ? undefined : (await incidentArn(client(), named)).split('/').at(-1)!;
    const body = {
      channel: channelOf(given),
      ...planOf(given),
      ...(parts ? { parts } : {}),
      ...(incidentId === undefined ? {} : { incidentId }),
    };
    const shown = (await client().api('previewTemplate', { body })).body;
    if (given.flag('json')) io.out(json(shown));
    else io.out(sections(shown.texts));
    if (shown.fault !== null) io.err(`The template would not be used for this incident: ${shown.fault}\n`);
    return undefined;
  },
};

const HINT = '`muster templates set --help` explains it.';

const asked = (given: Given) => ({ params: { channel: channelOf(given) }, query: planOf(given) });

function planOf(given: Given): { plan?: string } {
  const name = given.text('plan');
  return name === undefined ? {} : { plan: name };
}

function channelOf(given: Given): Channel {
  const word = given.positionals[0]!.toUpperCase();
  const found = CHANNELS.find((one) => one === word);
  if (found) return found;
  throw usage(`CHANNEL: wanted ${CHANNELS.join(', ')}, got ${JSON.stringify(given.positionals[0])}`, HINT);
}

/** The parts that are given, options before the file's; undefined where there are none. */
function partsOf(given: Given): Record<string, string> | undefined {
  const path = given.text('file');
  const filed = path === undefined ? {} : filedParts(path);
  const own = PARTS.flatMap((name) => {
    const text = given.text(name);
    return text === undefined ? [] : [[name, text] as const];
  });
  const all = { ...filed, ...Object.fromEntries(own) };
  return Object.keys(all).length > 0 ? all : undefined;
}

/** As `templates show --json` prints it, or its parts alone. */
function filedParts(path: string): Record<string, string> {
  const read = readObject('file', path);
  const parts = (typeof read['parts'] === 'object' && read['parts'] ? read['parts'] : read) as Record<string, unknown>;
  const wrong = Object.entries(parts).find(([, text]) => typeof text !== 'string');
  if (wrong) throw usage(`--file: ${wrong[0]}: wanted a text, got ${typeof wrong[1]}`);
  return parts as Record<string, string>;
}

/** Of one part its text alone, of several each under its name. */
function sections(parts: Readonly<Record<string, string>>): string {
  const all = Object.entries(parts);
  if (all.length === 1) return shown(all[0]![1]);
  return all.map(([name, text]) => `--- ${name}\n${shown(text)}`).join('');
}

/** Its lines, without what would steer a terminal. */
const shown = (text: string) => text.split('\n').map(plain).join('\n').concat('\n');
