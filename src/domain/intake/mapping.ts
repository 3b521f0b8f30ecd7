import { invalid } from '#kernel/refusal';
import type { Alert } from './alert.ts';

/**
 * How a payload of one's own becomes alerts: texts with placeholders such as `{{host.name}}` or `{{tags.0}}`, which stand for what
 * lies at that path. What is not there is nothing; a label or annotation that comes to nothing is left out.
 */
export interface Mapping {
  /** Where a list lies whose items are the alerts; absent: the payload is one alert. */
  each?: string;
  /** Says whether it fires. Absent: it does. */
  status?: string;
  /** What `status` is, in any case of letters, when the alert is over; `OVER` unless given. */
  resolved?: string[];
  /** Absent, or nothing: the alert is known by its labels. */
  fingerprint?: string;
  labels?: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>>;
  startsAt?: string;
  endsAt?: string;
}

/** What systems say when something is over. */
const OVER = ['resolved', 'ok', 'closed', 'recovered', 'recovery', 'normal', 'up', 'cleared', 'false', '0'];

/** Who gives no mapping sends what this one names. */
const USUAL: Mapping = {
  status: '{{status}}',
  fingerprint: '{{fingerprint}}',
  startsAt: '{{startsAt}}',
  endsAt: '{{endsAt}}',
};

const MOST_TEXTS = 100;
const TEXT_LENGTH = 1_000;
const IN_BRACES = /\{\{\s*([^{}]*?)\s*\}\}/g;
const PATH = /^[^\s{}.]+(\.[^\s{}.]+){0,15}$/;
/** Alerts in one payload. */
const MOST_ALERTS = 10_000;

/** Refuses (validation) a mapping that cannot be filled, naming the place. */
export function checkMapping(mapping: Mapping): void {
  const texts: [place: string, text: string | undefined][] = [
    ['status', mapping.status],
    ['fingerprint', mapping.fingerprint],
    ['startsAt', mapping.startsAt],
    ['endsAt', mapping.endsAt],
    ...Object.entries(mapping.labels ?? {}).map(([name, text]): [string, string] => [`labels.${name}`, text]),
    ...Object.entries(mapping.annotations ?? {}).map(([name, text]): [string, string] => [`annotations.${name}`, text]),
  ];
  if (texts.length > MOST_TEXTS) throw wanted('mapping', `at most ${MOST_TEXTS} texts`, String(texts.length));
  if (mapping.each !== undefined && !PATH.test(mapping.each))
    throw wanted('mapping.each', 'a path such as alerts or data.alerts', mapping.each);
  for (const [place, text = ''] of texts) {
    if (text.length > TEXT_LENGTH)
      throw wanted(`mapping.${place}`, `at most ${TEXT_LENGTH} characters`, `${text.length} characters`);
    for (const [, path = ''] of text.matchAll(IN_BRACES))
      if (!PATH.test(path)) throw wanted(`mapping.${place}`, 'placeholders such as {{host.name}}', `{{${path}}}`);
  }
}

/** The alerts in a payload, by a mapping or the usual one. Refuses (validation) a payload that has no such list, or times. */
export function mapped(payload: unknown, mapping: Mapping | undefined): Alert[] {
  const { each, ...rest } = mapping ?? USUAL;
  if (each === undefined) return [alertOf(payload, rest, mapping === undefined, '')];
  const items = at(payload, each);
  if (!Array.isArray(items)) throw wanted(each, 'a list of alerts', typeof items);
  if (items.length > MOST_ALERTS) throw wanted(each, `at most ${MOST_ALERTS} alerts`, String(items.length));
  return items.map((item, index) => alertOf(item, rest, false, `${each}.${index}.`));
}

function alertOf(payload: unknown, mapping: Mapping, usual: boolean, place: string): Alert {
  if (typeof payload !== 'object' || payload === null) throw wanted(place || 'body', 'an object', typeof payload);
  const { status = '', resolved = OVER, fingerprint = '' } = mapping;
  const says = filled(status, payload).trim().toLowerCase();
  const known = filled(fingerprint, payload);
  const startsAt = instant(filled(mapping.startsAt ?? '', payload), `${place}startsAt`);
  const endsAt = instant(filled(mapping.endsAt ?? '', payload), `${place}endsAt`);
  return {
    status: resolved.some((word) => word.toLowerCase() === says) ? 'resolved' : 'firing',
    labels: usual ? textsIn(payload, 'labels') : allFilled(mapping.labels, payload),
    annotations: usual ? textsIn(payload, 'annotations') : allFilled(mapping.annotations, payload),
    ...(known ? { fingerprint: known } : {}),
    ...(startsAt ? { startsAt } : {}),
    ...(endsAt ? { endsAt } : {}),
    raw: payload,
  };
}

/** Texts, numbers and yes and no of a member that is an object; of the usual form. */
function textsIn(payload: object, name: string): Record<string, string> {
  const member = (payload as Record<string, unknown>)[name];
  if (member === undefined || member === null) return {};
  if (typeof member !== 'object' || Array.isArray(member)) throw wanted(name, 'an object of texts', typeof member);
  return Object.fromEntries(
    Object.entries(member).flatMap(([key, value]) => (textOf(value) === '' ? [] : [[key, textOf(value)]])),
  );
}

function allFilled(texts: Mapping['labels'], payload: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts ?? {}).flatMap(([name, text]) => {
      const value = filled(text, payload);
      return value === '' ? [] : [[name, value]];
    }),
  );
}

/** What is filled in is not looked at again. */
const filled = (text: string, payload: unknown): string =>
  text.replace(IN_BRACES, (_, path: string) => textOf(at(payload, path)));

const textOf = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

function at(payload: unknown, path: string): unknown {
  let found = payload;
  for (const step of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Record<string, unknown>)[step];
  }
  return found;
}

/** RFC 3339, or seconds or milliseconds since 1970. */
function instant(text: string, place: string): Date | undefined {
  if (text === '') return undefined;
  const number = /^\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : undefined;
  const ms = number === undefined ? Date.parse(text) : number > 100_000_000_000 ? number : number * 1_000;
  if (Number.isNaN(ms) || Math.abs(ms) > 8.64e15)
    throw wanted(place, 'a time such as 2026-01-02T03:10:00Z', 'another text');
  return new Date(ms);
}

function wanted(place: string, what: string, got: string) {
  const message = `${place}: wanted ${what}, got ${got.slice(0, 100)}`;
  return invalid(message, { name: place, message });
}
