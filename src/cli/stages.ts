import type { Plan } from '#wire/services/ssm-contacts/shapes-contact';
import type { Client, ContactsOutput } from './client.ts';
import { usage } from './fault.ts';
import { type ChannelSummary, channelArn, contactArn, lastOf } from './names.ts';
import { readCount } from './words.ts';

type Stage = NonNullable<Plan['Stages']>[number];
type Target = Stage['Targets'][number];
type GivenPlan = ContactsOutput<'GetContact'>['Plan'];
type GivenTarget = NonNullable<GivenPlan['Stages']>[number]['Targets'][number];

/** How a stage is written on the command line, for help. */
export const STAGE_FORM = 'MINUTES:TARGET[,TARGET]';
/** Minutes that a stage lasts, and between repeated pages, at most (aws-behaviour.md 1.5). */
const LONGEST_STAGE = 30;
const LONGEST_RETRY = 60;

/**
 * Stages as they are typed: `5:mail/2,phone` for a person (channels; `/2` repeats the page every 2 minutes), and
 * `10:ana,bob/optional` for an escalation plan (contacts; the answer of an optional one does not end it).
 */
export function readStages(client: Client, contact: string, isPerson: boolean, texts: string[]): Promise<Stage[]> {
  return Promise.all(texts.map((text) => readStage(client, contact, isPerson, text)));
}

async function readStage(client: Client, contact: string, isPerson: boolean, text: string): Promise<Stage> {
  const [, minutes = '', targets = ''] = /^(\d{1,2}):(.*)$/.exec(text) ?? [];
  const lasts = minutes === '0' ? 0 : minutes && readCount('stage', minutes, LONGEST_STAGE);
  const names = targets.split(',').filter((name) => name !== '');
  if (lasts === '') throw usage(`--stage: wanted ${STAGE_FORM}, e.g. 5:ana,bob; got ${JSON.stringify(text)}`);
  const read = (name: string) => (isPerson ? channelTarget(client, contact, name) : contactTarget(client, name));
  return { DurationInMinutes: lasts, Targets: await Promise.all(names.map(read)) };
}

async function channelTarget(client: Client, contact: string, text: string): Promise<Target> {
  const [, name = text, retry] = /^([^/]+)\/(\d{1,2})$/.exec(text) ?? [];
  const ContactChannelId = await channelArn(client, contact, name);
  const RetryIntervalInMinutes = retry === undefined ? 0 : readCount('stage', retry, LONGEST_RETRY);
  return { ChannelTargetInfo: { ContactChannelId, RetryIntervalInMinutes } };
}

async function contactTarget(client: Client, text: string): Promise<Target> {
  const [, name = text] = /^(.+)\/optional$/.exec(text) ?? [];
  return { ContactTargetInfo: { ContactId: await contactArn(client, name), IsEssential: name === text } };
}

/** The stages of a plan in words, one each: `5 min: mail (again every 2 min), phone`. */
export function stageTexts({ Stages = [] }: GivenPlan, channels: ChannelSummary[]): string[] {
  const channelName = (arn: string) =>
    channels.find((one) => one.ContactChannelArn === arn)?.Name ?? `${lastOf(arn)} (deleted)`;
  const targetText = ({ ChannelTargetInfo: channel, ContactTargetInfo: contact }: GivenTarget): string => {
    if (contact) return `${lastOf(contact.ContactId ?? '')}${contact.IsEssential ? '' : ' (optional)'}`;
    if (!channel) return '';
    const { ContactChannelId, RetryIntervalInMinutes: retry } = channel;
    return `${channelName(ContactChannelId)}${retry ? ` (again every ${retry} min)` : ''}`;
  };
  return Stages.map(
    ({ DurationInMinutes, Targets }) => `${DurationInMinutes} min: ${Targets.map(targetText).join(', ') || 'a wait'}`,
  );
}
