import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ssmIncidentsExtension } from '#wire/services/ssm-incidents/extension';
import { ssmIncidents } from '#wire/services/ssm-incidents/service';
import type { Command } from '../command.ts';
import { CliFault } from '../fault.ts';
import type { Io } from '../io.ts';

export const installExtension: Command = {
  name: 'aws install-extension',
  positionals: [],
  options: {
    print: { type: 'boolean', about: 'print it and write nothing' },
    remove: { type: 'boolean', about: 'take it away again' },
    force: { type: 'boolean', about: 'replace or remove a file that is not what Muster would write' },
  },
  summary: 'teach the AWS CLI Muster’s own words: severity, list-incidents, resolution plans',
  help: `
The AWS CLI refuses what it does not know before it asks anybody. This writes a model extension, which \`aws\` and boto3
merge over their own model of ssm-incidents: \`severity\` in place of \`impact\`, \`list-incidents\`, and the members that
Muster adds. It goes to ~/.aws/models, or to the first folder of AWS_DATA_PATH. Nothing else of the AWS CLI changes, and
AWS itself refuses those words as before.

  muster aws install-extension
  muster aws install-extension --print
  muster aws install-extension --remove`,
  async run({ io }, given) {
    const text = `${JSON.stringify(ssmIncidentsExtension(), null, 2)}\n`;
    if (given.flag('print')) io.out(text);
    else if (given.flag('remove')) remove(io, text, given.flag('force'));
    else install(io, text, given.flag('force'));
    return undefined;
  },
};

/** Where botocore looks for it. */
function extensionPath(env: Io['env']): string {
  const home = env['HOME'] || homedir();
  const named = (env['AWS_DATA_PATH'] ?? '').split(delimiter).find((folder) => folder !== '');
  const folder = named?.replace(/^~(?=\/|$)/, home) ?? join(home, '.aws', 'models');
  return join(folder, ssmIncidents.signingName, ssmIncidents.apiVersion, 'service-2.sdk-extras.json');
}

function install(io: Io, text: string, force: boolean): void {
  const path = extensionPath(io.env);
  const was = read(path);
  if (was !== undefined && was !== text && !force) throw foreign(path, was, 'replaces it');
  if (was !== text) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  io.out(`${path}\n`);
  const done =
    was === undefined ? 'It is written' : was === text ? 'It was there already' : 'What was there is replaced';
  io.err(`${done}: \`aws ssm-incidents list-incidents\` works against Muster.\n`);
}

function remove(io: Io, text: string, force: boolean): void {
  const path = extensionPath(io.env);
  const was = read(path);
  if (was !== undefined && was !== text && !isOurs(was) && !force) throw foreign(path, was, 'removes it');
  rmSync(path, { force: true });
  io.out(`${path}\n`);
  io.err(was === undefined ? 'There was none.\n' : 'It is removed.\n');
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether some version of Muster wrote it. */
const isOurs = (text: string) => /^\s*\{\s*"version": 1,\s*"from": "muster",/.test(text);

function foreign(path: string, was: string, does: string): CliFault {
  const whose = isOurs(was) ? 'another version of Muster, or changed since' : 'somebody else';
  return new CliFault(
    'refused',
    `${path} is there already, of ${whose}, and is left as it is`,
    `\`--force\` ${does}; \`--print\` shows Muster’s own, to merge them by hand.`,
  );
}
