import type { Client } from '../client.ts';
import { type Command, type Given, jsonOption, type Option } from '../command.ts';
import { usage } from '../fault.ts';
import { readText } from '../files.ts';
import { listPlans } from '../names.ts';
import { listOwnRunbooks } from '../own-lists.ts';
import { each } from '../paging.ts';
import { json, listed, plain } from '../table.ts';

/** Runbooks as documents: their texts and versions. */

const versionOption: Option = {
  type: 'string',
  value: 'VERSION',
  about: 'a version’s number, or $LATEST; the default one unless given',
};
const formatOption: Option = {
  type: 'string',
  value: 'FORMAT',
  about: 'yaml or json; unless given, what the name of the file ends in, and else yaml',
  choices: ['yaml', 'json'],
};

export const listRunbooks: Command = {
  name: 'runbooks list',
  positionals: [],
  options: { json: jsonOption },
  summary: 'the runbooks there are, and the plans that start them',
  help: `
Lists the runbooks of the account and those that come with Muster, each with its default and its latest version.

  muster runbooks list`,
  async run({ io, client }, given) {
    const found = await listOwnRunbooks(client());
    if (given.flag('json')) {
      io.out(json(found));
      return undefined;
    }
    const plans = await plansByRunbook(client());
    const rows = found.map(({ name, owner, defaultVersion, latestVersion }) => [
      name,
      owner,
      String(defaultVersion),
      String(latestVersion),
      (plans.get(name) ?? []).join(', '),
    ]);
    listed(io, ['RUNBOOK', 'OWNER', 'DEFAULT', 'LATEST', 'PLANS'], rows, 'There are no runbooks.');
    return undefined;
  },
};

/** Plans by the runbook that they start. */
async function plansByRunbook(client: Client): Promise<Map<string, string[]>> {
  const plans = await each(await listPlans(client), ({ arn }) => client.call('GetResponsePlan', { arn }));
  const found = new Map<string, string[]>();
  for (const { name, actions } of plans)
    for (const { ssmAutomation } of actions ?? []) {
      const runbook = ssmAutomation?.documentName?.split('/').at(-1)?.split(':')[0];
      if (runbook !== undefined) found.set(runbook, [...(found.get(runbook) ?? []), name]);
    }
  return found;
}

export const getRunbook: Command = {
  name: 'runbooks get',
  positionals: ['RUNBOOK'],
  options: { version: versionOption, json: jsonOption },
  summary: 'the text of a runbook',
  help: `
Prints the text of a runbook as it was given; with --json also what is known of it.

  muster runbooks get AWSIncidents-CriticalIncidentRunbookTemplate > ours.yaml`,
  async run({ io, client }, given) {
    const { body } = await client().api('getRunbook', asked(given));
    io.out(given.flag('json') ? json(body) : whole(body.content));
    return undefined;
  },
};

export const putRunbook: Command = {
  name: 'runbooks put',
  positionals: ['RUNBOOK', 'FILE'],
  options: {
    format: formatOption,
    'version-name': { type: 'string', value: 'NAME', about: 'a name for the version' },
    'keep-default': { type: 'boolean', about: 'the version that runs where none is named stays what it is' },
    json: jsonOption,
  },
  summary: 'make a runbook, or give it a further version',
  help: `
Checks the text and stores it as a version, which is the default from then on. A text that cannot run is refused, with every
fault and its line; what the linter says beside that is told. The text of the latest version again changes nothing.

  muster runbooks put restart-web restart-web.yaml
  muster runbooks put restart-web - --keep-default < restart-web.yaml`,
  async run({ io, client }, given) {
    const body = {
      ...textOf(given, given.positionals[1]!),
      makeDefault: !given.flag('keep-default'),
      ...(given.text('version-name') === undefined ? {} : { versionName: given.text('version-name')! }),
    };
    const made = (await client().api('putRunbook', { params: { name: given.positionals[0]! }, body })).body;
    io.out(given.flag('json') ? json(made) : `${made.name} version ${made.version}\n`);
    if (!given.flag('json')) io.err(findingLines(made.findings));
    return undefined;
  },
};

export const runbookVersions: Command = {
  name: 'runbooks versions',
  positionals: ['RUNBOOK'],
  options: { json: jsonOption },
  summary: 'the versions of a runbook, newest first',
  help: `
Lists the newest 100 versions of a runbook.

  muster runbooks versions restart-web`,
  async run({ io, client }, given) {
    const asking = { params: { name: given.positionals[0]! }, query: { limit: 100 } };
    const { items } = (await client().api('listRunbookVersions', asking)).body;
    const rows = items.map(({ version, versionName, isDefault, format, createdAt, createdBy }) => [
      String(version),
      isDefault ? 'default' : '',
      versionName ?? '',
      format,
      createdAt,
      createdBy ?? 'shipped',
    ]);
    if (given.flag('json')) io.out(json(items));
    else listed(io, ['VERSION', '', 'NAME', 'FORMAT', 'MADE', 'BY'], rows, 'There are no versions.');
    return undefined;
  },
};

