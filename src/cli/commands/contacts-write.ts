import { randomUUID } from 'node:crypto';
import { parseArn } from '#kernel/arn';
import { Plan } from '#wire/services/ssm-contacts/shapes-contact';
import type { Client } from '../client.ts';
import { type Command, type Given, jsonOption, type Option } from '../command.ts';
import { usage } from '../fault.ts';
import { readObject } from '../files.ts';
import { type ContactSummary, contactArn, lastOf, listChannels, rotationArn, rotationNames } from '../names.ts';
import { shaped } from '../shaped.ts';
import { readStages, STAGE_FORM, stageTexts } from '../stages.ts';
import { json, listed } from '../table.ts';
import { readType, TYPE_WORDS } from './contacts.ts';

type Type = ContactSummary['Type'];

const name: Option = { type: 'string', value: 'TEXT', about: 'how the contact is called in messages' };
const rotations: Option = { type: 'string', value: 'ROTATION', about: 'a rotation of a schedule', several: true };
const planOptions: Record<string, Option> = {
  stage: { type: 'string', value: STAGE_FORM, about: 'a stage of its plan', several: true },
  rotation: rotations,
  file: { type: 'string', value: 'FILE', about: 'its plan as JSON, {"Stages": […]}; - is standard input' },
};

export const createContact: Command = {
  name: 'contacts create',
  positionals: ['ALIAS'],
  options: {
    type: {
      type: 'string',
      value: 'TYPE',
      about: `${TYPE_WORDS.join(', ')}; person unless given`,
      choices: TYPE_WORDS,
    },
    name,
    ...planOptions,
    json: jsonOption,
  },
  summary: 'make a person, an escalation plan or an on-call schedule',
  help: `
Makes a contact. A person comes without a plan: add channels, activate them, then \`muster contacts plan set\`. An
escalation plan's stages name contacts: \`5:ana,bob/optional\` tries both for 5 minutes; the answer of an optional one does
not end the plan. A schedule has rotations, by name, id or ARN, in their order. Prints the contact's ARN.

  muster contacts create ana --name "Ana Abel"
  muster contacts create payments-oncall --type escalation-plan --stage 5:ana --stage 10:bob,dora/optional
  muster contacts create first-line --type schedule --rotation primary`,
  async run({ io, client }, given) {
    const [Alias = ''] = given.positionals;
    if (parseArn(Alias)) throw usage(`ALIAS: wanted a new alias, got the ARN ${Alias}`);
    const Type = readType(given.text('type') ?? 'person');
    const DisplayName = given.text('name');
    const Plan = await planOf(client(), await contactArn(client(), Alias), Type, given);
    const contact = { Alias, Type, Plan, ...(DisplayName === undefined ? {} : { DisplayName }) };
    const made = await client().contacts('CreateContact', { ...contact, IdempotencyToken: randomUUID() });
    io.out(given.flag('json') ? json(made) : `${made.ContactArn}\n`);
    if (Type === 'PERSONAL') io.err(`Next: muster contacts channels add ${Alias} --type email --address …\n`);
    return undefined;
  },
};

/** The plan that options give: by stages, rotations or from a file; an empty one where none is given. */
async function planOf(client: Client, contact: string, type: Type, given: Given): Promise<Plan> {
  const [file, stages, named] = [given.text('file'), given.texts('stage'), given.texts('rotation')];
  const isSchedule = type === 'ONCALL_SCHEDULE';
  if (file !== undefined && stages.length + named.length > 0) throw usage('--file excludes --stage and --rotation');
  if (isSchedule && stages.length > 0) throw usage('an on-call schedule has rotations, and no --stage');
  if (!isSchedule && named.length > 0) throw usage('--rotation is for on-call schedules: --type schedule');
  if (file === undefined && isSchedule) {
    return { RotationIds: await Promise.all(named.map((one) => rotationArn(client, one))) };
  }
  if (file === undefined) return { Stages: await readStages(client, contact, type === 'PERSONAL', stages) };
  const { Plan: whole, ...plan } = readObject('file', file);
  // What `contacts show --json` prints is taken, too: of it, the plan.
  const meant = typeof whole === 'object' && whole !== null ? { ...whole } : plan;
  return shaped(Plan, meant, file);
}

