import assert from 'node:assert/strict';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { statement } from '#storage/statement';
import { call, done } from './api.ts';
import type { World } from './world.ts';

/** Other systems that bring alerts, and what becomes of them. */

export interface MadeKey {
  id: string;
  secret: string;
}

/** Makes an intake key of a source, as the administrator. */
export async function intakeKey(world: World, source: string, body: object = {}): Promise<MadeKey> {
  const made = await done<{ key: { id: string }; secret: string }>(
    call(world, 'POST', '/intake/keys', { body: { source, ...body } }),
    201,
  );
  return { id: made.key.id, secret: made.secret };
}

export interface Answered {
  status: number;
  headers: Headers;
  /** The parsed JSON, or the text. */
  body: unknown;
}

/** Sends what another system sends. A text goes as it is, all else as JSON. */
export async function bring(
  world: Pick<World, 'url'>,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
  method = 'POST',
): Promise<Answered> {
  const content = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(`${world.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: content }),
  });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get('content-type') ?? '');
  return { status: answer.status, headers: answer.headers, body: isJson && text !== '' ? JSON.parse(text) : text };
}

export const bearer = ({ secret }: Pick<MadeKey, 'secret'>) => ({ authorization: `Bearer ${secret}` });

/** An event as the bus has it. */
export interface Envelope {
  source: string;
  'detail-type': string;
  detail: {
    labels: Record<string, string>;
    annotations: Record<string, string>;
    startsAt: string | null;
    endsAt: string | null;
    fingerprint: string;
    raw: unknown;
  };
}

const stored = statement<{ body: string }>(
  'test.alertEvents',
  "select e.body from events e where e.source like 'muster.%' and e.account <> 'muster' order by e.id",
);

/** All events of alerts that are stored, oldest first. */
export const alertEvents = async ({ db }: World): Promise<Envelope[]> =>
  (await db.rows(stored)).map(({ body }) => JSON.parse(body) as Envelope);

/** A rule that sends a source's alerts that fire to a plan. */
export async function alertsRule(
  { aws }: World,
  source: string,
  planArn: string,
  Name = `from-${source}`,
  labels: Record<string, string> = {},
): Promise<void> {
  const wanted = Object.entries(labels).map(([name, value]) => [name, [value]]);
  const detail = wanted.length > 0 ? { detail: { labels: Object.fromEntries(wanted) } } : {};
  const EventPattern = JSON.stringify({ source: [`muster.${source}`], 'detail-type': ['Alert Firing'], ...detail });
  await aws.events.send(new PutRuleCommand({ Name, EventPattern }));
  const put = await aws.events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'plan', Arn: planArn }] }));
  assert.deepEqual(put.FailedEntries, []);
}
