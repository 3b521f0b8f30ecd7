import { type Contact, type ContactChannel, contactArn, keyOf, type Stage } from '#domain/contacts';
import { type Rotation, rotationArn } from '#domain/oncall';
import { count } from '#kernel/text';
import type { Finding } from './check.ts';
import { shellWord } from './shell-word.ts';

/** The people and plans of an account, and whom they can reach. */
export interface Reach {
  /** Whether a page to this contact can come to anybody. Unknown contacts reach nobody. */
  reaches(key: string): boolean;
  /** Whether one of the person's channels is activated. */
  hasChannel(contact: Contact): boolean;
  /** The names of the person's channels, activated or not. */
  channelsOf(contact: Contact): string[];
  /** Numbers, from 1, of the stages that try somebody and reach nobody. */
  deadStages(contact: Contact): number[];
  contacts: ReadonlyMap<string, Contact>;
}

export function reachOf(
  contacts: readonly Contact[],
  channels: readonly ContactChannel[],
  rotations: readonly Rotation[] = [],
): Reach {
  const people = peopleByRotation(contacts, rotations);
  const known = new Map(contacts.map((contact) => [keyOf(contact), contact]));
  const active = new Set(channels.filter(({ activated }) => activated).map(({ id }) => id));
  const withChannel = new Set(channels.filter(({ activated }) => activated).map(({ contact }) => keyOf(contact)));
  const stageReaches = (stage: Stage): boolean =>
    stage.targets.some((target) =>
      target.kind === 'channel' ? active.has(target.channelId) : reaches(keyOf(target.contact)),
    );
  // Plans and schedules never name one another in a circle: the question goes two steps down at most.
  function reaches(key: string): boolean {
    const contact = known.get(key);
    if (!contact) return false;
    // Somebody of its rotations; whether anybody is on call, and when not, the check of schedules asks.
    if (contact.type === 'ONCALL_SCHEDULE') return contact.rotations.some((arn) => people.get(arn)?.some(reaches));
    return contact.stages.some(stageReaches);
  }
  return {
    reaches,
    channelsOf: (contact) =>
      channels.filter((channel) => keyOf(channel.contact) === keyOf(contact)).map(({ name }) => name),
    hasChannel: (contact) => withChannel.has(keyOf(contact)),
    deadStages: ({ stages }) =>
      stages.flatMap((stage, at) => (stage.targets.length > 0 && !stageReaches(stage) ? [at + 1] : [])),
    contacts: known,
  };
}

/** The keys of the people of each rotation, by its ARN. */
function peopleByRotation(contacts: readonly Contact[], rotations: readonly Rotation[]): Map<string, string[]> {
  const byArn = keysByArn(contacts);
  return new Map(
    rotations.map((one) => [rotationArn(one), one.contacts.flatMap((arn) => byArn.get(arn) ?? [])] as const),
  );
}

/** How a contact is called in findings. */
export const subjectOf = ({ type, alias }: Pick<Contact, 'type' | 'alias'>): string =>
  `${{ PERSONAL: 'person', ESCALATION: 'escalation plan', ONCALL_SCHEDULE: 'on-call schedule' }[type]} ${alias}`;

/** What of a contact's own plan leads nowhere. `named`: whether a plan or rotation counts on this contact. */
export function planFindings(contact: Contact, reach: Reach, named: boolean): Finding[] {
  const subject = subjectOf(contact);
  const grave = named ? 'fault' : 'warning';
  const setPlan = `Set its stages: muster contacts plan set ${contact.alias} --stage …`;
  if (contact.type === 'ONCALL_SCHEDULE') {
    // One without rotations is told by the check of schedules.
    if (contact.rotations.length === 0 || reach.reaches(keyOf(contact))) return [];
    const whatToDo = 'Mend what is told of its people, or give it another rotation.';
    return [{ severity: grave, subject, text: 'Nobody of its rotations can be reached.', whatToDo }];
  }
  if (contact.type === 'PERSONAL' && !reach.hasChannel(contact)) {
    const whatToDo = `Add a channel and give its code: muster contacts channels add ${contact.alias} …, muster contacts activate ${contact.alias} CODE`;
    const [known] = reach.channelsOf(contact);
    const command = known
      ? `muster contacts channels send-code ${contact.alias} ${shellWord(known)}`
      : `muster contacts channels add ${contact.alias} --address …`;
    return [{ severity: grave, subject, text: 'No activated channel: nobody is reached.', whatToDo, command }];
  }
  if (!reach.contacts.has(keyOf(contact)) || contact.stages.length === 0) {
    return [{ severity: grave, subject, text: 'The plan has no stages: nobody is reached.', whatToDo: setPlan }];
  }
  const dead = reach.deadStages(contact);
  if (!reach.reaches(keyOf(contact))) {
    const text = `None of the ${count(contact.stages.length, 'stage')} reaches anybody.`;
    return [{ severity: grave, subject, text, whatToDo: setPlan }];
  }
  return dead.map((number) => ({
    severity: 'warning',
    subject: `${subject}, stage ${number}`,
    text: `This stage reaches nobody: ${targetsIn(contact, number)}. Its ${count(contact.stages[number - 1]!.minutes, 'minute')} pass for nothing.`,
    whatToDo: setPlan,
  }));
}

/** Whom or what a stage tries, for people. */
function targetsIn({ stages }: Contact, number: number): string {
  const names = stages[number - 1]!.targets.map((target) =>
    target.kind === 'contact' ? target.contact.alias : 'a channel that is deleted or not activated',
  );
  return [...new Set(names)].join(', ');
}

/** The contacts that stages name, by key. */
export const namedIn = ({ stages }: Contact): string[] =>
  stages.flatMap((stage) =>
    stage.targets.flatMap((target) => (target.kind === 'contact' ? [keyOf(target.contact)] : [])),
  );

/** The contacts by ARN, as response plans and rotations name them. */
export const keysByArn = (contacts: readonly Contact[]): Map<string, string> =>
  new Map(contacts.map((contact) => [contactArn(contact), keyOf(contact)]));
