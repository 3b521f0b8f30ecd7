import type { Route } from '#domain/channels';
import { type Contact, keyOf } from '#domain/contacts';
import type { Check, Finding } from './check.ts';
import { engagedArns, readReach } from './people-checks.ts';
import { keysByArn, namedIn, subjectOf } from './reach.ts';
import type { Ward } from './ward.ts';

/** What the doctor is told of how Muster was started. */
export interface HouseFacts {
  /** Where links lead. */
  publicUrl: string;
  /** Whether somebody outside is told that all is well. */
  hasHeartbeat: boolean;
  /** Minutes within which everybody should be tried. */
  longestEscalationMinutes: number;
  /** Days after which a rule that matched nothing is told. */
  quietRuleDays: number;
}

/** Kinds of channel that ring. Names rather than types: those of providers to come are among them. */
const RINGING: ReadonlySet<string> = new Set(['SMS', 'VOICE', 'PUSH']);
/** Kinds whose messages hold a link that a phone opens. */
const LINKED: ReadonlySet<string> = new Set(['SMS', 'PUSH']);

/** People whom a plan or rotation counts on, and whom only mail or chat would wake. */
export const asleepCheck = (ward: Ward, providers: readonly Pick<Route, 'type' | 'notReady'>[]): Check => ({
  id: 'asleep',
  title: 'Everybody who is counted on has a channel that rings',
  async run(on, _now, patient) {
    const ready = providers.find((one) => RINGING.has(one.type) && one.notReady() === undefined);
    // Without a provider of such a kind nobody could mend it.
    if (!ready) return [];
    const reach = await readReach(ward, on, patient);
    const byArn = keysByArn(reach.all);
    const arns = [
      ...(await ward.plans(on, patient)).flatMap(engagedArns),
      ...reach.rotations.flatMap(({ contacts }) => contacts),
    ];
    const named = new Set([...reach.all.flatMap(namedIn), ...arns.flatMap((arn) => byArn.get(arn) ?? [])]);
    const active = (await ward.channels(on, reach.all)).filter(({ activated }) => activated);
    const ringing = new Set(active.filter(({ type }) => RINGING.has(type)).map(({ contact }) => keyOf(contact)));
    const isAsleep = (contact: Contact) =>
      contact.type === 'PERSONAL' &&
      named.has(keyOf(contact)) &&
      reach.hasChannel(contact) &&
      !ringing.has(keyOf(contact));
    return reach.all.filter(isAsleep).map((contact) => ({
      severity: 'note',
      subject: subjectOf(contact),
      text: 'None of their channels rings: a mail wakes nobody at night.',
      whatToDo: 'Add one that does, and give its code.',
      command: `muster contacts channels add ${contact.alias} --type ${ready.type.toLowerCase()} --address …`,
    }));
  },
});

/** Whether phones can open the links that are sent to them. */
export const publicUrlCheck = (
  ward: Pick<Ward, 'contacts' | 'channels'>,
  { publicUrl }: Pick<HouseFacts, 'publicUrl'>,
): Check => ({
  id: 'public-url',
  title: 'Phones can open the links in messages',
  async run(on, _now, patient) {
    if (!isHereOnly(publicUrl)) return [];
    const channels = await ward.channels(on, await ward.contacts(on, patient));
    return channels.some(({ type }) => LINKED.has(type)) ? [urlFinding(publicUrl)] : [];
  },
});

const urlFinding = (publicUrl: string): Finding => ({
  severity: 'warning',
  subject: 'public URL',
  text: `Links lead to ${publicUrl}, which no phone can open.`,
  whatToDo: 'Start Muster with the address at which phones reach it.',
  command: 'MUSTER_PUBLIC_URL=https://… muster start',
});

/** Whether only this machine can open an address. */
export function isHereOnly(address: string): boolean {
  const host = new URL(address).hostname.replace(/^\[(.*)\]$/, '$1');
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    /^127\./.test(host) ||
    ['::1', '0.0.0.0', '::'].includes(host)
  );
}

/** Whether somebody outside would notice that Muster stands still. */
export const heartbeatCheck = ({ hasHeartbeat }: Pick<HouseFacts, 'hasHeartbeat'>): Check => ({
  id: 'heartbeat',
  title: 'Somebody outside is told that Muster lives',
  async run() {
    if (hasHeartbeat) return [];
    return [
      {
        severity: 'note',
        subject: 'heartbeat',
        text: 'Nobody outside is told that Muster lives: if it stands still, nobody is told that either.',
        whatToDo: 'Make a check at a dead man’s switch, and start Muster with its address.',
        command: 'MUSTER_HEARTBEAT_URL=https://… muster start',
      },
    ];
  },
});
