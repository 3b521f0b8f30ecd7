import { HOUR, MINUTE, SECOND } from '#kernel/clock';
import type { Asked } from './read.ts';
import { badQuery } from './refuse.ts';

/** Labels with dynamic parts: `${MAX}`, `${LAST_TIME}`, `${PROP('Dim.Host')}` … */

export interface Labelled {
  /** What stands for `${LABEL}`: the label that the series would have by itself. */
  label: string;
  points: readonly { at: Date; value: number }[];
  account: string;
  region: string;
  /** Of a metric: what was asked, and which statistic. */
  asked?: Asked | undefined;
  statistic?: string | undefined;
  now: Date;
  /** Milliseconds that the wanted zone is ahead of UTC. */
  offsetMs: number;
}

const PART = /\$\{([^{}]{1,300})\}/g;
const MOST_PARTS = 6;
const LONGEST = 2_048;

/** The label, its dynamic parts filled in. What has no value, because there are no data, reads `--`. */
export function labelOf(template: string, about: Labelled): string {
  if (template.length > LONGEST)
    throw badQuery(`Wanted a label of at most ${LONGEST} characters, got ${template.length}.`);
  const parts = [...template.matchAll(PART)];
  if (parts.length > MOST_PARTS)
    throw badQuery(`Wanted at most ${MOST_PARTS} dynamic parts in a label, got ${parts.length}.`);
  return template.replaceAll(PART, (_whole, part: string) => partOf(part.trim(), about));
}

/** `+0130` as milliseconds. */
export function offsetOf(zone: string | undefined): number {
  if (zone === undefined) return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d)([0-5]\d)$/.exec(zone) ?? [];
  if (!sign || Number(hours) > 18) throw badQuery(`Wanted a Timezone such as +0130, got ${zone.slice(0, 100)}.`);
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
}

const NONE = '--';

function partOf(part: string, about: Labelled): string {
  const [, property] = /^PROP\(\s*['"](.*)['"]\s*\)$/.exec(part) ?? [];
  if (property !== undefined) return propertyOf(property, about);
  if (part === 'LABEL') return about.label;
  if (part === 'DATAPOINT_COUNT') return String(about.points.length);
  const [, what, time] = /^(FIRST|LAST|MIN|MAX)(_TIME|_TIME_RELATIVE)?$/.exec(part) ?? [];
  if (what) return timed(pointOf(what, about.points), time, about);
  const [, low, high, times] = /^(FIRST|MIN)_(LAST|MAX)(_TIME)?_RANGE$/.exec(part) ?? [];
  if (low && high && (low === 'FIRST') === (high === 'LAST'))
    return [low, high].map((end) => timed(pointOf(end, about.points), times, about)).join('-');
  const sum = about.points.reduce((total, { value }) => total + value, 0);
  if (part === 'SUM') return about.points.length > 0 ? written(sum) : NONE;
  if (part === 'AVG') return about.points.length > 0 ? written(sum / about.points.length) : NONE;
  throw badQuery(
    `A label: wanted LABEL, AVG, SUM, DATAPOINT_COUNT, FIRST, LAST, MIN, MAX (also _TIME, _TIME_RELATIVE, _RANGE) or PROP('…') between \${ and }, got ${part}.`,
  );
}

type Point = Labelled['points'][number];

function pointOf(what: string, points: readonly Point[]): Point | undefined {
  if (what === 'FIRST') return points[0];
  if (what === 'LAST') return points.at(-1);
  const better = what === 'MIN' ? (a: Point, b: Point) => b.value < a.value : (a: Point, b: Point) => b.value > a.value;
  return points.reduce<Point | undefined>((best, point) => (!best || better(best, point) ? point : best), undefined);
}

function timed(point: Point | undefined, time: string | undefined, { now, offsetMs }: Labelled): string {
  if (!point) return NONE;
  if (time === undefined) return written(point.value);
  if (time === '_TIME') return new Date(point.at.getTime() + offsetMs).toISOString().slice(0, 19).replace('T', ' ');
  const ago = Math.max(0, now.getTime() - point.at.getTime());
  return `${Math.floor(ago / HOUR)}h ${Math.floor((ago % HOUR) / MINUTE)}m ${Math.floor((ago % MINUTE) / SECOND)}s`;
}

function propertyOf(name: string, { asked, statistic, account, region }: Labelled): string {
  if (name === 'AccountId') return account;
  if (name === 'Region') return region;
  const known: Record<string, string | undefined> = {
    MetricName: asked?.metric.MetricName,
    Namespace: asked?.metric.Namespace,
    Period: asked && String(asked.period),
    Stat: statistic,
  };
  if (Object.hasOwn(known, name)) return known[name] ?? NONE;
  const dimension = /^Dim\.(.+)$/.exec(name)?.[1];
  if (dimension !== undefined) return asked?.metric.Dimensions.find(({ Name }) => Name === dimension)?.Value ?? NONE;
  throw badQuery(
    `A label: wanted PROP of AccountId, Region, MetricName, Namespace, Period, Stat or Dim.<name>, got ${name}.`,
  );
}

/** At most three digits after the point: for people. */
const written = (value: number) => String(Math.round(value * 1_000) / 1_000);
