import { MINUTE, SECOND } from '#kernel/clock';
import type { Sent } from './channel.ts';

/** How a provider stands with this node: whether it is asked, and when it may be asked again. Pure. */

/** After so many failures in a row it is not asked any more… */
const OPENS_AFTER = 3;
/** …but for one message in so many milliseconds, which shows whether it works again. */
export const PROBE_MS = 30 * SECOND;
/** Where nobody else could be asked, sooner at first: a message that waits costs more than one that fails. */
const probeMs = (failures: number, alone: boolean) =>
  alone ? Math.min(PROBE_MS, SECOND * 2 ** Math.min(failures - 1, 5)) : PROBE_MS;
/** What a provider asks for is kept to no longer than this. */
const LONGEST_WAIT_MS = 5 * MINUTE;

export interface Standing {
  /** `limited`: it has asked to be left alone for a while. `broken`: it fails, or refuses whatever comes from us. */
  state: 'works' | 'limited' | 'broken';
  /** In a row, up to now. */
  failures: number;
  /** Where it does not work: since when, in milliseconds since 1970… */
  since?: number;
  /** …and when the next message may try it. */
  nextTry?: number;
  /** What it said last. */
  reason?: string;
}

export const works: Standing = { state: 'works', failures: 0 };

/** When it may be asked, in milliseconds since 1970; never later than now where it works. */
export const freeAt = ({ nextTry = 0 }: Standing): number => nextTry;

/** It is about to be asked: where it does not work, by this message alone until the next probe is due. */
export function asked(now: Date, was: Standing, alone: boolean): Standing {
  return was.state === 'works' ? was : { ...was, nextTry: now.getTime() + probeMs(was.failures + 1, alone) };
}

/**
 * What it said, taken into account. What it says of one receiver, or of one country, is the answer of a provider that works; wrong
 * credentials meet every message, so that one such answer is enough. `alone`: there is no other provider to ask.
 */
export function heard(now: Date, was: Standing, sent: Sent, alone: boolean): Standing {
  if (sent.ok || sent.permanent || sent.fault === 'reach') return works;
  const at = now.getTime();
  const { reason } = sent;
  const failures = was.failures + 1;
  const since = was.since ?? at;
  const wait = Math.min(sent.retryAfterMs ?? 0, LONGEST_WAIT_MS);
  const broken = was.state === 'broken' || failures >= OPENS_AFTER || sent.fault === 'account';
  if (!broken && wait === 0) return { state: 'works', failures, reason };
  // Answers of calls that were under way put off no probe that is planned already.
  const planned = was.nextTry !== undefined && was.nextTry > at ? was.nextTry : at + probeMs(failures, alone);
  const probe = broken ? planned : at;
  const nextTry = Math.max(probe, at + wait);
  return { state: broken ? 'broken' : 'limited', failures, since, nextTry, reason };
}
