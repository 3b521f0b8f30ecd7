import { createHash } from 'node:crypto';
import { type ContactRef, contactArn, newSigning, parseContactArn } from '#domain/contacts';

/** What outside is kept as who is on call. */
export type MirrorKind =
  /** A user group of Slack's: whoever mentions it reaches who is on call. */
  | 'SLACK_GROUP'
  /** An address that is told of each change, by a signed POST. */
  | 'WEBHOOK';

export interface Mirror {
  id: string;
  kind: MirrorKind;
  /** The rotation or on-call schedule, by its ARN. */
  subject: string;
  /** The group's id; of an address its host and a fingerprint. */
  target: string;
  /** When it was told last; absent: it has not been yet. */
  toldAt?: Date;
  /** Why it is not as it should be, in words; absent: it is, or will be in a moment. */
  fault?: string;
  createdAt: Date;
  createdBy: string;
}

/** Who is on call, as it is told. */
export interface Rota {
  /** ARNs, sorted. */
  people: string[];
  /** Their ids in Slack, sorted; of those who have one. */
  members: string[];
  /** Those who have none, by alias. */
  strangers: string[];
}

/** What a mirror is told, to be compared with what it was told last. */
export const contentOf = (kind: MirrorKind, { people, members }: Rota): string[] =>
  kind === 'SLACK_GROUP' ? members : people;

/** Whether it has to be told: a group is never emptied, since Slack takes none that is. */
export const mustTell = (kind: MirrorKind, rota: Rota, told: readonly string[] | null): boolean =>
  !(kind === 'SLACK_GROUP' && rota.members.length === 0) && contentOf(kind, rota).join() !== (told ?? ['']).join();

/** What of who is on call a group cannot show, in words; undefined: nothing. */
export function lackOf(kind: MirrorKind, { people, members, strangers }: Rota): string | undefined {
  if (kind !== 'SLACK_GROUP') return undefined;
  if (people.length === 0) return 'nobody is on call: the group is left as it is';
  if (strangers.length === 0) return undefined;
  const who = strangers.join(', ');
  const rest = members.length === 0 ? 'the group is left as it is' : 'the group has the others';
  return `not known in Slack: ${who}; ${rest}. Give them a channel of the type slack, or let them link themselves: muster contacts link-slack`;
}

/** Sorts people by who they are in Slack. */
export function rotaOf(people: readonly string[], memberOf: (person: ContactRef) => string | undefined): Rota {
  const refs = people.map((arn) => parseContactArn(arn, 'contact'));
  return {
    people: refs.map(contactArn).sort(),
    members: [...new Set(refs.flatMap((ref) => memberOf(ref) ?? []))].sort(),
    strangers: refs.flatMap((ref) => (memberOf(ref) ? [] : [ref.alias])).sort(),
  };
}

/** An address with what its messages are signed with: kept sealed. */
export interface SealedHook {
  address: string;
  secret: string;
}

/** With a new secret of the same form as that of a person's webhook. */
export const newHook = (address: string): SealedHook => ({ address, secret: newSigning().secret });

/** What of an address may be seen: one text for one address. */
export const shownHook = (address: string): string =>
  `${new URL(address).host}#${createHash('sha256').update(address).digest('hex').slice(0, 16)}`;
