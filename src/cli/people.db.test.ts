import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { muster, mustered } from '#test/kit/muster';
import { replicationSet } from '#test/kit/scenario';
import { openWorld, type World } from '#test/kit/world';

/** The activation code in the newest mail to an address. */
async function codeSentTo(world: World, address: string): Promise<string> {
  await world.runDue();
  const code = /code:? (\d{6})/.exec(world.mail.take(address).at(-1)?.text ?? '')?.[1];
  assert.ok(code, `a code was sent to ${address}`);
  return code;
}

/** A person who can be paged, made by commands alone. */
async function personByHand(world: World, alias: string): Promise<void> {
  await mustered(world, `contacts create ${alias}`);
  await mustered(world, `contacts channels add ${alias} --address ${alias}@example.com --name mail`);
  await mustered(world, `contacts activate ${alias} ${await codeSentTo(world, `${alias}@example.com`)}`);
  await mustered(world, `contacts plan set ${alias} --stage 5:mail/2`);
}

test('a person is made, given a channel, activated and planned from the command line', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const [arn] = await mustered(world, 'contacts create ana --name', 'Ana Abel');
  assert.equal(arn, 'arn:aws:ssm-contacts:us-east-1:123456789012:contact/ana');
  await mustered(world, 'contacts channels add ana --address ana@example.com --name mail');
  const before = await mustered(world, 'contacts channels list ana');
  assert.match(before[1]!, /^mail {2}EMAIL {2}not activated {2}ana@example\.com {2}[0-9a-f-]{36}$/);
  await codeSentTo(world, 'ana@example.com');
  await mustered(world, 'contacts channels send-code ana mail');
  const code = await codeSentTo(world, 'ana@example.com');
  await mustered(world, `contacts activate ana ${code}`);
  await mustered(world, 'contacts plan set ana --stage 5:mail/2 --stage 10:email');
  assert.deepEqual(await mustered(world, 'contacts plan show ana'), [
    'STAGE  WHAT',
    '1      5 min: mail (again every 2 min)',
    '2      10 min: mail',
  ]);
  const shown = (await mustered(world, 'contacts show ana')).join('\n');
  for (const part of ['Ana Abel', 'person', 'mail (EMAIL, activated): ana@example.com', 'stage 2']) {
    assert.ok(shown.includes(part), part);
  }
  await mustered(world, 'contacts update ana --name Ana');
  assert.match((await mustered(world, 'contacts list --type person'))[1]!, /^ana {4}person {2}Ana {3}arn:/);
});

test('what the options of people lack is told, and nothing is changed', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  await mustered(world, 'contacts create ana');
  const faults: [line: string, code: number, told: RegExp][] = [
    ['contacts activate ana 123456', 2, /every channel of ana is activated, or there is none/],
    ['contacts channels add ana', 2, /--address is needed/],
    [
      'contacts channels add ana --type pigeon --address x',
      2,
      /--type: wanted email, sms, voice, slack, webhook, got "pigeon"/,
    ],
    ['contacts plan set ana', 2, /give --stage, --rotation or --file/],
    ['contacts plan set ana --stage 5:fax', 2, /no channel of ana is called "fax"/],
    ['contacts plan set ana --stage ana', 2, /--stage: wanted MINUTES:TARGET/],
    ['contacts plan set ana --stage 31:mail', 2, /from 1 to 30, got "31"/],
    ['contacts show nobody', 1, /ResourceNotFoundException/],
    ['contacts list --type robot', 2, /--type: wanted person/],
  ];
  for (const [line, code, told] of faults) {
    const { code: ended, out, err } = await muster(world, line.split(' '));
    assert.deepEqual([line, ended, out], [line, code, '']);
    assert.match(err, told);
  }
  assert.deepEqual(JSON.parse((await mustered(world, 'contacts plan show ana --json')).join('')), { Stages: [] });
});

test('an escalation plan is made of people, copied by a file, and deleted', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  for (const alias of ['ana', 'bob']) await personByHand(world, alias);
  await mustered(world, 'contacts create tiers --type escalation-plan --stage 5:ana --stage 10:ana,bob/optional');
  const stages = await mustered(world, 'contacts plan show tiers');
  assert.deepEqual(stages.slice(1), ['1      5 min: ana', '2      10 min: ana, bob (optional)']);

  const folder = await mkdtemp(join(tmpdir(), 'muster-cli-'));
  const file = join(folder, 'plan.json');
  writeFileSync(file, (await mustered(world, 'contacts plan show tiers --json')).join('\n'));
  await mustered(world, `contacts create copy --type escalation-plan --file ${file}`);
  assert.deepEqual(await mustered(world, 'contacts plan show copy'), stages);
  writeFileSync(file, '{"Stagse": []}');
  const misspelt = await muster(world, ['contacts', 'plan', 'set', 'copy', '--file', file]);
  assert.equal(misspelt.code, 2);
  assert.match(misspelt.err, /there is no member Stagse; did you mean Stages\?/);
  await rm(folder, { recursive: true });

  const inUse = await muster(world, ['contacts', 'delete', 'ana']);
  assert.equal(inUse.code, 1);
  assert.match(inUse.err, /ConflictException: .*tiers/);
  for (const alias of ['tiers', 'copy', 'ana']) await mustered(world, `contacts delete ${alias}`);
  assert.match((await mustered(world, 'contacts list')).join('\n'), /^ALIAS.*\nbob /);
});

test('a channel is moved, deactivated and deleted', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  await personByHand(world, 'ana');
  await mustered(world, 'contacts channels update ana mail --address ana@example.org --name post');
  const code = await codeSentTo(world, 'ana@example.org');
  assert.match((await mustered(world, 'contacts channels list ana'))[1]!, /^post .*not activated {2}ana@example\.org/);
  await mustered(world, `contacts activate ana ${code} --channel post`);
  await mustered(world, 'contacts channels deactivate ana post');
  assert.match((await mustered(world, 'contacts channels list ana'))[1]!, /not activated/);
  await mustered(world, 'contacts channels delete ana post');
  const none = await muster(world, ['contacts', 'channels', 'list', 'ana']);
  assert.deepEqual([none.code, none.out], [0, '']);
  assert.match(none.err, /ana has no channel/);
});
