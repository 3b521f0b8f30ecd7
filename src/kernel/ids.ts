import { randomBytes, randomUUID } from 'node:crypto';

/** Random bytes drawn many at a time: each draw has a price of its own. */
const POOL_BYTES = 4_096;
const RANDOM_BYTES = 10;
let pool = Buffer.alloc(0);
let used = 0;

function takeRandom(into: Buffer, offset: number): void {
  if (used + RANDOM_BYTES > pool.length) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  pool.copy(into, offset, used, used + RANDOM_BYTES);
  used += RANDOM_BYTES;
}

/** The instant of the last id and its place among those of that instant (12 bits). */
let lastInstant = Number.NaN;
let place = 0;

/**
 * A UUIDv7: the first 48 bits are the instant, so that rows written together lie together; the 12 bits after the version
 * count, so that ids made one after the other in this process for one instant are in that order, too (up to some
 * thousands). Made by the client, never by the database.
 */
export function newId(now: Date): string {
  const bytes = Buffer.alloc(16);
  const instant = now.getTime();
  bytes.writeUIntBE(instant, 0, 6);
  takeRandom(bytes, 6);
  // Begins in the lower quarter, to have room to count, and not at 0, to tell nothing.
  place = instant === lastInstant ? (place + 1) & 0xfff : bytes.readUInt16BE(6) & 0x3ff;
  lastInstant = instant;
  bytes.writeUInt16BE(0x7000 | place, 6);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return uuidOf(bytes);
}

/** Before every id that `newId` makes at `instant` or later: where a search by age begins. */
export function firstIdAt(instant: Date): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(instant.getTime(), 0, 6);
  return uuidOf(bytes);
}

/** When an id of `newId` was made, in whole milliseconds. */
export function instantOf(id: string): Date {
  return new Date(bytesOf(id).readUIntBE(0, 6));
}

/** A random UUIDv4, for names that must not tell when they were made (requests). */
export function randomId(): string {
  return randomUUID();
}

/** Sixteen bytes written as a UUID. */
export function uuidOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, 16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The sixteen bytes of a UUID. */
export function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}
