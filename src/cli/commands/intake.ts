import { type Command, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { listIntakeKeys } from '../own-lists.ts';
import { json, listed } from '../table.ts';

/** Keys with which other systems bring alerts. */

/** Those of the server's room, for completion; a server of another version may have others. */
export const SOURCES = ['alertmanager'] as const;

export const createIntakeKey: Command = {
  name: 'intake create-key',
  positionals: [],
  options: {
    source: { type: 'string', value: 'SOURCE', about: 'from what system alerts come', choices: SOURCES },
    name: { type: 'string', value: 'NAME', about: 'which sender of that source; alerts are told apart by it' },
    json: jsonOption,
  },
  summary: 'make a key with which another system brings alerts',
  help: `
Prints the key, this once: the server keeps only its hash. Whoever has it can bring alerts of that source, and nothing else.

  muster intake create-key --source alertmanager
  muster intake create-key --source alertmanager --name staging`,
  async run({ io, client }, given) {
    const source = given.text('source');
    if (source === undefined) throw usage('--source: wanted from what system alerts come, e.g. --source alertmanager');
    const name = given.text('name');
    const made = (await client().api('createIntakeKey', { body: { source, ...(name ? { name } : {}) } })).body;
    io.out(given.flag('json') ? json(made) : `${made.secret}\n`);
    io.err(`It is shown this once. To take it back: muster intake revoke-key ${made.key.id}\n`);
    return undefined;
  },
};

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
