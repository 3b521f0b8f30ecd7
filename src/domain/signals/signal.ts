import { createHash } from 'node:crypto';
import type { BusEvent } from '#domain/events';
import type { Flapping, Noise } from '#domain/response-plans';
import { parseArn } from '#kernel/arn';
import { after } from '#kernel/clock';
import { cut } from '#kernel/text';

/** What an event says of a signal: that it fires, that it is over, or something else. */
export interface SignalNews {
  /** What the signal is known by in its account. */
  key: string;
  says: 'firing' | 'recovered' | 'other';
}

/** Events of other systems' alerts: `muster.` and the door by which they came. */
const DOOR = 'muster.';
const FIRING = 'Alert Firing';
const RESOLVED = 'Alert Resolved';
/** A longer key stands as its hash. */
const LONGEST_KEY = 600;

/** The alarm or alert that an event is about; undefined: it is about none. Quick: asked of every event. */
export function signalIn({ source, detailType, resources, region, detail }: BusEvent): SignalNews | undefined {
  if (source === 'aws.cloudwatch' && detailType === 'CloudWatch Alarm State Change') {
    const arn = resources.find((one) => /^arn:aws[a-z-]*:cloudwatch:/.test(one));
    return arn === undefined ? undefined : { key: signalKey(arn), says: alarmSays(detail) };
  }
  if (!source.startsWith(DOOR) || (detailType !== FIRING && detailType !== RESOLVED)) return undefined;
  const { fingerprint } = detail;
  if (typeof fingerprint !== 'string' || fingerprint === '') return undefined;
  const says = detailType === FIRING ? 'firing' : 'recovered';
  return { key: signalKey(`${source}/${region}/${fingerprint}`), says };
}

/** What another system says of an alert that does not fire (it is over, acknowledged, noted on): it opens nothing, whatever rule it matches. */
export const opensNothing = ({ source, detailType }: BusEvent) =>
  source.startsWith(DOOR) && detailType.startsWith('Alert ') && detailType !== FIRING;

function alarmSays(detail: BusEvent['detail']): SignalNews['says'] {
  const { value } = (detail['state'] ?? {}) as { value?: unknown };
  if (value === 'ALARM') return 'firing';
  return value === 'OK' ? 'recovered' : 'other';
}

/** What an alarm or alert is known by. */
export const signalKey = (text: string) =>
  text.length <= LONGEST_KEY ? text : `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** `Alarm latency`, `Alert 4f2a of muster.alertmanager` */
export function signalName(key: string): string {
  const resource = parseArn(key)?.resource;
  if (resource) return `Alarm ${resource.replace(/^alarm:/, '')}`;
  const [source, , ...fingerprint] = key.split('/');
  return fingerprint.length > 0 ? `Alert ${cut(fingerprint.join('/'), 100)} of ${source}` : `Alert ${key}`;
}

/** From when on a signal does not flap any more, if it recovers no more; undefined: it does not flap as it is. */
export function calmAt(recoveries: readonly Date[], flapping: Flapping | null, minuteMs: number): Date | undefined {
  if (!flapping) return undefined;
  const newest = recoveries.toSorted((a, b) => b.getTime() - a.getTime());
  // One more than is allowed: when that one is too old to count, the signal is calm.
  const last = newest[flapping.recoveries];
  return last && after(last, flapping.withinMinutes * minuteMs);
}

/** Whether a signal flaps: it has recovered more often than the plan allows within its window, which ends now. */
export function flaps(now: Date, recoveries: readonly Date[], flapping: Flapping | null, minuteMs: number): boolean {
  const calm = calmAt(recoveries, flapping, minuteMs);
  return calm !== undefined && now < calm;
}

/** Whether a trigger comes after an incident's quiet, so that its plan is engaged anew. `lastAt`: the last trigger or recovery. */
export function pagesAgain(now: Date, lastAt: Date, noise: Pick<Noise, 'pageAgainAfterMinutes'>, minuteMs: number) {
  const { pageAgainAfterMinutes: minutes } = noise;
  return minutes !== null && now.getTime() - lastAt.getTime() >= minutes * minuteMs;
}

/** What is known of an open incident when it is looked at. */
export interface Facts {
  /** How many of its signals fire. */
  firing: number;
  /** Something came to it that does not say when it is over. */
  endless: boolean;
  /** Since when nothing fires. */
  recoveredAt?: Date;
  /** It was opened by what flapped, and its plan was not engaged. */
  heldAt?: Date;
  /** When each of its signals recovered lately. */
  recoveries: readonly (readonly Date[])[];
}

export interface Look {
  do: 'resolve' | 'engage' | 'nothing';
  /** When it is to be looked at again. */
  nextAt?: Date;
}

/**
 * What becomes of an open incident: resolved, where its plan says so, when nothing has fired and nothing has flapped for long
 * enough; engaged for, where that was held back, when the window of flapping is over. What fires is never resolved.
 */
export function decideLook(now: Date, facts: Facts, noise: Noise, minuteMs: number): Look {
  const resolveAt = resolvesAt(facts, noise, minuteMs);
  if (resolveAt && resolveAt <= now) return { do: 'resolve' };
  const engageAt = facts.heldAt && after(facts.heldAt, (noise.flapping?.withinMinutes ?? 0) * minuteMs);
  if (engageAt && engageAt <= now) return { do: 'engage', ...(resolveAt ? { nextAt: resolveAt } : {}) };
  const nextAt = soonest([resolveAt, engageAt]);
  return { do: 'nothing', ...(nextAt ? { nextAt } : {}) };
}

function resolvesAt(facts: Facts, noise: Noise, minuteMs: number): Date | undefined {
  const { firing, endless, recoveredAt, recoveries } = facts;
  if (noise.onRecovery !== 'resolve' || firing > 0 || endless || !recoveredAt) return undefined;
  const calm = recoveries.flatMap((own) => calmAt(own, noise.flapping, minuteMs) ?? []);
  return latest([after(recoveredAt, noise.resolveAfterMinutes * minuteMs), ...calm]);
}

const latest = (instants: Date[]) => new Date(Math.max(...instants.map((one) => one.getTime())));

function soonest(instants: (Date | undefined)[]): Date | undefined {
  const known = instants.flatMap((one) => one?.getTime() ?? []);
  return known.length > 0 ? new Date(Math.min(...known)) : undefined;
}
