import { createHash } from 'node:crypto';
import { Refusal } from '#kernel/refusal';
import { Outdated } from './problem.ts';

/** The version of a representation: whoever sees the same sees the same tag, on whichever node. */
export function etagOf(representation: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(representation)).digest();
  return `"${hash.subarray(0, 16).toString('base64url')}"`;
}

/** Whether a list of ETags (a header's text) holds `etag`, or is `*`. A proxy that packed the answer may have put `W/` before. */
export function holds(list: string, etag: string): boolean {
  return list.split(',').some((each) => ['*', etag].includes(each.trim().replace(/^W\//, '')));
}

/** Refuses an edit of another version than `current`; and one that says none, where it must. */
export function checkMatch(ifMatch: string | undefined, match: 'required' | 'optional', current: unknown): void {
  if (ifMatch === undefined) {
    if (match === 'optional') return;
    const message = 'Wanted the header If-Match with the ETag of what you read (or * for any version), got none.';
    throw new Refusal('preconditionRequired', message);
  }
  const etag = etagOf(current);
  if (!holds(ifMatch, etag)) throw new Outdated(etag);
}
