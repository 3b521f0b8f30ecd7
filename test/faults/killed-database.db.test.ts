import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { ListIncidentRecordsCommand } from '@aws-sdk/client-ssm-incidents';
import { eventually } from './eventually.ts';
import { eachPagedOnce } from './law.ts';
import { ANA, BO, incident, paged, planOf } from './people.ts';
import { type Running, type Site, siteTest } from './site.ts';

/** A write is answered in two or three seconds after the kill, and the run prints in how many; on a busy machine in more. */
const ANSWERED_MS = 60_000;
/** What the supervisor says as loudly as it should. */
const DIED = /the database died|the database could not be started/;

const alarmArn = (name: string) => `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`;

/** Every alarm's event goes to the plan. */
async function route({ aws }: Running, planArn: string): Promise<void> {
  const EventPattern = JSON.stringify({ source: ['aws.cloudwatch'] });
  await aws.events.send(new PutRuleCommand({ Name: 'alarms', EventPattern }));
  await aws.events.send(new PutTargetsCommand({ Rule: 'alarms', Targets: [{ Id: 'plan', Arn: planArn }] }));
}

async function alarm({ aws }: Running, alarmName: string): Promise<void> {
  const Detail = JSON.stringify({ alarmName, state: { value: 'ALARM' } });
  const entry = { Source: 'aws.cloudwatch', DetailType: 'CloudWatch Alarm State Change', Detail };
  const put = await aws.events.send(
    new PutEventsCommand({ Entries: [{ ...entry, Resources: [alarmArn(alarmName)] }] }),
  );
  assert.equal(put.FailedEntryCount, 0);
}

/** A 503 is false; any other failure stays one. */
function unlessUnavailable(error: unknown): false {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  if (status !== 503) throw error;
  return false;
}

/** Sends alarms without a pause until one is taken again. Answers their names, by what they were answered. */
async function alarmsUntilTaken(node: Running, since: Date): Promise<{ accepted: string[]; refused: string[] }> {
  const accepted: string[] = [];
  const refused: string[] = [];
  const left = since.getTime() + ANSWERED_MS - Date.now();
  const takenAgain = async () => {
    const name = `alarm-${accepted.length + refused.length}`;
    const taken = await alarm(node, name).then(() => true, unlessUnavailable);
    (taken ? accepted : refused).push(name);
    return taken && refused.length > 0;
  };
  await eventually(
    'an event is refused, and one taken again',
    left,
    takenAgain,
    () => `${refused.length} were refused`,
  );
  return { accepted, refused };
}

/** The incidents that are stored, by the alarm that opened each; those that a person started go by their ARN. */
async function stored({ aws }: Running): Promise<Map<string, string>> {
  const { incidentRecordSummaries } = await aws.incidents.send(new ListIncidentRecordsCommand({ maxResults: 100 }));
  const entries = incidentRecordSummaries!.map(({ arn, incidentRecordSource }) => {
    const from = incidentRecordSource!.resourceArn?.split(':').at(-1);
    return [from ?? arn!, arn!] as const;
  });
  return new Map(entries);
}

/** Waits for the last page of all that is stored, and judges what people got. */
async function allPaged(site: Site, incidents: string[], kills: Date[]): Promise<void> {
  for (const arn of incidents) await paged(site, BO, arn);
  await site.quiet();
  eachPagedOnce([...site.take(ANA), ...site.take(BO)], [ANA, BO], incidents, kills);
}

siteTest(
  'the database is killed alone: intake answers 503 meanwhile, then a write is taken again, and all that was accepted pages',
  async (site, t) => {
    const node = await site.start();
    const plan = await planOf(site, node, [ANA, BO], 1);
    await route(node, plan);
    const before = await incident(node, plan);
    await paged(site, ANA, before);

    const killed = await site.killDatabase();
    const { accepted, refused } = await alarmsUntilTaken(node, killed);
    t.diagnostic(`${refused.length} refused, taken again ${Date.now() - killed.getTime()} ms after the kill`);
    const incidents = await stored(node);
    for (const known of [before, ...accepted]) assert.ok(incidents.has(known), `${known} was accepted and is stored`);
    await allPaged(site, [...incidents.values()], [killed]);
  },
  { expectErrors: DIED },
);

siteTest(
  'node and database are killed together: a write is answered again, and what was accepted pages',
  async (site, t) => {
    const first = await site.start();
    const plan = await planOf(site, first, [ANA, BO], 1);
    const before = await incident(first, plan);
    const nodeKilled = await first.kill();
    const killed = await site.killDatabase();

    const second = await site.start();
    const after = await incident(second, plan);
    t.diagnostic(`answered ${Date.now() - nodeKilled.getTime()} ms after the kill`);
    await allPaged(site, [before, after], [nodeKilled, killed]);
  },
);

siteTest(
  'the database under two nodes is killed: the one that looks after it brings it back, and the other goes on too',
  async (site) => {
    const one = await site.start();
    const plan = await planOf(site, one, [ANA, BO], 1);
    const two = await site.startBeside();
    const before = await incident(two, plan);
    const killed = await site.killDatabase();
    const left = () => killed.getTime() + ANSWERED_MS - Date.now();
    const again = (node: Running) => {
      const token = randomUUID();
      const call = () => incident(node, plan, token).catch(unlessUnavailable);
      return eventually('a node answers again', left(), call, () => 'a 503');
    };
    const after = [await again(one), await again(two)];
    await allPaged(site, [before, ...after], [killed]);
  },
  { expectErrors: DIED },
);
