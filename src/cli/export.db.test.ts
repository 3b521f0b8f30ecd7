import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { AcceptPageCommand } from '@aws-sdk/client-ssm-contacts';
import { muster, mustered } from '#test/kit/muster';
import { answersIn, escalation, person, replicationSet, responsePlan } from '#test/kit/scenario';
import { openWorld, type World } from '#test/kit/world';

const TITLE = '=HYPERLINK("http://x") | *down*';

/** An incident in which Ana did not answer, Bob did, somebody wrote notes, and which is resolved. */
async function workedIncident(world: World): Promise<string> {
  await replicationSet(world);
  const [ana, bob] = [await person(world, 'ana'), await person(world, 'bob')];
  const tiers = await escalation(world, 'tiers', [
    { minutes: 5, people: [ana] },
    { minutes: 5, people: [bob] },
  ]);
  await responsePlan(world, 'payments', [tiers]);
  const [arn = ''] = await mustered(world, 'incidents start --plan payments --severity high --title', TITLE);
  await world.advance({ minutes: 6 });
  world.mail.take(ana.address);
  const [mail] = world.mail.take(bob.address);
  const { code, pageArn } = answersIn(mail!);
  await world.aws.contacts.send(new AcceptPageCommand({ PageId: pageArn, AcceptType: 'READ', AcceptCode: code }));
  const [id] = await mustered(world, `incidents note ${arn.slice(-12)}`, '+1 seen | by <b>two</b>\ncustomers');
  assert.match(id!, /^[0-9a-f-]{36}$/);
  await mustered(world, `incidents note ${arn} --time 5m-ago`, 'Rolled back');
  await mustered(world, `incidents resolve ${arn}`);
  return arn;
}

test('an incident is exported whole, the same each time', async () => {
  await using world = await openWorld();
  const arn = await workedIncident(world);
  const text = (await mustered(world, `incidents export ${arn}`)).join('\n');
  const all = JSON.parse(text);
  assert.deepEqual(Object.keys(all), ['format', 'incident', 'timeline', 'relatedItems', 'engagements']);
  assert.deepEqual([all.format, all.incident.arn, all.incident.status], ['muster-incident/1', arn, 'RESOLVED']);
  const notes = all.timeline.filter((event: { eventType: string }) => event.eventType === 'Note');
  assert.deepEqual(
    notes.map((event: { data: unknown }) => event.data),
    ['Rolled back', '+1 seen | by <b>two</b>\ncustomers'],
    'in the order of their times',
  );
  const receipts = all.engagements.flatMap((one: { pages: { page: { ContactArn: string }; receipts: object[] }[] }) =>
    one.pages.map(({ page, receipts }) => [
      page.ContactArn.slice(page.ContactArn.lastIndexOf('/') + 1),
      ...receipts.map((receipt) => (receipt as { ReceiptType: string }).ReceiptType),
    ]),
  );
  assert.deepEqual(receipts.sort(), [
    ['ana', 'SENT', 'STOP'],
    ['bob', 'SENT', 'READ'],
  ]);
  assert.equal((await mustered(world, `incidents export ${arn}`)).join('\n'), text);
});

test('as a table it holds every receipt, and nothing that a spreadsheet would run', async () => {
  await using world = await openWorld();
  const arn = await workedIncident(world);
  const { out } = await muster(world, ['incidents', 'export', arn, '--format', 'csv']);
  const lines = out.split('\r\n');
  assert.equal(lines[0], '"time","kind","type","who","text","id"');
  assert.ok(out.includes(`"'=HYPERLINK(""http://x"") | *down*"`), 'a title is no formula');
  assert.ok(out.includes(`"'+1 seen | by <b>two</b>\ncustomers"`), 'nor is a note');
  const receipts = lines.filter((line) => line.includes('"receipt"'));
  assert.equal(receipts.length, 4);
  assert.ok(receipts.some((line) => line.includes('"receipt","READ","bob"')));
  const times = lines.filter((line) => /"(event|receipt|engagement)"/.test(line)).map((line) => line.slice(1, 25));
  assert.deepEqual(times, times.toSorted(), 'in the order of time');
});

test('as a report it reads well, and the words of others are words', async () => {
  await using world = await openWorld();
  const arn = await workedIncident(world);
  const folder = await mkdtemp(join(tmpdir(), 'muster-cli-'));
  const file = join(folder, 'incident.md');
  const { code, out } = await muster(world, ['incidents', 'export', arn, '--format', 'md', '--output', file]);
  assert.deepEqual([code, out], [0, ''], 'the answer is in the file');
  const report = readFileSync(file, 'utf8');
  await rm(folder, { recursive: true });
  assert.match(report, /^# =HYPERLINK\("http:\/\/x"\) \\\| \\\*down\\\*\n/);
  for (const part of [
    '| Severity | 2 high |',
    '## Timeline',
    '### ana',
    '### bob',
    '| READ |',
    '+1 seen \\| by &lt;b&gt;two',
  ])
    assert.ok(report.includes(part), `${part} in\n${report}`);
  assert.match(report, /\| Resolved \| 2026-01-02 03:16:01Z, after 6 min \|/);
});

test('an unknown format and a file that cannot be written are wrong usage', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  await responsePlan(world, 'payments', []);
  const [arn = ''] = await mustered(world, 'incidents start --plan payments');
  const format = await muster(world, ['incidents', 'export', arn, '--format', 'pdf']);
  assert.match(format.err, /--format: wanted json, csv, md, got "pdf"/);
  const place = await muster(world, ['incidents', 'export', arn, '--output', '/nowhere/at/all.json']);
  assert.match(place.err, /--output: \/nowhere\/at\/all\.json cannot be written/);
  assert.deepEqual([format.code, place.code], [2, 2]);
  const empty = await muster(world, ['incidents', 'note', arn, ' ']);
  assert.deepEqual([empty.code, empty.out], [2, '']);
});
