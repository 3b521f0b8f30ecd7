import type { Message, MessageSource, Outcome, OutgoingMessage, Prepared } from '#domain/channels';
import { keyOf, parseContactArn } from '#domain/contacts';
import { after, MINUTE } from '#kernel/clock';
import { newId } from '#kernel/ids';
import type { Log } from '#kernel/log';
import { Refusal } from '#kernel/refusal';
import type { Keyring } from '#kernel/seal';
import type { Db, Queries, Tx } from '#storage/db';
import type { Job } from '#storage/due';
import { contentOf, lackOf, mustTell, type Rota, rotaOf, type SealedHook } from './mirror.ts';
import { type MirrorRow, mirrorsSql } from './mirrors.sql.ts';
import { contextOf, MIRROR_PRIORITY, MIRROR_QUEUE, type MirrorRooms, mirrorWork } from './mirrors.ts';
import { lastOf, peopleIn } from './words.ts';

const MIRROR = 'chat.mirror';
/** An edit or an override tells nobody here: it is looked so often. What is known to come is told at its moment. */
const LOOK_MS = 5 * MINUTE;
/** At this try it is told that a mirror could not be told yet. */
const TOLD_AT_TRY = 3;
const GONE = 'the rotation or schedule is gone: remove it, or make another one';

/** Looks who is on call, and tells what outside has to be told; what could not be told is told at the next look. */
export function mirrorHandler({ db, now, log, ...rooms }: MirrorRooms & { db: Db; now: () => Date; log: Log }) {
  return {
    queue: MIRROR_QUEUE,
    concurrency: 4,
    handle: (job: Job) =>
      db.tx(async (tx) => {
        const at = now();
        // The message before the mirror, as whoever sends it takes them.
        const isBusy = (await rooms.outbox.busy(tx, [job.key])).has(job.key);
        const row = await tx.first(mirrorsSql.lock, [job.key]);
        await rooms.due.finish(tx, job);
        if (!row) return;
        const { fault, next } = await look(tx, rooms, row, at, isBusy);
        if (fault !== row.fault) {
          await tx.rows(mirrorsSql.fault, [row.id, fault]);
          if (fault)
            log.warn({ mirror: row.id, target: row.target, fault }, 'what mirrors who is on call is not as it is');
        }
        await rooms.due.put(tx, at, [mirrorWork(row.id, row.account, next)]);
      }),
  };
}

async function look(tx: Tx, rooms: MirrorRooms, row: MirrorRow, now: Date, isBusy: boolean) {
  const latest = after(now, LOOK_MS);
  const rota = await rotaNow(tx, rooms, row, now);
  if (!rota) return { fault: GONE, next: latest };
  const tells = mustTell(row.kind, rota, row.told);
  if (tells && !isBusy) await putMessage(tx, rooms, row, now);
  const [change] = await rooms.onCall.changes(tx, row.subject, { from: after(now, 1), to: latest, limit: 1 });
  // What a provider said of it counts until it has been told.
  return { fault: lackOf(row.kind, rota) ?? (tells ? row.fault : null), next: change?.at ?? latest };
}

const putMessage = (tx: Tx, { outbox }: MirrorRooms, { id, account, kind }: MirrorRow, now: Date): Promise<void> =>
  outbox.put(tx, now, [
    {
      ...{ id: newId(now), account, channelId: id, channelType: kind, kind: MIRROR, dueAt: now },
      ...{ payload: {}, priority: MIRROR_PRIORITY },
    },
  ]);

/** Undefined: the rotation or schedule is not there any more. */
async function rotaNow(
  on: Queries,
  { onCall, contactChannels, people: chatPeople }: MirrorRooms,
  { kind, subject }: MirrorRow,
  now: Date,
): Promise<Rota | undefined> {
  let people: string[];
  try {
    people = await onCall.at(on, subject, now);
  } catch (error) {
    if (error instanceof Refusal && error.kind !== 'unavailable') return undefined;
    throw error;
  }
  if (kind !== 'SLACK_GROUP') return rotaOf(people, () => undefined);
  const refs = people.map((arn) => parseContactArn(arn, 'contact'));
  const members = new Map<string, string>();
  for (const ref of refs) {
    const [linked] = await chatPeople.of(on, ref);
    if (linked) members.set(keyOf(ref), linked.user);
  }
  // Whom one is paged as comes before whom one has linked.
  for (const { type, activated, contact, address } of (await contactChannels.of(on, refs)).toReversed())
    if (type === 'SLACK_DM' && activated) members.set(keyOf(contact), address);
  return rotaOf(people, (ref) => members.get(keyOf(ref)));
}

/** Who is on call, as it is when the message leaves. */
export function mirrorMessages(rooms: MirrorRooms): MessageSource {
  return {
    kind: MIRROR,
    prepare: (tx, now, message) => prepare(tx, now, rooms, message),
    settled: (tx, now, message, outcome) => settled(tx, now, rooms, message, outcome),
  };
}

async function prepare(tx: Tx, now: Date, rooms: MirrorRooms, { id, channelId }: Message): Promise<Prepared> {
  const row = await tx.first(mirrorsSql.lock, [channelId]);
  const rota = row && (await rotaNow(tx, rooms, row, now));
  if (!row || !rota) return { cancel: 'it is not told who is on call any more' };
  if (!mustTell(row.kind, rota, row.told)) return { cancel: 'it is as it should be' };
  await tx.rows(mirrorsSql.leaving, [row.id, JSON.stringify(contentOf(row.kind, rota))]);
  const subject = `On call for ${lastOf(row.subject)} now`;
  const people = rota.people.map((arn) => ({ arn, alias: lastOf(arn) }));
  const message = {
    key: id,
    subject,
    text: peopleIn(rota.people),
    rota: { of: row.subject, people, members: rota.members },
  };
  return { send: { ...message, ...envelopeOf(rooms.keyring, row) } };
}

function envelopeOf(
  keyring: Keyring,
  { id, target, sealed }: MirrorRow,
): Pick<OutgoingMessage, 'to' | 'signingSecrets'> {
  if (!sealed) return { to: target };
  const { address, secret } = JSON.parse(keyring.open(sealed, contextOf(id))) as SealedHook;
  return { to: address, signingSecrets: [{ secret }] };
}

async function settled(tx: Tx, now: Date, { due }: MirrorRooms, message: Message, outcome: Outcome): Promise<void> {
  const row = await tx.first(mirrorsSql.lock, [message.channelId]);
  if (!row) return;
  if (outcome.kind === 'sent') {
    await tx.rows(mirrorsSql.arrived, [row.id, now]);
    // Others may be on call by now.
    await due.put(tx, now, [mirrorWork(row.id, row.account, now)]);
  } else if (outcome.kind === 'failed' || outcome.attempt >= TOLD_AT_TRY) {
    await tx.rows(mirrorsSql.fault, [row.id, `it could not be told: ${outcome.reason}`]);
  }
}
