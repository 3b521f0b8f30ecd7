import { hash } from 'node:crypto';
import { type BusEvent, DEFAULT_BUS } from '#domain/events';
import { newId, uuidOf } from '#kernel/ids';
import { cut } from '#kernel/text';
import { DEFAULT_NAME, type IntakeKey } from './keys.ts';

/** What another system says of one trouble: the same form whichever door it came by. */
export interface Alert {
  status: 'firing' | 'resolved';
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** When its trouble began, where the sender says so. */
  startsAt?: Date;
  /** When it was over; of one that fires: how long it does so without being sent again. */
  endsAt?: Date;
  /** What the sender knows it by, at most 512 characters; absent: it is known by its labels. */
  fingerprint?: string;
  /** What was sent of it. */
  raw: unknown;
}

/** What an alert is, as it is kept. */
export interface AlertState {
  /** Which alert it is: a hash of account, region, source, name of the key and fingerprint, as a UUID. */
  id: string;
  account: string;
  region: string;
  source: string;
  /** Of its key. */
  name: string;
  fingerprint: string;
  status: Alert['status'];
  labelsHash: string;
  startsAt: Date | undefined;
  endsAt: Date | undefined;
}

/** An alert is cut to what fits, and never refused for its length: a page must not be lost over a long text. */
const MOST_LABELS = 256;
const NAME_LENGTH = 1_024;
const VALUE_LENGTH = 16_384;
const FINGERPRINT_LENGTH = 512;
const RAW_LENGTH = 65_536;

/** Says what labels are, whatever their order. */
function hashOf(labels: Readonly<Record<string, string>>): string {
  let text = '';
  for (const name of Object.keys(labels).sort()) text += `${name}\u0000${labels[name]}\u0001`;
  return hash('sha256', text, 'hex').slice(0, 32);
}

/** What an alert of a key is now. */
export function stateOf(alert: Alert, { account, region, source, name }: IntakeKey): AlertState {
  const labelsHash = hashOf(alert.labels);
  const { status, startsAt, endsAt } = alert;
  const fingerprint = fit(alert.fingerprint ?? labelsHash);
  const id = alertId({ account, region, source, name, fingerprint });
  return { id, account, region, source, name, fingerprint, status, labelsHash, startsAt, endsAt };
}

type Named = Pick<AlertState, 'account' | 'region' | 'source' | 'name' | 'fingerprint'>;

/** Of which key's holder an alert is. */
export const senderId = ({ account, region, source, name }: Omit<Named, 'fingerprint'>): string =>
  uuidOf(hash('sha256', `${account}\n${region}\n${source}\n${name}`, 'buffer'));

/** No part but the last can hold a line break. Migration 0056 makes the same of rows that were there before. */
export function alertId({ account, region, source, name, fingerprint }: Named): string {
  return uuidOf(hash('sha256', `${account}\n${region}\n${source}\n${name}\n${fingerprint}`, 'buffer'));
}

/** Two long names that begin alike stay two. */
const cutExactly = (text: string) =>
  `${text.slice(0, FINGERPRINT_LENGTH - 65)}~${hash('sha256', text, 'hex')}`.toWellFormed();

/** The event that an alert becomes. `bytes`: how long all of the payload was. */
export function eventOf(alert: Alert, state: AlertState, now: Date, bytes: number): BusEvent {
  const { account, region, source, fingerprint, status } = state;
  const firing = status === 'firing';
  return {
    ...{ account, region, bus: DEFAULT_BUS, id: newId(now), time: now, resources: [] },
    source: `muster.${source}`,
    detailType: firing ? 'Alert Firing' : 'Alert Resolved',
    detail: {
      labels: bounded(alert.labels),
      annotations: bounded(alert.annotations),
      startsAt: state.startsAt?.toISOString() ?? (firing ? now.toISOString() : null),
      endsAt: firing ? null : (state.endsAt ?? now).toISOString(),
      fingerprint: nameOf(fingerprint, state),
      raw: bytes > RAW_LENGTH ? boundedRaw(alert.raw) : alert.raw,
    },
  };
}

/** Something that a sender says of an alert besides that it fires or is over. It changes nothing of its state. */
export interface Remark {
  /** `Change`: that something was changed, whatever alert there is; a rule may open something by it. */
  kind: 'Acknowledged' | 'Note' | 'Change';
  fingerprint: string;
  labels?: Record<string, string>;
  startsAt?: Date;
  annotations: Record<string, string>;
  raw: unknown;
}

export function remarkEvent(remark: Remark, key: IntakeKey, now: Date): BusEvent {
  const { account, region, source } = key;
  return {
    ...{ account, region, bus: DEFAULT_BUS, id: newId(now), time: now, resources: [] },
    source: `muster.${source}`,
    detailType: remark.kind === 'Change' ? 'Change' : `Alert ${remark.kind}`,
    detail: {
      labels: bounded(remark.labels ?? {}),
      annotations: bounded(remark.annotations),
      startsAt: remark.startsAt?.toISOString() ?? null,
      ...{ endsAt: null, fingerprint: nameOf(fit(remark.fingerprint), key) },
      raw: boundedRaw(remark.raw),
    },
  };
}

/** What `nameOf` made, undone: undefined where it is another key's. */
export function ownFingerprint(named: string, { name }: { name: string }): string | undefined {
  if (name === DEFAULT_NAME) return named;
  return named.startsWith(`${name}/`) ? named.slice(name.length + 1) : undefined;
}

/** Of another sender the same fingerprint is another alert. */
const nameOf = (fingerprint: string, { name }: { name: string }) =>
  name === DEFAULT_NAME ? fingerprint : `${name}/${fingerprint}`;

const fit = (fingerprint: string) => (fingerprint.length > FINGERPRINT_LENGTH ? cutExactly(fingerprint) : fingerprint);

function bounded(texts: Record<string, string>): Record<string, string> {
  const names = Object.keys(texts);
  const fits = (name: string) => name.length <= NAME_LENGTH && texts[name]!.length <= VALUE_LENGTH;
  if (names.length <= MOST_LABELS && names.every(fits)) return texts;
  const kept = names.slice(0, MOST_LABELS);
  return Object.fromEntries(kept.map((name) => [cut(name, NAME_LENGTH), cut(texts[name]!, VALUE_LENGTH)]));
}

/** As it is, or the beginning of its JSON as text. */
function boundedRaw(raw: unknown): unknown {
  const text = JSON.stringify(raw) ?? '';
  return text.length <= RAW_LENGTH ? raw : cut(text, RAW_LENGTH);
}
