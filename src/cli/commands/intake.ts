import { type Command, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { readJson, readObject, readText } from '../files.ts';
import { listIntakeKeys } from '../own-lists.ts';
import { json, listed } from '../table.ts';

/** Keys with which other systems bring alerts. */

/** Those of the server's room, for completion; a server of another version may have others. */
export const SOURCES = [
  ...['alertmanager', 'grafana', 'pagerduty', 'opsgenie', 'datadog', 'sentry', 'zabbix', 'uptime-kuma', 'site24x7'],
  ...['cloudevents', 'json', 'email'],
];

export const createIntakeKey: Command = {
  name: 'intake create-key',
  positionals: [],
  options: {
    source: { type: 'string', value: 'SOURCE', about: 'from what system alerts come', choices: SOURCES },
    name: { type: 'string', value: 'NAME', about: 'which sender of that source; alerts are told apart by it' },
    mapping: {
      type: 'string',
      value: 'FILE',
      about: 'how a payload of your own becomes alerts, as JSON; - is standard input',
    },
    'signing-secret-file': {
      type: 'string',
      value: 'FILE',
      about: 'a file with the secret with which the sender signs',
    },
    json: jsonOption,
  },
  summary: 'make a key with which another system brings alerts',
  help: `
Prints the key, this once: the server keeps only its hash. Whoever has it can bring alerts of that source, and nothing else.

  muster intake create-key --source alertmanager
  muster intake create-key --source alertmanager --name staging
  muster intake create-key --source json --name backups --mapping backups.json
  muster intake create-key --source sentry --signing-secret-file sentry.secret`,
  async run({ io, client }, given) {
    const source = given.text('source');
    if (source === undefined) throw usage('--source: wanted from what system alerts come, e.g. --source alertmanager');
    const name = given.text('name');
    const file = given.text('signing-secret-file');
    const body = {
      source,
      ...(name === undefined ? {} : { name }),
      ...mappingIn(given.text('mapping')),
      ...(file === undefined ? {} : { signingSecret: readText('signing-secret-file', file).trim() }),
    };
    const made = (await client().api('createIntakeKey', { body })).body;
    io.out(given.flag('json') ? json(made) : `${made.secret}\n`);
    io.err(`It is shown this once. To take it back: muster intake revoke-key ${made.key.id}\n`);
    return undefined;
  },
};

/** The server judges what stands in it. */
const mappingIn = (file: string | undefined) => (file === undefined ? {} : { mapping: readObject('mapping', file) });

export const listKeys: Command = {
  name: 'intake keys',
  positionals: [],
  options: { json: jsonOption },
  summary: 'list the keys with which other systems bring alerts',
  help: `
Newest first, the revoked ones too. No key is shown.

  muster intake keys`,
  async run({ io, client }, given) {
    const keys = await listIntakeKeys(client());
    const rows = keys.map(({ id, source, name, createdAt, lastUsedAt, revokedAt }) => [
      ...[id, source, name, revokedAt ? 'revoked' : createdAt, lastUsedAt ?? 'never'],
    ]);
    if (given.flag('json')) io.out(json(keys));
    else listed(io, ['ID', 'SOURCE', 'NAME', 'MADE', 'LAST USED'], rows, 'None. Make one: muster intake create-key');
    return undefined;
  },
};

export const revokeIntakeKey: Command = {
  name: 'intake revoke-key',
  positionals: ['KEY'],
  options: {},
  summary: 'revoke an intake key, for ever',
  help: `
Within two seconds it is refused on every node. It stays in the list.

  muster intake revoke-key 01890000-0000-7000-8000-000000000000`,
  async run({ client }, given) {
    await client().api('revokeIntakeKey', { params: { keyId: given.positionals[0]! } });
    return undefined;
  },
};

export const testIntake: Command = {
  name: 'intake test',
  positionals: [],
  options: {
    source: { type: 'string', value: 'SOURCE', about: 'from what system it would come', choices: SOURCES },
    payload: { type: 'string', value: 'FILE', about: 'what the sender would send, as JSON; - is standard input' },
    mapping: { type: 'string', value: 'FILE', about: 'how it becomes alerts, of the sources json and cloudevents' },
    json: jsonOption,
  },
  summary: 'show what alerts would be made of a payload; nothing is stored',
  help: `
  muster intake test --source json --mapping backups.json --payload sample.json
  muster intake test --source grafana --payload sample.json --json`,
  async run({ io, client }, given) {
    const [source, payload] = [given.text('source'), given.text('payload')];
    if (source === undefined || payload === undefined)
      throw usage('wanted --source and --payload, e.g. --source json --payload sample.json');
    const body = { source, payload: readJson('payload', payload), ...mappingIn(given.text('mapping')) };
    const shown = (await client().api('previewIntake', { body })).body;
    const rows = shown.alerts.map(({ status, fingerprint, labels, annotations }) => [
      ...[status, fingerprint ?? '(its labels)', pairs(labels), pairs(annotations)],
    ]);
    if (given.flag('json')) io.out(json(shown));
    else listed(io, ['STATUS', 'FINGERPRINT', 'LABELS', 'ANNOTATIONS'], rows, 'It would be taken, and is no alert.');
    return undefined;
  },
};

const pairs = (texts: Record<string, string>) =>
  Object.entries(texts)
    .map(([name, text]) => `${name}=${text}`)
    .join(' ');
