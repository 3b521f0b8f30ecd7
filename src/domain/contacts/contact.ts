import type { ContactChannelType } from '#domain/channels';
import { type Arn, arns, parseArn } from '#kernel/arn';
import { isUuid } from '#kernel/ids';
import { invalid } from '#kernel/refusal';
import type { Tags } from '#kernel/tags';

export type ContactType = 'PERSONAL' | 'ESCALATION' | 'ONCALL_SCHEDULE';

/** Which contact: an alias is unique in its account and region. */
export interface ContactRef {
  account: string;
  region: string;
  alias: string;
}

/** A week. */
export const LONGEST_STAGE_MINUTES = 7 * 24 * 60;
export const MOST_REPEATS = 20;
/** A day. */
export const LONGEST_ACKNOWLEDGEMENT_MINUTES = 24 * 60;

/** Whom or what a stage tries: a channel of the person's own, or (in an escalation plan) another contact. */
export type Target =
  | { kind: 'channel'; channelId: string; retryMinutes: number }
  | { kind: 'contact'; contact: ContactRef; essential: boolean };

/** A stage begins when the one before it has lasted its minutes; all its targets are tried at that moment. */
export interface Stage {
  /** 0 to `LONGEST_STAGE_MINUTES`; at most 30 on the AWS face. */
  minutes: number;
  targets: Target[];
}

/** What a contact's plan has: stages for people and escalation plans, rotations for schedules. */
export interface Plan {
  stages: Stage[];
  /** ARNs of the rotations of a schedule, in order; empty for every other type. */
  rotations: string[];
}

/** What only our own face sets of a plan. The AWS face never shows it, and keeps it when it changes the stages. */
export interface PlanOptions {
  /** How often the plan begins again after its last stage, 0–20. */
  repeats: number;
  /** Minutes after an acknowledgement after which the plan pages again, where the incident is still open: 0 (never) to 1,440. */
  acknowledgementTimeoutMinutes: number;
}

/** A person (PERSONAL), an escalation plan (ESCALATION) or an on-call schedule (ONCALL_SCHEDULE), with its plan. */
export interface Contact extends ContactRef, Plan, PlanOptions {
  type: ContactType;
  displayName?: string;
  tags: Tags;
}

export interface ContactChannel {
  id: string;
  contact: ContactRef;
  name: string;
  type: ContactChannelType;
  address: string;
  /** Only an activated channel is ever paged: its owner has proved that it is theirs. */
  activated: boolean;
}

export const contactArn = (ref: ContactRef) => arns.contact(ref.region, ref.account, ref.alias);
export const channelArn = (ref: ContactRef, id: string) => arns.contactChannel(ref.region, ref.account, ref.alias, id);
export const keyOf = (ref: ContactRef) => `${ref.account}/${ref.region}/${ref.alias}`;
/** How a person is called in messages and on the timeline. */
export const nameOf = (contact: Pick<Contact, 'alias' | 'displayName'>) => contact.displayName || contact.alias;

/** The contact that `text` names; refuses anything that is no contact's ARN. `field` is the input's member. */
export function parseContactArn(text: string, field: string): ContactRef {
  const [, alias] = /^contact\/([^/]+)$/.exec(contactsArn(text, field).resource) ?? [];
  if (!alias) throw badArn(text, field, 'a contact', 'contact/ALIAS');
  const { account, region } = contactsArn(text, field);
  return { account, region, alias };
}

/** What a contact has, by its id: a channel, an engagement, a page. */
export interface OwnedRef extends ContactRef {
  /** A UUID. */
  id: string;
}

/** The contact and id in a `contact-channel`, `engagement` or `page` ARN. */
export function parseOwnedArn(text: string, kind: 'contact-channel' | 'engagement' | 'page', field: string): OwnedRef {
  const { resource, account, region } = contactsArn(text, field);
  const match = /^([a-z-]+)\/([^/]+)\/([0-9a-f-]{36})$/.exec(resource);
  if (match?.[1] !== kind || !isUuid(match[3]!)) throw badArn(text, field, `a ${kind}`, `${kind}/ALIAS/ID`);
  return { account, region, alias: match[2]!, id: match[3]! };
}

function contactsArn(text: string, field: string): Arn {
  const arn = parseArn(text);
  if (arn?.partition !== 'aws' || arn.service !== 'ssm-contacts' || !arn.region || !arn.account)
    throw badArn(text, field, 'an ssm-contacts', 'contact/ALIAS');
  return arn;
}

function badArn(text: string, field: string, what: string, form: string) {
  const message = `${field}: wanted ${what} ARN (arn:aws:ssm-contacts:REGION:ACCOUNT:${form}), got ${JSON.stringify(text)}`;
  return invalid(message, { name: field, message });
}
