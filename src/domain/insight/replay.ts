import { createHash } from 'node:crypto';
import type { BusEvent } from '#domain/events';
import { groupKeyOf } from '#domain/incidents';
import { noiseOf, type ResponsePlan } from '#domain/response-plans';
import { opensNothing, pagesAgain, signalIn, signalName } from '#domain/signals';
import { marksOf, type Silence, silenceOf } from '#domain/silences';
import { arns } from '#kernel/arn';
import { MINUTE } from '#kernel/clock';

/** An incident that recorded events would have opened and that would still be open; as cursors carry it, so in few characters. */
export interface WouldBeOpen {
  /** What makes triggers one: a hash. */
  dedupe: string;
  openedAt: number;
  /** The last trigger or recovery. */
  lastAt: number;
  /** Hashes of the signals that fire. */
  firing: string[];
  endless: boolean;
  /** Until when its group's window lasts. */
  until?: number;
  /** Since when it is over, unless something fires before. */
  overAt?: number;
}

/** An incident that would have been opened. */
export interface WouldBe {
  openedAt: Date;
  /** The event that would have opened it. */
  eventId: string;
  what: string;
  /** Triggers that would have been folded in, as far as was read. */
  folded: number;
  /** How often its plan would have been engaged anew after quiet. */
  pagedAnew: number;
  /** By a silence: nobody would have been engaged at first. */
  silenced: boolean;
}

export interface ReplaySettings {
  plan: ResponsePlan;
  ruleArn: string;
  silences: readonly Silence[];
  /** An incident is taken to be over so long after it was opened, in minutes; absent: when all that fired has recovered. */
  resolvedAfterMinutes?: number;
}

/** What was recorded: the event, and when it was accepted. */
export interface Recorded {
  at: Date;
  event: BusEvent;
}

export interface Counts {
  opened: number;
  folded: number;
  pagedAnew: number;
  silenced: number;
}

/** More are not followed at once: the oldest are taken to be over. */
const MOST_OPEN = 100;
const MOST_SIGNALS = 20;

/** Plays recorded events, oldest first, against a rule and a plan. Nothing is stored. */
export function createReplay(settings: ReplaySettings, was: readonly WouldBeOpen[] = []) {
  const { plan } = settings;
  const noise = noiseOf(plan);
  let open: WouldBeOpen[] = was.map((one) => ({ ...one, firing: [...one.firing] }));
  const opened = new Map<WouldBeOpen, WouldBe>();
  const counts: Counts = { opened: 0, folded: 0, pagedAnew: 0, silenced: 0 };

  /** Takes away what is over at an instant. */
  function settle(at: number): void {
    const { resolvedAfterMinutes: minutes } = settings;
    open = open.filter(({ overAt = Number.POSITIVE_INFINITY, openedAt }) => {
      const resolvedAt = minutes === undefined ? Number.POSITIVE_INFINITY : openedAt + minutes * MINUTE;
      return Math.min(overAt, resolvedAt) > at;
    });
  }

  function trigger({ at, event }: Recorded): void {
    const news = signalIn(event);
    const signal = news && hashOf(news.key);
    const key = keyOf(settings, event, news?.key);
    const now = at.getTime();
    const mine = open.find(
      (one) => (signal && one.until !== undefined && one.firing.includes(signal)) || isOne(one, key, now),
    );
    const one = mine ?? begin(at, event, key, news?.key);
    if (mine) {
      counts.folded++;
      const again = pagesAgain(at, new Date(mine.lastAt), noise, MINUTE);
      if (again) counts.pagedAnew++;
      const told = opened.get(mine);
      if (told) opened.set(mine, { ...told, folded: told.folded + 1, pagedAnew: told.pagedAnew + (again ? 1 : 0) });
    }
    one.lastAt = now;
    delete one.overAt;
    if (!signal) one.endless = true;
    else if (news.says === 'firing' && !one.firing.includes(signal) && one.firing.length < MOST_SIGNALS)
      one.firing.push(signal);
  }

  function begin(at: Date, event: BusEvent, key: Key, signalKey: string | undefined): WouldBeOpen {
    const now = at.getTime();
    const until = key.windowMs === undefined ? {} : { until: now + key.windowMs };
    const one: WouldBeOpen = {
      ...{ dedupe: key.dedupe, openedAt: now, lastAt: now, firing: [], endless: false, ...until },
    };
    const { account, name } = plan;
    const marks = marksOf(settings.silences, asPaths(event));
    const names = [arns.responsePlan(account, name), settings.ruleArn, signalKey ?? settings.ruleArn, ...marks];
    const silenced = silenceOf(settings.silences, at, { names, severity: plan.template.impact }) !== undefined;
    counts.opened++;
    if (silenced) counts.silenced++;
    const what = signalKey ? signalName(signalKey) : `${event.source} ${event.detailType}`;
    opened.set(one, { openedAt: at, eventId: event.id, what, folded: 0, pagedAnew: 0, silenced });
    open = [...open, one].slice(-MOST_OPEN);
    return one;
  }

  function recover(at: Date, signal: string): void {
    for (const one of open.filter(({ firing }) => firing.includes(signal))) {
      one.firing = one.firing.filter((each) => each !== signal);
      one.lastAt = at.getTime();
      if (one.firing.length === 0 && !one.endless) one.overAt = at.getTime() + noise.resolveAfterMinutes * MINUTE;
    }
  }

  return {
    /** The next event, and whether the rule matches it. */
    play(recorded: Recorded, matches: boolean): void {
      const { at, event } = recorded;
      settle(at.getTime());
      // Recovery is heard after what the same event may have triggered, as in life.
      if (matches && !opensNothing(event)) trigger(recorded);
      const news = signalIn(event);
      if (news?.says === 'recovered') recover(at, hashOf(news.key));
    },
    counts: (): Counts => ({ ...counts }),
    /** Those that were opened here, oldest first. */
    incidents: (): WouldBe[] => [...opened.values()],
    open: (): WouldBeOpen[] => open,
  };
}

interface Key {
  dedupe: string;
  /** Of a group: how long its window lasts. */
  windowMs?: number;
}

/** What an event would be one incident with, as `dedupe.ts` and `grouping.ts` of incidents say. */
function keyOf({ plan, ruleArn }: ReplaySettings, event: BusEvent, signalKey: string | undefined): Key {
  const group = groupKeyOf({ response: plan, event: asPaths(event) });
  const { grouping } = noiseOf(plan);
  if (group !== undefined && grouping) return { dedupe: hashOf(group), windowMs: grouping.windowMinutes * MINUTE };
  return { dedupe: hashOf(plan.template.dedupeString ?? signalKey ?? ruleArn) };
}

const asPaths = ({ detailType, ...event }: BusEvent) => ({ ...event, 'detail-type': detailType });

const isOne = ({ dedupe, until }: WouldBeOpen, key: Key, now: number) =>
  dedupe === key.dedupe && (until === undefined || now < until);

/** Short enough for a cursor, long enough for a replay. */
const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 12);
