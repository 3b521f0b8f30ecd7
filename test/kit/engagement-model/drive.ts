import assert from 'node:assert/strict';
import { keyOf } from '#domain/contacts';
import { MINUTE } from '#kernel/clock';
import { decide } from '../../../src/domain/engagements/decide.ts';
import {
  type Book,
  type BookContact,
  type Decision,
  type Effect,
  type Engagement,
  type EngagementTree,
  type Input,
  isLive,
  isPresent,
} from '../../../src/domain/engagements/engagement.ts';
import { channelsOf, type EscalationCase, type Happening, type Plans, ROTA, TIERS } from './cases.ts';
import { edited, stands } from './stop-watch.ts';

/** The real decisions, run by their own timers through what happens in a case. */

export const T0 = new Date('2026-01-02T03:10:00.000Z');
const ref = (alias: string) => ({ account: '123456789012', region: 'us-east-1', alias });
export const at = (minute: number) => new Date(T0.getTime() + minute * MINUTE);
export const minuteOf = (instant: Date) => (instant.getTime() - T0.getTime()) / MINUTE;

export interface Driven {
  /** `minute channel` of each page, in the order in which they were decided. */
  pages: string[];
  tree: EngagementTree;
  log: { now: Date; decision: Decision; book: Book }[];
}

export const pagesIn = (effects: Effect[]) => effects.filter((effect) => effect.kind === 'page');

export function bookOf(given: EscalationCase, plans: Plans): Book {
  const people = plans.people.map((one): [string, BookContact] => [
    keyOf(ref(one.alias)),
    {
      ...{ type: 'PERSONAL', name: one.alias, repeats: one.repeats, acknowledgementMinutes: one.timeout },
      stages: one.stages.map(({ minutes, channels }) => ({
        minutes,
        targets: channels.map(({ channel, retry }) => ({ kind: 'channel', channelId: channel, retryMinutes: retry })),
      })),
    },
  ]);
  const tiers: BookContact = {
    ...{ type: 'ESCALATION', name: TIERS, repeats: plans.tiers.repeats, acknowledgementMinutes: plans.tiers.timeout },
    stages: plans.tiers.stages.map((stage) => ({
      minutes: stage.minutes,
      targets: stage.people.map(({ alias, essential }) => ({ kind: 'contact', contact: ref(alias), essential })),
    })),
  };
  const rota: BookContact = { type: 'ONCALL_SCHEDULE', name: ROTA, stages: [], repeats: 0, acknowledgementMinutes: 0 };
  const channels = given.people
    .flatMap((one) => channelsOf(one.alias))
    .map((id) => [id, { type: 'EMAIL' as const, activated: !given.inactive.includes(id) }] as const);
  let ends = 0;
  const shifts = given.rota.map((shift) => {
    const start = at(ends);
    ends += shift.minutes;
    return { start, end: at(ends), people: shift.people.map(ref) };
  });
  return {
    contacts: new Map([[keyOf(ref(TIERS)), tiers], [keyOf(ref(ROTA)), rota], ...people]),
    schedules: new Map([[keyOf(ref(ROTA)), { rotations: [{ arn: 'the rotation', shifts }] }]]),
    channels: new Map(channels),
    minuteMs: MINUTE,
  };
}

export function freshRoot(alias: string): Engagement {
  return {
    id: 'root',
    contact: ref(alias),
    contactType: alias === TIERS ? 'ESCALATION' : alias === ROTA ? 'ONCALL_SCHEDULE' : 'PERSONAL',
    ...{ essential: true, status: 'engaging', stage: -1, stageStartedAt: T0, startedAt: T0 },
    ...{ cycle: 0, round: 0, attempts: {}, attemptedAt: {} },
  };
}

/** What a happening says to the tree as it stands; undefined: nothing. */
function inputOf(what: Happening, tree: EngagementTree): Input | undefined {
  if (what.kind === 'resolve') return { kind: 'stopped', reason: 'the incident was resolved' };
  if (what.kind === 'answer') {
    const own = tree.all.filter((one) => one.contact.alias === what.alias && isPresent(one, tree));
    const answered = own.find(isLive) ?? own[0];
    return answered && { kind: 'acknowledged', engagementId: answered.id };
  }
  if (what.kind !== 'stopPart') return undefined;
  const part = tree.all.slice(1).find((one) => one.contact.alias === what.alias && isPresent(one, tree) && isLive(one));
  return part && { kind: 'stopped', reason: 'stopped by hand', engagementId: part.id };
}

export function drive(given: EscalationCase, until: number): Driven {
  let plans: Plans = given;
  let book = bookOf(given, plans);
  let inProgress = false;
  let made = 0;
  let timer: Date | undefined;
  const root = freshRoot(given.root);
  const run: Driven = { pages: [], tree: { root, all: [root] }, log: [] };
  const step = (now: Date, input: Input) => {
    const decision = decide(now, run.tree, book, input, () => `e${made++}`);
    run.tree = decision.next;
    run.log.push({ now, decision, book });
    timer = timerOf(decision.effects) ?? (decision.effects.length > 0 ? undefined : timer);
    // An answer or a stop leaves what is due to the timer.
    if (timer && input.kind === 'woken')
      assert.ok(timer > now, `the timer lies ahead: ${timer.toISOString()} at ${now.toISOString()}`);
    const live = decision.next.all.some((one) => one.status === 'engaging' || one.repageAt);
    assert.equal(timer !== undefined, live, 'what runs or waits has a timer, and only that');
    run.pages.push(...pagesIn(decision.effects).map((page) => `${minuteOf(page.dueAt)} ${page.channelId}`));
  };
  const wake = (minute: number) => step(at(minute), { kind: 'woken', ...(inProgress ? { inProgress } : {}) });
  const happen = (minute: number, what: Happening) => {
    if (what.kind === 'progress') inProgress = what.inProgress;
    const input = inputOf(what, run.tree);
    if (input) step(at(minute), input);
    const next = edited(plans, what);
    if (next === plans) return;
    plans = next;
    book = bookOf(given, plans);
    // Running engagements are looked at as their plans change.
    if (timer && stands(given, minute)) timer = at(minute);
    else if (timer) wake(minute);
  };
  step(T0, { kind: 'started' });
  for (let minute = 0; minute <= until; minute++) {
    while (timer && minuteOf(timer) <= minute && !stands(given, minute)) wake(minute);
    for (const one of given.happenings) if (one.minute === minute) happen(minute, one.what);
  }
  return run;
}

function timerOf(effects: Effect[]): Date | undefined {
  const timer = effects.findLast((effect) => effect.kind === 'wakeAt' || effect.kind === 'sleep');
  return timer?.kind === 'wakeAt' ? timer.at : undefined;
}
