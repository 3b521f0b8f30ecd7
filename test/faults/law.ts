import assert from 'node:assert/strict';
import { incidentsIn } from '../kit/scenario.ts';
import type { ReceivedMail } from '../kit/smtp-sink.ts';

/**
 * A kill so soon after a page, or before it came in, may bring it once more: it was not yet recorded that it had left. A quiet
 * machine records it in some milliseconds, a busy one may take seconds.
 */
const IN_DOUBT_MS = 3_000;

/**
 * Fails unless the mails page each of `people` for each incident and nobody for anything else, once; a further copy must be
 * explained by a kill near the copy before it, and before the further one.
 */
export function eachPagedOnce(mails: ReceivedMail[], people: string[], incidents: string[], kills: Date[] = []): void {
  const copies = new Map<string, ReceivedMail[]>();
  for (const mail of mails) {
    assert.notEqual(incidentsIn(mail).length, 0, `a mail about no incident: ${mail.to}: ${mail.subject}`);
    for (const arn of incidentsIn(mail)) {
      const page = `${mail.to} ${arn}`;
      copies.set(page, [...(copies.get(page) ?? []), mail]);
    }
  }
  const wanted = people.flatMap((person) => incidents.map((arn) => `${person} ${arn}`));
  assert.deepEqual([...copies.keys()].sort(), wanted.sort(), 'who was paged for what');
  const twice = [...copies].filter(([, all]) =>
    all.slice(1).some((again, index) => !inDoubt(all[index]!, again, kills)),
  );
  assert.deepEqual(
    twice.map(([page, all]) => `${page}: ${all.map(({ key, receivedAt }) => `${receivedAt.toISOString()} ${key}`)}`),
    [],
    'copies without a cause',
  );
}

const inDoubt = (mail: ReceivedMail, again: ReceivedMail, kills: Date[]) =>
  kills.some((kill) => kill < again.receivedAt && Math.abs(kill.getTime() - mail.receivedAt.getTime()) <= IN_DOUBT_MS);
