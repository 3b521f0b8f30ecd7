import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startIncident } from '#test/kit/deeds';
import { muster, mustered } from '#test/kit/muster';
import { replicationSet, responsePlan } from '#test/kit/scenario';
import { openWorld } from '#test/kit/world';

test('a template is set, shown, listed, copied by a file, and reset', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  await responsePlan(world, 'p', []);
  const none = await muster(world, ['templates', 'list']);
  assert.deepEqual([none.code, none.out], [0, '']);
  const made = await muster(world, ['templates', 'set', 'sms', '--plan', 'p', '--text', '{{incident.title}} now']);
  assert.deepEqual([made.code, made.out, made.err], [0, 'SMS\n', '']);
  assert.deepEqual(await mustered(world, 'templates show SMS --plan p'), ['{{incident.title}} now']);
  const [head, row] = await mustered(world, 'templates list');
  assert.match(head!, /^CHANNEL +PLAN +PARTS +CHANGED$/);
  assert.match(row!, /^SMS +p +text +2026-01-02T/);
  const folder = await mkdtemp(join(tmpdir(), 'muster-templates-'));
  try {
    const file = join(folder, 'sms.json');
    writeFileSync(file, (await mustered(world, 'templates show SMS --plan p --json')).join('\n'));
    await mustered(world, `templates set SMS --file ${file}`);
    assert.deepEqual(await mustered(world, 'templates show SMS'), ['{{incident.title}} now']);
    writeFileSync(file, '{"text": 5}');
    const wrong = await muster(world, ['templates', 'set', 'SMS', '--file', file]);
    assert.deepEqual([wrong.code, /wanted a text, got number/.test(wrong.err)], [2, true]);
  } finally {
    await rm(folder, { recursive: true });
  }
  await mustered(world, 'templates reset SMS --plan p');
  const gone = await muster(world, ['templates', 'show', 'SMS', '--plan', 'p']);
  assert.match(gone.err, /no such template/);
});

test('what could not be used is refused with the nearest placeholder, and what nothing sends is told', async () => {
  await using world = await openWorld({ without: ['PUSH'] });
  await replicationSet(world);
  const refused = await muster(world, ['templates', 'set', 'SMS', '--text', '{{alarm.naem}}']);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /the nearest one is \{\{alarm\.name\}\}/);
  const kept = await muster(world, ['templates', 'set', 'PUSH', '--text', 'x']);
  assert.match(kept.err, /sends no messages of the kind PUSH yet/);
  assert.equal((await muster(world, ['templates', 'set', 'SMS'])).code, 2);
  assert.match((await muster(world, ['templates', 'show', 'FAX'])).err, /wanted EMAIL, SMS, VOICE, CHAT, PUSH/);
});

test('a preview shows the texts of an example, or of an incident by its title', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  await startIncident(world, await responsePlan(world, 'p', []), { title: 'Bank is down' });
  const [sms] = await mustered(world, 'templates preview SMS');
  assert.match(sms!, /^Severity 2: Payment API latency.*Code 123456/);
  const mail = await mustered(world, 'templates preview EMAIL');
  assert.deepEqual(
    mail.filter((line) => line.startsWith('--- ')),
    ['--- subject', '--- text', '--- html'],
  );
  const own = ['--text', '{{incident.title}}!', '--incident', 'Bank is down'];
  assert.match((await muster(world, ['templates', 'preview', 'SMS', ...own])).out, /^Bank is down! Code 123456/);
  const empty = await muster(world, ['templates', 'preview', 'SMS', '--text', '{{alarm.name}}', '--incident', 'p']);
  assert.match(empty.err, /would not be used for this incident: text: nothing is left/);
});
