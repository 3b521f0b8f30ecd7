import { createHash } from 'node:crypto';
import type { Reference } from './event.ts';

/** What of an entry is hashed: all that it says. */
export interface EntryContent {
  seq: number;
  kind: 'event' | 'change' | 'removal';
  eventId: string;
  time: Date;
  type: string;
  data: string;
  references: Reference[];
  actor: string;
  writtenAt: Date;
}

/** Before the first entry. */
export const GENESIS = Buffer.alloc(32);

/** SHA-256 of the entry's content, as a JSON array in a fixed order: a stranger can compute it from an export. */
export function contentHash(entry: EntryContent): Buffer {
  const { seq, kind, eventId, time, type, data, references, actor, writtenAt } = entry;
  const content = [
    seq,
    kind,
    eventId,
    time.toISOString(),
    type,
    data,
    references.map(plain),
    actor,
    writtenAt.toISOString(),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest();
}

/** The link: SHA-256 of the former link and this entry's content hash. Retention may drop contents and keep the links. */
export function link(previous: Uint8Array, content: Uint8Array): Buffer {
  return createHash('sha256').update(previous).update(content).digest();
}

/** References as pairs, so that member order in storage does not matter. */
function plain(reference: Reference): [string, string] {
  return 'resource' in reference ? ['resource', reference.resource] : ['relatedItemId', reference.relatedItemId];
}
