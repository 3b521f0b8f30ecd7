import type { Prediction } from '#domain/engagements';
import { MINUTE } from '#kernel/clock';
import { count } from '#kernel/text';
import type { ForeseenItem } from './predictions.ts';
import { utc } from './words.ts';

/** Nobody reached for so long is worth a word: from the start, and between two messages; in minutes of a plan. */
const FIRST_LATE = 5;
const GAP = 30;

interface Looked {
  at: Date;
  minuteMs: number;
  items: ForeseenItem[];
  prediction: Prediction;
  engages: boolean;
  by: string;
  /** What is silenced by what triggers it. */
  others: string[];
}

/** What somebody would want to know before the night: times in which nobody is reached, and whatever the engine would tell. */
export function warningsOf({ at, minuteMs, items, prediction, engages, by, others }: Looked): string[] {
  const told = items.flatMap(({ what, text }) => (what === 'told' && text !== undefined ? [text] : []));
  const nobody = engages ? [] : [`Nobody is engaged: ${by} names no contacts. Add engagements to it.`];
  const failed = prediction.messages.filter(({ arrives }) => !arrives);
  const kinds = [...new Set(failed.map(({ channel }) => channel.type))];
  const failing = kinds.length > 0 ? [`${count(failed.length, 'message')} would not arrive (${kinds.join(', ')})`] : [];
  const cut = prediction.cut ? [`It goes on after this: ${prediction.cut}`] : [];
  const held = items.filter(({ what }) => what === 'held').length;
  const waiting =
    held > 0
      ? [
          `${count(held, 'page')} would have to wait: many come to one channel (MUSTER_STORM_PAGES, MUSTER_PERSON_PAGES)`,
        ]
      : [];
  return [
    ...new Set([...nobody, ...unreached(at, minuteMs, prediction), ...others, ...told, ...failing, ...waiting, ...cut]),
  ];
}

function unreached(at: Date, minuteMs: number, { messages, acknowledged, endsAt }: Prediction): string[] {
  const arrived = messages.filter(({ arrives }) => arrives).map((message) => message.at.getTime());
  const [first] = arrived;
  if (first === undefined) return ['Nobody is reached at all'];
  const minutes = (from: number, to: number) => Math.round((to - from) / minuteMs);
  const told: string[] = [];
  const say = (from: number, to: number, most: number) => {
    const scaled = minuteMs === MINUTE ? '' : ' of the plan';
    if (minutes(from, to) > most)
      told.push(`Nobody is reached for ${count(minutes(from, to), 'minute')}${scaled}, until ${utc(new Date(to), at)}`);
  };
  say(at.getTime(), first, FIRST_LATE - 1);
  for (const [index, to] of arrived.slice(1).entries()) say(arrived[index]!, to, GAP);
  if (!acknowledged) told.push(`Nobody's answer ends it; after ${utc(endsAt, at)} nobody is tried any more`);
  return told;
}
