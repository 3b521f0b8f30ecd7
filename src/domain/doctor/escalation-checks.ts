import { type Contact, type ContactChannel, keyOf, type Stage } from '#domain/contacts';
import { count } from '#kernel/text';
import type { Check, Finding } from './check.ts';
import { engagedArns, readReach } from './people-checks.ts';
import { keysByArn, type Reach, subjectOf } from './reach.ts';
import { shellWord } from './shell-word.ts';
import type { Ward } from './ward.ts';

/** What a command of ours takes for a stage, at most (AWS's bound). */
const LONGEST_TYPED = 30;

/** Escalation that takes longer than it may until whoever comes last is tried. */
export const escalationsCheck = (ward: Ward, longestMinutes: number): Check => ({
  id: 'escalations',
  title: `Everybody is tried within ${longestMinutes} minutes`,
  async run(on, _now, patient) {
    const reach = await readReach(ward, on, patient);
    const channels = await ward.channels(on, reach.all);
    return reach.all.flatMap((contact) => escalationFindings(contact, reach, channels, longestMinutes));
  },
});

/** Plans that response plans engage, after whose last stage nobody is tried any more. */
export const endingsCheck = (ward: Ward): Check => ({
  id: 'endings',
  title: 'Somebody is tried again when nobody has answered',
  async run(on, _now, patient) {
    const reach = await readReach(ward, on, patient);
    const byArn = keysByArn(reach.all);
    const keys = new Set((await ward.plans(on, patient)).flatMap(engagedArns).flatMap((arn) => byArn.get(arn) ?? []));
    return [...keys].toSorted().flatMap((key): Finding[] => {
      const contact = reach.contacts.get(key)!;
      if (contact.type === 'ONCALL_SCHEDULE' || contact.stages.length === 0 || contact.repeats > 0) return [];
      const minutes = contact.stages.reduce((sum, stage) => sum + stage.minutes, 0);
      return [
        {
          severity: 'note',
          subject: subjectOf(contact),
          text: `After ${count(minutes, 'minute')} its last stage is over, and nobody is tried any more.`,
          whatToDo: 'Let it begin again when nobody has answered.',
          command: `muster contacts plan repeat ${contact.alias} 3`,
        },
      ];
    });
  },
});

/** Why whoever comes last by this plan is tried late; of a person, their last channel. */
function escalationFindings(
  contact: Contact,
  reach: Pick<Reach, 'contacts'>,
  channels: readonly ContactChannel[],
  longest: number,
): Finding[] {
  const below = (stage: Stage) => Math.max(0, ...peopleOf(stage, reach).map(lastStart));
  const last = lastOf(contact, below);
  // A person's own delay is told of that person.
  if (last.after + last.below <= longest || last.below > longest) return [];
  const who = contact.type === 'PERSONAL' ? 'Their last channel' : 'Whoever comes last';
  const stages = shortened(contact, last.at, longest - last.below).map((stage) => stageText(stage, channels));
  const options = stages.map((text) => `--stage ${shellWord(text)}`).join(' ');
  return [
    {
      severity: 'warning',
      subject: subjectOf(contact),
      text: `${who} is tried after ${count(last.after + last.below, 'minute')}, more than ${longest}.`,
      whatToDo: 'Shorten its stages, or raise MUSTER_LONGEST_ESCALATION if that is meant.',
      command: `muster contacts plan set ${contact.alias} ${options}`,
    },
  ];
}

/** The people whom a stage tries; those of schedules have plans of their own, which are told by themselves. */
const peopleOf = ({ targets }: Stage, { contacts }: Pick<Reach, 'contacts'>): Contact[] =>
  targets.flatMap((target) => (target.kind === 'contact' ? (contacts.get(keyOf(target.contact)) ?? []) : []));

const lastStart = (contact: Contact) => lastOf(contact, () => 0).after;

interface Last {
  /** The place of the stage. */
  at: number;
  /** Minutes after which it begins. */
  after: number;
  /** Minutes after which whoever it tries is tried last. */
  below: number;
}

/** The stage that tries somebody, by which somebody is tried last. */
function lastOf({ stages }: Contact, belowOf: (stage: Stage) => number): Last {
  let after = 0;
  let last: Last = { at: 0, after: 0, below: 0 };
  for (const [at, stage] of stages.entries()) {
    const below = belowOf(stage);
    if (stage.targets.length > 0 && after + below >= last.after + last.below) last = { at, after, below };
    after += stage.minutes;
  }
  return last;
}

/** The stages, those before `at` shortened alike, so that it begins within `minutes`. */
function shortened({ stages }: Contact, at: number, minutes: number): Stage[] {
  const before = stages.slice(0, at).reduce((sum, stage) => sum + stage.minutes, 0);
  const share = before > minutes ? minutes / before : 1;
  return stages.map((stage, index) => {
    const lasts = index < at ? Math.floor(stage.minutes * share) : stage.minutes;
    return { ...stage, minutes: Math.min(lasts, LONGEST_TYPED) };
  });
}

/** As `muster contacts plan set` takes it. */
function stageText({ minutes, targets }: Stage, channels: readonly ContactChannel[]): string {
  const names = targets.flatMap((target) => {
    if (target.kind === 'contact') return [`${target.contact.alias}${target.essential ? '' : '/optional'}`];
    const channel = channels.find(({ id }) => id === target.channelId);
    return channel ? [`${channel.name}${target.retryMinutes > 0 ? `/${target.retryMinutes}` : ''}`] : [];
  });
  return `${minutes}:${names.join(',')}`;
}
