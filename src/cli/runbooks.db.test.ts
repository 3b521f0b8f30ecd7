import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { call, done, refused } from '#test/kit/api';
import { muster, mustered } from '#test/kit/muster';
import { openWorld, type World } from '#test/kit/world';

/** Runbooks by the command line and the native API: the same texts as the AWS face has. */

let world: World;
let folder: string;
before(async () => {
  world = await openWorld();
  folder = await mkdtemp(join(tmpdir(), 'muster-runbooks-'));
});
after(async () => {
  await rm(folder, { recursive: true });
  await world[Symbol.asyncDispose]();
});

const text = (description: string, more = '') =>
  `schemaVersion: '0.3'\ndescription: ${description}\n${more}mainSteps:\n  - {name: wait, action: 'aws:pause', inputs: {}}\n`;

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('a runbook is put, read, given versions, and deleted', async () => {
  const first = file('first.yaml', text('first', 'parameters: {Unused: {type: String}}\n'));
  const made = await muster(world, ['runbooks', 'put', 'restart', first]);
  assert.deepEqual([made.code, made.out], [0, 'restart version 1\n']);
  assert.match(made.err, /^3:22: warning: parameters\.Unused: the parameter Unused is used nowhere/);
  assert.deepEqual(await mustered(world, `runbooks put restart ${first}`), ['restart version 1']);
  const second = file('second.yaml', text('second'));
  assert.deepEqual(await mustered(world, `runbooks put restart ${second} --keep-default --version-name two`), [
    'restart version 2',
  ]);
  assert.equal((await mustered(world, 'runbooks get restart'))[1], 'description: first');
  assert.equal((await mustered(world, 'runbooks get restart --version 2'))[1], 'description: second');
  const [head, newest, oldest] = await mustered(world, 'runbooks versions restart');
  assert.match(head!, /^VERSION +NAME +FORMAT/);
  assert.match(newest!, /^2 +two +YAML/);
  assert.match(oldest!, /^1 +default +YAML/);
  const rows = await mustered(world, 'runbooks list');
  assert.match(rows[0]!, /^RUNBOOK +OWNER +DEFAULT +LATEST +PLANS/);
  assert.ok(
    rows.some((row) => /^AWSIncidentManager-ResolveIncident +shipped +1 +1/.test(row)),
    rows.join('\n'),
  );
  assert.ok(
    rows.some((row) => /^restart +self +1 +2/.test(row)),
    rows.join('\n'),
  );
  assert.deepEqual(await mustered(world, 'runbooks default restart 2'), ['restart version 2']);
  await mustered(world, 'runbooks delete restart --version 1');
  await mustered(world, 'runbooks delete restart');
  const gone = await muster(world, ['runbooks', 'get', 'restart']);
  assert.deepEqual([gone.code, gone.out], [1, '']);
  assert.match(gone.err, /Document with name restart does not exist/);
});

test('a text is linted and drawn; errors end with 1', async () => {
  const good = file('good.yaml', text('good'));
  assert.deepEqual(await mustered(world, `runbooks lint ${good}`), ['Nothing to say.']);
  const [chart, ...lines] = await mustered(world, `runbooks graph --file ${good}`);
  assert.equal(chart, 'flowchart TD');
  assert.ok(lines.includes('  s_wait --> done'), lines.join('\n'));
  assert.match(
    (await mustered(world, 'runbooks graph AWSIncidentManager-ResolveIncident')).join('\n'),
    /s_ResolveIncident/,
  );
  const bad = file('bad.json', '{"schemaVersion": "0.3",\n "mainSteps": []}');
  const told = await muster(world, ['runbooks', 'lint', bad]);
  assert.deepEqual([told.code, told.out], [1, `${bad}:2:15: error: mainSteps: wanted one step at least, got none\n`]);
  const kept = await muster(world, ['runbooks', 'put', 'bad', bad]);
  assert.match(kept.err, /line 2, column 15, mainSteps: wanted one step at least/);
  assert.equal(kept.code, 1);
  assert.equal((await muster(world, ['runbooks', 'graph'])).code, 2);
});

test('the native API keeps shipped runbooks and other documents as they are', async () => {
  const shipped = '/runbooks/AWSIncidentManager-ResolveIncident';
  const body = { content: text('mine') };
  await refused(call(world, 'PUT', shipped, { body }), 403, 'accessDenied');
  await refused(call(world, 'DELETE', shipped), 403, 'accessDenied');
  const found = await done<{ owner: string; content: string; findings: unknown[] }>(call(world, 'GET', shipped));
  assert.deepEqual([found.owner, found.findings], ['shipped', []]);
  await refused(call(world, 'GET', '/runbooks/AWSIncidents-PostIncidentAnalysisTemplate'), 404, 'notFound');
  await refused(call(world, 'PUT', '/runbooks/mine/default', { body: { version: 1 } }), 404, 'notFound');
  await refused(call(world, 'POST', '/runbooks/graph', { body: { content: 'a: 1' } }), 400, 'validation');
});
