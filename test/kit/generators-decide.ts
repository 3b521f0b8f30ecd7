import { type ContactType, keyOf, type Stage, type Target } from '#domain/contacts';
import { MINUTE } from '#kernel/clock';
import { decide } from '../../src/domain/engagements/decide.ts';
import type {
  Book,
  Decision,
  Engagement,
  EngagementTree,
  Input,
  RotationAnswer,
} from '../../src/domain/engagements/engagement.ts';

/** Engagements played through in a few words, for table tests of what is decided. */

export const T0 = new Date('2026-01-02T03:10:00.000Z');
export const at = (minute: number) => new Date(T0.getTime() + minute * MINUTE);
const minuteOf = (instant: Date) => (instant.getTime() - T0.getTime()) / MINUTE;
const ref = (alias: string) => ({ account: '123456789012', region: 'us-east-1', alias });

/** `mail`, or `mail/5`: repeated every five minutes. `@bo`: a contact; `@bo?`: one who is not essential. */
function target(text: string): Target {
  if (text.startsWith('@')) {
    return { kind: 'contact', contact: ref(text.slice(1).replace('?', '')), essential: !text.endsWith('?') };
  }
  const [channelId = '', retry = '0'] = text.split('/');
  return { kind: 'channel', channelId, retryMinutes: Number(retry) };
}

export type Stages = [minutes: number, ...targets: string[]][];
export type Plans = Record<string, Stages>;

/** By alias: how often a plan repeats, and after how many minutes an acknowledgement times out. */
export type Options = Record<string, { repeats?: number; timeout?: number }>;

const stagesOf = (stages: Stages): Stage[] =>
  stages.map(([minutes, ...targets]) => ({ minutes, targets: targets.map(target) }));

const typeOf = (alias: string): ContactType =>
  alias === 'tiers' ? 'ESCALATION' : alias.startsWith('rota') ? 'ONCALL_SCHEDULE' : 'PERSONAL';

/** A schedule's entries are the shifts of one rotation, one after another from T0 on; `gone`: a rotation that is deleted. */
function rotationsOf(entries: Stages): RotationAnswer[] {
  let begins = 0;
  const shifts = entries.map(([minutes, ...people]) => {
    const start = at(begins);
    begins += minutes;
    return {
      start,
      end: at(begins),
      people: people.filter((one) => one.startsWith('@')).map((one) => ref(one.slice(1))),
    };
  });
  const gone = entries.flat().includes('gone') ? [{ arn: 'the rotation gone' }] : [];
  return entries.length > 0 ? [...gone, { arn: 'the rotation', shifts }] : [];
}

/** Plans by alias: `tiers` is an escalation plan, `rota…` a schedule, all others are people. Channels named `off…` are not activated, `gone…` deleted. */
export function book(plans: Plans, minuteMs = MINUTE, options: Options = {}): Book {
  const ids = Object.values(plans)
    .flat(2)
    .filter((part) => typeof part === 'string' && !part.startsWith('@'))
    .map((part) => String(part).split('/')[0]!);
  return {
    contacts: new Map(
      Object.entries(plans).map(([alias, stages]) => [
        keyOf(ref(alias)),
        {
          type: typeOf(alias),
          name: alias,
          stages: alias.startsWith('rota') ? [] : stagesOf(stages),
          repeats: options[alias]?.repeats ?? 0,
          acknowledgementMinutes: options[alias]?.timeout ?? 0,
        },
      ]),
    ),
    schedules: new Map(
      Object.entries(plans).map(([alias, stages]) => [keyOf(ref(alias)), { rotations: rotationsOf(stages) }]),
    ),
    channels: new Map(
      ids.filter((id) => !id.startsWith('gone')).map((id) => [id, { type: 'EMAIL', activated: !id.startsWith('off') }]),
    ),
    minuteMs,
  };
}

export function engaged(alias: string): EngagementTree {
  const root: Engagement = {
    id: alias,
    contact: ref(alias),
    contactType: typeOf(alias),
    essential: true,
    status: 'engaging',
    stage: -1,
    stageStartedAt: T0,
    cycle: 0,
    round: 0,
    attempts: {},
    attemptedAt: {},
    startedAt: T0,
  };
  return { root, all: [root] };
}

/** Decides one input after the other; ids are the alias and a number: `ana1`, `ana2`. */
export const play = (alias: string, ...steps: [minute: number, input: Input, plans: Plans][]): Decision[] =>
  playWith({}, alias, ...steps);

/** The same, of plans that repeat or time out. */
export function playWith(
  options: Options,
  alias: string,
  ...steps: [minute: number, input: Input, plans: Plans][]
): Decision[] {
  let tree = engaged(alias);
  return steps.map(([minute, input, plans]) => {
    let made = 0;
    const known = tree.all.length;
    const decision = decide(at(minute), tree, book(plans, MINUTE, options), input, () => `e${known + made++}`);
    tree = decision.next;
    return decision;
  });
}

export const started: Input = { kind: 'started' };
export const woken: Input = { kind: 'woken' };
export const answered = (engagementId: string): Input => ({ kind: 'acknowledged', engagementId });
export const stopped: Input = { kind: 'stopped', reason: 'the incident was resolved' };

/** A decision in short: why; `page ana@5 #2`; `wake 10` or `sleep`; what is told. */
function short({ why, effects }: Decision): string[] {
  const lines = effects.map((effect) => {
    if (effect.kind === 'page') return `page ${effect.channelId}@${minuteOf(effect.dueAt)} #${effect.attempt}`;
    if (effect.kind === 'wakeAt') return `wake ${minuteOf(effect.at)}`;
    return effect.kind === 'tell' ? `tell ${effect.text}` : 'sleep';
  });
  return [why, ...lines];
}

export const lastOf = (decisions: Decision[]) => short(decisions.at(-1)!);

export const ANA: Plans = {
  ana: [
    [10, 'mail/3'],
    [5, 'sms'],
  ],
};
export const TIERS: Plans = {
  tiers: [
    [5, '@ana'],
    [5, '@bo'],
  ],
  ana: [[10, 'a']],
  bo: [[10, 'b/4']],
};

/** Reason first, timer last; what lies between, in any order. */
export function sorted(lines: string[]): string[] {
  const [why = '', ...rest] = lines;
  return [why, ...rest.toSorted()];
}

export const statuses = (decision: Decision) => decision.next.all.map((one) => `${one.id} ${one.status}`);