export const updateContact: Command = {
  name: 'contacts update',
  positionals: ['CONTACT'],
  options: { name },
  summary: 'rename a contact',
  help: `
Changes how a contact is called in messages. Its alias stays. CONTACT is an alias or ARN.

  muster contacts update ana --name "Ana Abel-Berg"`,
  async run({ io, client }, given) {
    const DisplayName = given.text('name');
    if (DisplayName === undefined)
      throw usage('nothing to change: give --name', '`muster contacts plan set` sets plans.');
    const ContactId = await contactArn(client(), given.positionals[0]!);
    await client().contacts('UpdateContact', { ContactId, DisplayName });
    io.out(`${ContactId}\n`);
    return undefined;
  },
};

export const deleteContact: Command = {
  name: 'contacts delete',
  positionals: ['CONTACT'],
  options: {},
  summary: 'delete a contact with its channels',
  help: `
Deletes a contact with its channels. One that a plan or rotation names is refused, with what names it. CONTACT is an alias
or ARN.

  muster contacts delete ana`,
  async run({ io, client }, given) {
    const ContactId = await contactArn(client(), given.positionals[0]!);
    await client().contacts('DeleteContact', { ContactId });
    io.out(`${ContactId}\n`);
    io.err(`Contact ${lastOf(ContactId)} is deleted.\n`);
    return undefined;
  },
};

export const showContactPlan: Command = {
  name: 'contacts plan show',
  positionals: ['CONTACT'],
  options: { json: jsonOption },
  summary: 'the stages of a contact, or the rotations of a schedule',
  help: `
Shows the engagement plan of a person, the stages of an escalation plan, or the rotations of a schedule. CONTACT is an alias or ARN.

  muster contacts plan show ana
  muster contacts plan show payments-oncall --json > plan.json`,
  async run({ io, client }, given) {
    const ContactId = await contactArn(client(), given.positionals[0]!);
    const { Plan, Type } = await client().contacts('GetContact', { ContactId });
    const channels = Type === 'PERSONAL' ? await listChannels(client(), ContactId) : [];
    const rows = stageTexts(Plan, channels).map((text, at) => [String(at + 1), text]);
    const named = await rotationNames(client(), Plan.RotationIds ?? []);
    if (given.flag('json')) io.out(json(Plan));
    else if (Type === 'ONCALL_SCHEDULE') {
      const hint = `${lastOf(ContactId)} has no rotation: nobody is reached through it.`;
      listed(io, ['ROTATION', 'ID'], named, hint);
    } else listed(io, ['STAGE', 'WHAT'], rows, `${lastOf(ContactId)} has no stages: nobody is reached through it.`);
    return undefined;
  },
};

export const setContactPlan: Command = {
  name: 'contacts plan set',
  positionals: ['CONTACT'],
  options: planOptions,
  summary: 'replace the stages of a contact, or the rotations of a schedule',
  help: `
Replaces the plan. A person's stages name channels: \`5:mail/2,phone\` tries both for 5 minutes and pages the mail again
every 2. An escalation plan's name contacts: \`10:ana,bob/optional\`. A schedule has rotations. Running engagements follow the
new plan. CONTACT is an alias or ARN.

  muster contacts plan set ana --stage 5:mail/2
  muster contacts plan set payments-oncall --stage 5:ana --stage 10:bob
  muster contacts plan set first-line --rotation primary --rotation backup
  muster contacts plan set ana --file plan.json`,
  async run({ io, client }, given) {
    if (given.text('file') === undefined && given.texts('stage').length + given.texts('rotation').length === 0) {
      throw usage(
        'a plan is needed: give --stage, --rotation or --file',
        '`muster contacts plan set --help` explains them.',
      );
    }
    const ContactId = await contactArn(client(), given.positionals[0]!);
    const { Type } = await client().contacts('GetContact', { ContactId });
    const Plan = await planOf(client(), ContactId, Type, given);
    await client().contacts('UpdateContact', { ContactId, Plan });
    io.out(`${ContactId}\n`);
    io.err(`The plan of ${lastOf(ContactId)} is set.\n`);
    return undefined;
  },
};
