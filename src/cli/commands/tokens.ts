import { type Command, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { json, table } from '../table.ts';

/** Bearer tokens of the native API. */

const SCOPES = ['read', 'write'] as const;

export const createToken: Command = {
  name: 'tokens create',
  positionals: ['NAME'],
  options: {
    scope: { type: 'string', value: 'SCOPE', about: 'read, or write, which includes reading; write unless given' },
    days: { type: 'string', value: 'DAYS', about: 'for how many days it is good, 1 to 3650; 90 unless given' },
    json: jsonOption,
  },
  summary: 'make a bearer token for the native API',
  help: `
Prints the token, this once: the server keeps only its hash. Whoever has it acts as tokens/NAME.

  muster tokens create laptop --scope read
  curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:4560/api/v1/incidents`,
  async run({ io, client }, given) {
    const [name] = given.positionals;
    const scope = given.text('scope') ?? 'write';
    const days = Number(given.text('days') ?? 90);
    const known = SCOPES.find((each) => each === scope);
    if (!known) throw usage(`--scope: wanted read or write, got ${JSON.stringify(scope)}`);
    if (!Number.isInteger(days))
      throw usage(`--days: wanted a whole number, got ${JSON.stringify(given.text('days'))}`);
    const body = { name: name!, scopes: [known], expiresInDays: days };
    const made = (await client().api('createToken', { body })).body;
    io.out(given.flag('json') ? json(made) : `${made.secret}\n`);
    io.err(`It is shown this once. To take it back: muster tokens revoke ${made.token.id}\n`);
    return undefined;
  },
};

export const listTokens: Command = {
  name: 'tokens list',
  positionals: [],
  options: { json: jsonOption },
  summary: 'list the bearer tokens of the account',
  help: `
Newest first, the revoked ones too. No secret is shown.

  muster tokens list`,
  async run({ io, client }, given) {
    const { api } = client();
    const first = (await api('listTokens', { query: { limit: 100 } })).body;
    const tokens = [...first.items];
    for (let { next } = first; next !== null; ) {
      const page = (await api('listTokens', { query: { limit: 100, cursor: next } })).body;
      tokens.push(...page.items);
      next = page.next;
    }
    const rows = tokens.map(({ id, name, scopes, expiresAt, lastUsedAt, revokedAt }) => {
      return [id, name, scopes.join(', '), revokedAt ? 'revoked' : (expiresAt ?? 'never'), lastUsedAt ?? 'never'];
    });
    io.out(given.flag('json') ? json(tokens) : table(['ID', 'NAME', 'SCOPES', 'EXPIRES', 'LAST USED'], rows));
    return undefined;
  },
};

export const revokeToken: Command = {
  name: 'tokens revoke',
  positionals: ['TOKEN'],
  options: {},
  summary: 'revoke a bearer token, at once and for ever',
  help: `
From then on it is refused on every node. It stays in the list.

  muster tokens revoke 01890000-0000-7000-8000-000000000000`,
  async run({ client }, given) {
    await client().api('revokeToken', { params: { tokenId: given.positionals[0]! } });
    return undefined;
  },
};
