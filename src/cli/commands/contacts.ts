import { type Command, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { type ContactSummary, contactArn, listChannels, listContacts, rotationNames } from '../names.ts';
import { stageTexts } from '../stages.ts';
import { fields, json, listed } from '../table.ts';

type Type = ContactSummary['Type'];

const TYPES: Record<string, Type> = {
  person: 'PERSONAL',
  'escalation-plan': 'ESCALATION',
  schedule: 'ONCALL_SCHEDULE',
};
export const TYPE_WORDS = Object.keys(TYPES);

/** The kind of contact in people's words. */
const typeText = (type: Type) => TYPE_WORDS.find((word) => TYPES[word] === type)?.replace('-', ' ') ?? type;

export function readType(text: string): Type {
  const type = Object.hasOwn(TYPES, text.toLowerCase()) ? TYPES[text.toLowerCase()] : undefined;
  if (type) return type;
  throw usage(`--type: wanted ${TYPE_WORDS.join(', ')}, got ${JSON.stringify(text)}`);
}

export const listContactsCommand: Command = {
  name: 'contacts list',
  positionals: [],
  options: {
    type: { type: 'string', value: 'TYPE', about: `${TYPE_WORDS.join(', ')}; all unless given`, choices: TYPE_WORDS },
    json: jsonOption,
  },
  summary: 'the people and escalation plans, by alias',
  help: `
Lists the contacts of the region: people, escalation plans and on-call schedules; the first 1,000, by alias.

  muster contacts list
  muster contacts list --type person --json`,
  async run({ io, client }, given) {
    const type = given.text('type');
    const contacts = await listContacts(client(), type === undefined ? undefined : readType(type));
    const rows = contacts.map((one) => [one.Alias, typeText(one.Type), one.DisplayName ?? '', one.ContactArn]);
    const hint = 'No contact fits. `muster contacts create` makes one.';
    if (given.flag('json')) io.out(json(contacts));
    else listed(io, ['ALIAS', 'TYPE', 'NAME', 'ARN'], rows, hint);
    return undefined;
  },
};

export const showContact: Command = {
  name: 'contacts show',
  positionals: ['CONTACT'],
  options: { json: jsonOption },
  summary: 'one contact, with channels and plan',
  help: `
Shows a person with channels and engagement plan, an escalation plan with its stages, or an on-call schedule with its rotations. CONTACT is an alias or ARN.

  muster contacts show ana`,
  async run({ io, client }, given) {
    const ContactId = await contactArn(client(), given.positionals[0]!);
    const contact = await client().contacts('GetContact', { ContactId });
    const channels = contact.Type === 'PERSONAL' ? await listChannels(client(), ContactId) : [];
    const rotations = await rotationNames(client(), contact.Plan.RotationIds ?? []);
    const pairs: [string, string | undefined][] = [
      ['alias', contact.Alias],
      ['name', contact.DisplayName],
      ['type', typeText(contact.Type)],
      ...channels.map((one): [string, string] => [
        'channel',
        `${one.Name} (${one.Type}, ${one.ActivationStatus === 'ACTIVATED' ? 'activated' : 'not activated'}): ${one.DeliveryAddress.SimpleAddress}`,
      ]),
      ...stageTexts(contact.Plan, channels).map((text, at): [string, string] => [`stage ${at + 1}`, text]),
      ...rotations.map(([name, id]): [string, string] => ['rotation', `${name} (${id})`]),
      ['arn', contact.ContactArn],
    ];
    io.out(given.flag('json') ? json({ ...contact, Channels: channels }) : fields(pairs));
    return undefined;
  },
};
