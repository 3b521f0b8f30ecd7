import { type Command, jsonOption } from '../command.ts';
import { contactArn, lastOf } from '../names.ts';
import { json } from '../table.ts';

/** Who in Slack a person is. */

export const linkSlack: Command = {
  name: 'contacts link-slack',
  positionals: ['CONTACT'],
  options: { json: jsonOption },
  summary: 'a code with which somebody in Slack says that they are this person',
  help: `
Prints a code, this once: whoever types \`/muster link CODE\` in Slack acts as this person there, by buttons and commands. It is
good once, for 15 minutes. CONTACT is an alias or ARN.

  muster contacts link-slack ana`,
  async run({ io, client }, given) {
    const contact = lastOf(await contactArn(client(), given.positionals[0]!));
    const made = (await client().api('createSlackCode', { params: { contact } })).body;
    io.out(given.flag('json') ? json(made) : `${made.code}\n`);
    io.err(`In Slack, within 15 minutes: /muster link ${made.code}\n`);
    return undefined;
  },
};

export const unlinkSlack: Command = {
  name: 'contacts unlink-slack',
  positionals: ['CONTACT'],
  options: {},
  summary: 'let nobody in Slack be this person',
  help: `
From then on whoever was linked is asked to link again. CONTACT is an alias or ARN.

  muster contacts unlink-slack ana`,
  async run({ io, client }, given) {
    const contact = lastOf(await contactArn(client(), given.positionals[0]!));
    await client().api('unlinkSlack', { params: { contact } });
    io.err(`Nobody in Slack is ${contact} any more.\n`);
    return undefined;
  },
};
