import { parseExact } from '#kernel/exact-json';
import { newId } from '#kernel/ids';
import { invalid, Refusal } from '#kernel/refusal';
import { busName } from './bus.ts';
import type { BusEvent } from './event.ts';

/** An entry as PutEvents has it. */
export interface Entry {
  Time?: Date;
  Source?: string;
  Resources?: readonly string[];
  DetailType?: string;
  Detail?: string;
  EventBusName?: string;
}

export type ReadEntry = { event: BusEvent } | { code: string; message: string };

/** All entries of a request together (aws-behaviour.md 4.2). */
const MAX_BYTES = 256 * 1024;

/** Refuses a request that is too large as a whole. */
export function checkSize(entries: readonly Entry[]): void {
  const size = entries.reduce((sum, entry) => sum + entrySize(entry), 0);
  if (size < MAX_BYTES) return;
  const message = `Entries: total size ${size} bytes is not below the limit of ${MAX_BYTES} bytes; send fewer entries or smaller details`;
  throw invalid(message, { name: 'Entries', message });
}

function entrySize(entry: Entry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  return (entry.Time ? 14 : 0) + texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
}

/** The name of the bus that an entry is for; undefined where it names one elsewhere. */
export function busOfEntry({ EventBusName }: Entry, account: string, region: string): string | undefined {
  try {
    return busName(EventBusName, account, region);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Where events may go. */
export interface EntryPlace {
  account: string;
  region: string;
  /** The names of the buses that there are, of those that are named. */
  buses: ReadonlySet<string>;
}

/** One entry as an event, or why it is not taken, by AWS's codes. */
export function readEntry(entry: Entry, { account, region, buses }: EntryPlace, now: Date): ReadEntry {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (!entry[name])
      return {
        code: 'InvalidArgument',
        message: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      };
  }
  const read = readDetail(entry.Detail!);
  if (!read) return { code: 'MalformedDetail', message: 'Detail is malformed: wanted the text of a JSON object.' };
  const bus = busOfEntry(entry, account, region);
  if (bus === undefined || !buses.has(bus)) {
    return {
      code: 'InvalidArgument',
      message: `Parameter EventBusName is not valid. Reason: there is no event bus ${entry.EventBusName}.`,
    };
  }
  const { Source: source, DetailType: detailType, Resources: resources = [], Time: time = now } = entry;
  return {
    event: {
      account,
      region,
      bus,
      id: newId(now),
      source: source!,
      detailType: detailType!,
      time,
      resources: [...resources],
      ...read,
    },
  };
}

function readDetail(text: string): Pick<BusEvent, 'detail' | 'detailText'> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return { detail: value as Record<string, unknown>, detailText: JSON.stringify(parseExact(text)) };
  } catch {
    // Not JSON: the caller answers MalformedDetail.
    return undefined;
  }
}
