import { randomUUID } from 'node:crypto';
import type { Client } from '../client.ts';
import { type Command, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { type ChannelSummary, channelArn, contactArn, lastOf, listChannels } from '../names.ts';
import { json, listed } from '../table.ts';
import { addSlack, addWebhook, secretOption } from './contacts-own-channels.ts';

const TYPES = ['email', 'sms', 'voice', 'slack', 'webhook'] as const;
/** Those that AWS has, too; the others are made by the native API. */
const AWS_TYPES = { email: 'EMAIL', sms: 'SMS', voice: 'VOICE' } as const;
const ABOUT = "CONTACT is an alias or ARN, CHANNEL a channel's name, id, ARN, or its type where there is one of it.";

const isActive = ({ ActivationStatus }: ChannelSummary) => ActivationStatus === 'ACTIVATED';

export const listChannelsCommand: Command = {
  name: 'contacts channels list',
  positionals: ['CONTACT'],
  options: { json: jsonOption },
  summary: 'how a person can be reached',
  help: `
Lists a person's channels. Only an activated one is ever paged. CONTACT is an alias or ARN.

  muster contacts channels list ana`,
  async run({ io, client }, given) {
    const ContactId = await contactArn(client(), given.positionals[0]!);
    const channels = await listChannels(client(), ContactId);
    const rows = channels.map((one) => [
      one.Name,
      one.Type ?? '',
      isActive(one) ? 'activated' : 'not activated',
      one.DeliveryAddress.SimpleAddress ?? '',
      lastOf(one.ContactChannelArn),
    ]);
    const hint = `${lastOf(ContactId)} has no channel. \`muster contacts channels add\` makes one.`;
    if (given.flag('json')) io.out(json(channels));
    else listed(io, ['NAME', 'TYPE', 'STATE', 'ADDRESS', 'ID'], rows, hint);
    return undefined;
  },
};

export const addChannel: Command = {
  name: 'contacts channels add',
  positionals: ['CONTACT'],
  options: {
    type: { type: 'string', value: 'TYPE', about: `${TYPES.join(', ')}; email unless given`, choices: TYPES },
    address: { type: 'string', value: 'ADDRESS', about: 'where messages go (needed)' },
    name: { type: 'string', value: 'NAME', about: 'how it is called; the type unless given' },
    secret: secretOption,
    'no-code': { type: 'boolean', about: 'send no activation code yet' },
    json: jsonOption,
  },
  summary: 'give a person a channel, and send its activation code',
  help: `
Adds a channel to a person and sends an activation code to it; \`muster contacts activate\` takes the code. Prints the
channel's ARN, and of a webhook the secret that it is signed with, this once. A phone or browser subscribes by itself: \`muster
contacts push-link\`. CONTACT is an alias or ARN.

  muster contacts channels add ana --address ana@example.com --name mail
  muster contacts channels add ana --type webhook --address https://hooks.example.com/muster
  muster contacts channels add ana --type slack --address U024BE7LH`,
  async run(context, given) {
    const { io, client } = context;
    const SimpleAddress = given.text('address');
    if (!SimpleAddress) throw usage('--address is needed', '`muster contacts channels add --help` explains it.');
    const type = readChannelType(given.text('type') ?? 'email');
    if (type === 'webhook') return addWebhook(context, given, SimpleAddress);
    if (type === 'slack') return addSlack(context, given, SimpleAddress);
    const ContactId = await contactArn(client(), given.positionals[0]!);
    const made = await client().contacts('CreateContactChannel', {
      ContactId,
      Name: given.text('name') ?? type,
      Type: AWS_TYPES[type],
      DeliveryAddress: { SimpleAddress },
      DeferActivation: given.flag('no-code'),
      IdempotencyToken: randomUUID(),
    });
    io.out(given.flag('json') ? json(made) : `${made.ContactChannelArn}\n`);
    if (!given.flag('no-code')) io.err(`A code was sent: muster contacts activate ${lastOf(ContactId)} CODE\n`);
    return undefined;
  },
};

function readChannelType(text: string): (typeof TYPES)[number] {
  const type = TYPES.find((one) => one === text.toLowerCase());
  if (type) return type;
  const hint = 'A browser or phone subscribes by itself: `muster contacts push-link`.';
  throw usage(`--type: wanted ${TYPES.join(', ')}, got ${JSON.stringify(text)}`, hint);
}

export const updateChannel: Command = {
  name: 'contacts channels update',
  positionals: ['CONTACT', 'CHANNEL'],
  options: {
    name: { type: 'string', value: 'NAME', about: 'how it is called' },
    address: { type: 'string', value: 'ADDRESS', about: 'where messages go; a new one must be activated' },
  },
  summary: 'change a channel; a new address must be activated anew',
  help: `
Changes a channel's name or address. A new address gets an activation code. ${ABOUT}

  muster contacts channels update ana mail --address ana@example.org`,
  async run({ io, client }, given) {
    const [Name, SimpleAddress] = [given.text('name'), given.text('address')];
    if (Name === undefined && SimpleAddress === undefined) {
      throw usage(
        'nothing to change: give --name or --address',
        '`muster contacts channels update --help` explains it.',
      );
    }
    const ContactChannelId = await channelOf(client(), given.positionals);
    await client().contacts('UpdateContactChannel', {
      ContactChannelId,
      ...(Name === undefined ? {} : { Name }),
      ...(SimpleAddress === undefined ? {} : { DeliveryAddress: { SimpleAddress } }),
    });
    io.out(`${ContactChannelId}\n`);
    return undefined;
  },
};

async function channelOf(client: Client, [contact = '', channel = '']: string[]): Promise<string> {
  return channelArn(client, await contactArn(client, contact), channel);
}

/** A command that does one thing to a channel. */
function channelCommand(
  word: string,
  operation: 'SendActivationCode' | 'DeactivateContactChannel' | 'DeleteContactChannel',
  text: { summary: string; help: string; done: string },
): Command {
  return {
    name: `contacts channels ${word}`,
    positionals: ['CONTACT', 'CHANNEL'],
    options: {},
    summary: text.summary,
    help: `\n${text.help} ${ABOUT}\n\n  muster contacts channels ${word} ana mail`,
    async run({ io, client }, given) {
      const ContactChannelId = await channelOf(client(), given.positionals);
      await client().contacts(operation, { ContactChannelId });
      io.out(`${ContactChannelId}\n`);
      io.err(`${text.done}\n`);
      return undefined;
    },
  };
}

export const sendCode = channelCommand('send-code', 'SendActivationCode', {
  summary: 'send a fresh activation code',
  help: 'Sends a fresh code, ten an hour at most; the one before is void.',
  done: 'A code was sent: `muster contacts activate CONTACT CODE` takes it.',
});
export const deactivateChannel = channelCommand('deactivate', 'DeactivateContactChannel', {
  summary: 'page a channel no more until it is activated anew',
  help: 'Nothing is sent to the channel any more until it is activated anew.',
  done: 'It is paged no more.',
});
export const deleteChannel = channelCommand('delete', 'DeleteContactChannel', {
  summary: 'delete a channel',
  help: 'Deletes a channel. Stages that try it stay, and pass it over, which `muster doctor` tells.',
  done: 'It is deleted.',
});

export const clearFlag: Command = {
  name: 'contacts channels clear-flag',
  positionals: ['CONTACT', 'CHANNEL'],
  options: {},
  summary: 'say that a flagged channel is in no doubt',
  help: `
A channel is flagged when a page to it fails for good, or three in a row are not confirmed; \`muster doctor\` lists such
channels and what mends them. A page that arrives clears the flag by itself. ${ABOUT}

  muster contacts channels clear-flag ana phone`,
  async run({ io, client }, given) {
    const channel = await channelOf(client(), given.positionals);
    const [contact, channelId] = channel.split('/').slice(-2) as [string, string];
    await client().api('clearChannelFlag', { params: { contact, channelId } });
    io.out(`${channel}\n`);
    return undefined;
  },
};

export const activate: Command = {
  name: 'contacts activate',
  positionals: ['CONTACT', 'CODE'],
  options: {
    channel: { type: 'string', value: 'CHANNEL', about: 'which one, where several are not activated' },
  },
  summary: 'take the activation code of a channel',
  help: `
Activates a channel with the code that was sent to it. A code lives 15 minutes; five wrong ones void it. Without
\`--channel\` it is the one channel that is not activated yet. CONTACT is an alias or ARN.

  muster contacts activate ana 123456
  muster contacts activate ana 123456 --channel mail`,
  async run({ io, client }, given) {
    const [named = '', ActivationCode = ''] = given.positionals;
    const ContactId = await contactArn(client(), named);
    const ContactChannelId = await waitingChannel(client(), ContactId, given.text('channel'));
    await client().contacts('ActivateContactChannel', { ContactChannelId, ActivationCode });
    io.out(`${ContactChannelId}\n`);
    io.err(`It is activated. \`muster contacts plan set ${lastOf(ContactId)}\` says when it is tried.\n`);
    return undefined;
  },
};

async function waitingChannel(client: Client, ContactId: string, named: string | undefined): Promise<string> {
  if (named !== undefined) return channelArn(client, ContactId, named);
  const waiting = (await listChannels(client, ContactId)).filter((one) => !isActive(one));
  const [only, other] = waiting;
  const alias = lastOf(ContactId);
  if (!only)
    throw usage(`every channel of ${alias} is activated, or there is none`, `muster contacts channels list ${alias}`);
  if (other) throw usage(`${waiting.length} channels of ${alias} are not activated`, 'Say which: --channel NAME.');
  return only.ContactChannelArn;
}
