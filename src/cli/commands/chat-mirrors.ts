import { type Command, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { lastOf, onCallSubject } from '../names.ts';
import { json, listed } from '../table.ts';

/** What outside is kept as who is on call. */

export const listMirrors: Command = {
  name: 'chat mirrors',
  positionals: [],
  options: { json: jsonOption },
  summary: 'what outside is kept as who is on call',
  help: `
Lists the user groups in Slack and the webhooks that are told who is on call, with what is wrong of each.

  muster chat mirrors`,
  async run({ io, client }, given) {
    const { mirrors } = (await client().api('listOnCallMirrors', {})).body;
    const rows = mirrors.map(({ id, kind, target, of, toldAt, fault }) => [
      id,
      kind,
      target,
      lastOf(of),
      toldAt ?? 'not yet',
      fault ?? '',
    ]);
    const hint = 'Nothing. `muster chat mirror` keeps a user group in Slack as who is on call.';
    if (given.flag('json')) io.out(json(mirrors));
    else listed(io, ['ID', 'KIND', 'TARGET', 'OF', 'TOLD', 'FAULT'], rows, hint);
    return undefined;
  },
};

export const mirrorOnCall: Command = {
  name: 'chat mirror',
  positionals: ['ROTA'],
  options: {
    'slack-group': { type: 'string', value: 'ID', about: 'a user group in Slack, by its id' },
    webhook: { type: 'string', value: 'ADDRESS', about: 'instead of it: an address that is told of each change' },
    json: jsonOption,
  },
  summary: 'keep a user group in Slack, or a webhook, as who is on call',
  help: `
The user group has those who are on call as its members, so that whoever mentions it reaches them; the webhook gets a signed POST at
each change. ROTA is a rotation or an on-call schedule. Prints the mirror's id, and of a webhook the secret that its messages are
signed with, this once.

  muster chat mirror primary --slack-group S0614TZR7
  muster chat mirror primary --webhook https://hooks.example.com/oncall`,
  async run({ io, client }, given) {
    const [slackGroup, webhook] = [given.text('slack-group'), given.text('webhook')];
    if ((slackGroup === undefined) === (webhook === undefined))
      throw usage('Give --slack-group, or --webhook, and not both.');
    const body = {
      of: await onCallSubject(client(), given.positionals[0]!),
      ...(slackGroup === undefined ? {} : { slackGroup }),
      ...(webhook === undefined ? {} : { webhook }),
    };
    const made = (await client().api('addOnCallMirror', { body })).body;
    const { mirror, secret } = made;
    io.out(given.flag('json') ? json(made) : [mirror.id, ...(secret ? [secret] : []), ''].join('\n'));
    if (secret) io.err('The secret is shown this once. docs/webhooks.md says how to check signatures with it.\n');
    return undefined;
  },
};

export const unmirror: Command = {
  name: 'chat unmirror',
  positionals: ['MIRROR'],
  options: {},
  summary: 'keep it as who is on call no more; it stays as it is',
  help: `
MIRROR is the id that \`muster chat mirrors\` shows.

  muster chat unmirror 01a20c56-24ac-7399-b1a6-867dbabd3098`,
  async run({ io, client }, given) {
    await client().api('removeOnCallMirror', { params: { mirrorId: given.positionals[0]! } });
    io.err('It is told no more who is on call.\n');
    return undefined;
  },
};