export const setRunbookDefault: Command = {
  name: 'runbooks default',
  positionals: ['RUNBOOK', 'VERSION'],
  options: {},
  summary: 'which version of a runbook runs where none is named',
  help: `
Makes a version the default: an older one to go back to what was.

  muster runbooks default restart-web 3`,
  async run({ io, client }, given) {
    const [name = '', version = ''] = given.positionals;
    if (!/^[1-9]\d{0,8}$/.test(version)) throw usage(`VERSION: wanted a number, got ${JSON.stringify(version)}`);
    const asking = { params: { name }, body: { version: Number(version) } };
    const { body } = await client().api('setRunbookDefault', asking);
    io.out(`${body.name} version ${body.defaultVersion}\n`);
    return undefined;
  },
};

export const deleteRunbook: Command = {
  name: 'runbooks delete',
  positionals: ['RUNBOOK'],
  options: { version: { ...versionOption, about: 'that version alone, by its number; it must not be the default' } },
  summary: 'delete a runbook, or one version of it',
  help: `
Deletes a runbook with all its versions. Plans that name it stay, and say on each incident's timeline that it is not there.

  muster runbooks delete restart-web
  muster runbooks delete restart-web --version 2`,
  async run({ io, client }, given) {
    await client().api('deleteRunbook', asked(given));
    io.out(`${given.positionals[0]!}\n`);
    return undefined;
  },
};

export const lintRunbook: Command = {
  name: 'runbooks lint',
  positionals: ['FILE'],
  options: { format: formatOption, json: jsonOption },
  summary: 'what is wrong with a runbook’s text',
  help: `
Says what keeps a text from being stored, and what will not work though it can be. - is standard input. Ends with 1 where there
are errors. Nothing is kept.

  muster runbooks lint restart-web.yaml`,
  async run({ io, client }, given) {
    const file = given.positionals[0]!;
    const { findings } = (await client().api('lintRunbookText', { body: textOf(given, file) })).body;
    if (given.flag('json')) io.out(json(findings));
    else io.out(findings.length > 0 ? findingLines(findings, file) : 'Nothing to say.\n');
    return findings.some(({ severity }) => severity === 'error') ? 1 : undefined;
  },
};

export const graphRunbook: Command = {
  name: 'runbooks graph',
  positionals: ['[RUNBOOK]'],
  options: {
    version: versionOption,
    file: { type: 'string', value: 'FILE', about: 'a text that is drawn instead; - is standard input' },
    format: formatOption,
  },
  summary: 'a runbook drawn as a flow chart in Mermaid',
  help: `
Draws the steps of a runbook and how they lead to one another, as text in Mermaid.

  muster runbooks graph restart-web
  muster runbooks graph --file restart-web.yaml`,
  async run({ io, client }, given) {
    const file = given.text('file');
    if ((file === undefined) === (given.positionals[0] === undefined))
      throw usage('graph: wanted RUNBOOK, or --file FILE', '`muster runbooks graph --help` explains it.');
    const drawn =
      file === undefined
        ? await client().api('graphRunbook', asked(given))
        : await client().api('graphRunbookText', { body: textOf(given, file) });
    io.out(drawn.body.mermaid);
    return undefined;
  },
};

interface Finding {
  severity: string;
  path: string;
  line: number;
  column: number;
  message: string;
}

/** As compilers tell it, so that editors find the place. */
const findingLines = (findings: readonly Finding[], file = '') =>
  findings
    .map(({ severity, path, line, column, message }) => {
      const place = `${file}${file ? ':' : ''}${line}:${column}`;
      return `${place}: ${severity}: ${path ? `${path}: ` : ''}${plain(message)}\n`;
    })
    .join('');

const whole = (text: string) =>
  text
    .split('\n')
    .map((line) => line.replace(/[^\P{Cc}\t]/gu, ' '))
    .join('\n');

function asked(given: Given) {
  const version = given.text('version');
  return { params: { name: given.positionals[0]! }, query: version === undefined ? {} : { version } };
}

function textOf(given: Given, file: string): { content: string; format: 'YAML' | 'JSON' } {
  const format = given.text('format') ?? (/\.json$/i.test(file) ? 'json' : 'yaml');
  if (format !== 'yaml' && format !== 'json')
    throw usage(`--format: wanted yaml or json, got ${JSON.stringify(format)}`);
  return { content: readText('file', file), format: format === 'yaml' ? 'YAML' : 'JSON' };
}
