import type { Client } from '../client.ts';
import { type Command, type Context, type Given, jsonOption, type Option } from '../command.ts';
import { channelArn, contactArn, lastOf } from '../names.ts';
import { json } from '../table.ts';

/** Web push, signed webhooks and direct messages in Slack, which the AWS face cannot make. */

/** Which secret a webhook is signed with, where it is not a new one. */
export const secretOption: Option = {
  type: 'string',
  value: 'TEXT',
  about: 'of a webhook: the name or ARN of a secret in Secrets Manager, instead of a new one',
};

const KEEP = 'The secret is shown this once. docs/webhooks.md says how to check signatures with it.\n';

/** A webhook with its secret: its first message, which holds the code, can be checked already. */
export async function addWebhook({ io, client }: Context, given: Given, address: string): Promise<undefined> {
  const contact = lastOf(await contactArn(client(), given.positionals[0]!));
  const body = { name: given.text('name') ?? 'webhook', type: 'webhook', address, sendCode: false } as const;
  const { arn, id: channelId } = (await client().api('createChannel', { params: { contact }, body })).body;
  const params = { contact, channelId };
  const { secret } = await newSecret(client(), params, given.text('secret'));
  const sends = !given.flag('no-code');
  if (sends) await client().api('sendActivationCode', { params });
  io.out(given.flag('json') ? json({ arn, secret }) : [arn, ...(secret ? [secret] : []), ''].join('\n'));
  if (secret) io.err(KEEP);
  if (sends) io.err(`A code was sent: muster contacts activate ${contact} CODE\n`);
  return undefined;
}

/** Direct messages in Slack; the code comes as one. */
export async function addSlack({ io, client }: Context, given: Given, address: string): Promise<undefined> {
  const contact = lastOf(await contactArn(client(), given.positionals[0]!));
  const sendCode = !given.flag('no-code');
  const body = { name: given.text('name') ?? 'slack', type: 'slack', address, sendCode } as const;
  const { arn } = (await client().api('createChannel', { params: { contact }, body })).body;
  io.out(given.flag('json') ? json({ arn }) : `${arn}\n`);
  if (sendCode) io.err(`A code was sent: muster contacts activate ${contact} CODE\n`);
  return undefined;
}

async function newSecret(client: Client, params: { contact: string; channelId: string }, secretArn?: string) {
  const body = secretArn === undefined ? {} : { secretArn };
  return (await client.api('changeSigningSecret', { params, body })).body;
}

export const signingSecret: Command = {
  name: 'contacts channels signing-secret',
  positionals: ['CONTACT', 'CHANNEL'],
  options: { secret: secretOption, json: jsonOption },
  summary: 'give a webhook another signing secret',
  help: `
Makes a new secret and prints it, this once. For a day messages are signed with the one before, too. With \`--secret\` it is one of
Secrets Manager, whose former value counts as well. CONTACT is an alias or ARN, CHANNEL a channel's name, id or ARN.

  muster contacts channels signing-secret ana hook`,
  async run({ io, client }, given) {
    const [named = '', channel = ''] = given.positionals;
    const ContactId = await contactArn(client(), named);
    const channelId = lastOf(await channelArn(client(), ContactId, channel));
    const made = await newSecret(client(), { contact: lastOf(ContactId), channelId }, given.text('secret'));
    if (given.flag('json')) io.out(json(made));
    else if (made.secret) io.out(`${made.secret}\n`);
    if (made.secret) io.err(KEEP);
    if (made.formerUntil) io.err(`The one before counts until ${made.formerUntil}.\n`);
    return undefined;
  },
};

export const pushLink: Command = {
  name: 'contacts push-link',
  positionals: ['CONTACT'],
  options: { json: jsonOption },
  summary: 'a link with which a person gets pages on a phone or browser',
  help: `
Prints a link, this once. Whoever opens it within 15 minutes subscribes one browser to the pages of CONTACT, an alias or ARN. It
is then a channel of type PUSH, as any other in plans.

  muster contacts push-link ana`,
  async run({ io, client }, given) {
    const contact = lastOf(await contactArn(client(), given.positionals[0]!));
    const made = (await client().api('createPushLink', { params: { contact } })).body;
    io.out(given.flag('json') ? json(made) : `${made.url}\n`);
    io.err(`It subscribes one browser to the pages of ${contact}, until ${made.expiresAt}.\n`);
    return undefined;
  },
};
