import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { CreateRotationOverrideCommand } from '@aws-sdk/client-ssm-contacts';
import { createWebhook } from '#providers/webhook';
import { statement } from '#storage/statement';
import { call, done, refused } from '../kit/api.ts';
import { type ChatTown, linked, openChatTown } from '../kit/chat-town.ts';
import { muster, mustered } from '../kit/muster.ts';
import { person, rotation, schedule } from '../kit/scenario.ts';
import { directOf } from '../kit/slack.ts';
import { openReceiver, type Posted } from '../kit/webhook-receiver.ts';
import { T0 } from '../kit/world.ts';

/** Behaviours 74 (`slackusergroup`) and 80 (`webhookoncall`): what outside is kept as who is on call. */

const stays = statement('test.mirrors', 'select m.* from oncall_mirrors m');
const ANA = { id: 'U0000000001' };
const BOB = { id: 'U0000000002' };
const GROUP = 'S0000000001';

async function rota(town: Pick<ChatTown, 'world'>) {
  const { world } = town;
  const [ana, bob] = [await person(world, 'ana'), await person(world, 'bob')];
  const arn = await rotation(world, 'primary', [ana, bob]);
  return { arn, ana, bob, of: (await schedule(world, 'desk', [arn])).arn };
}

/** Somebody is on call instead, or nobody, from now on for so long. */
async function override({ world }: Pick<ChatTown, 'world'>, RotationId: string, people: string[], hours: number) {
  const StartTime = world.now();
  const EndTime = new Date(StartTime.getTime() + hours * 3_600_000);
  const asked = { RotationId, NewContactIds: people, StartTime, EndTime };
  await world.aws.contacts.send(new CreateRotationOverrideCommand(asked));
}

/** A person gets a channel in Slack, and proves that it is theirs. */
async function inSlack({ world, slack }: ChatTown, alias: string, { id }: typeof ANA): Promise<void> {
  await mustered(world, `contacts channels add ${alias} --type slack --address ${id}`);
  await world.runDue();
  const [, code] = /the code (\d{6,10})/.exec(slack.take(directOf(id))[0]!.text)!;
  await mustered(world, `contacts activate ${alias} ${code}`);
}

test('74 slackusergroup: a group in Slack has who is on call as its members: at a hand-off, and while an override lasts', async () => {
  await using town = await openChatTown();
  const { world, slack } = town;
  const { arn, ana, bob, of } = await rota(town);
  const group = () => slack.groups.get(GROUP);
  const fault = async () =>
    (await done<{ mirrors: { fault: string | null }[] }>(call(world, 'GET', '/on-call-mirrors'))).mirrors[0]!.fault;
  const [id] = await mustered(world, `chat mirror desk --slack-group ${GROUP}`);
  await world.runDue();
  assert.equal(group(), undefined, 'ana is on call, and nobody in Slack: the group is left as it is');
  assert.match((await fault())!, /not known in Slack: ana; the group is left as it is/);
  const check = (await muster(world, ['doctor'])).out;
  assert.match(check, /Slack user group S0000000001, of desk/);

  await inSlack(town, 'ana', ANA);
  await linked(town, 'bob', BOB);
  await world.advance({ minutes: 5 });
  assert.deepEqual([group(), await fault()], [{ users: [ANA.id], updates: 1 }, null], 'within five minutes');
  await world.advance({ minutes: 40 });
  assert.equal(group()!.updates, 1, 'nothing has changed');
  await world.advance({ minutes: 10 });
  assert.deepEqual(group(), { users: [BOB.id], updates: 2 }, 'the hand-off at four');
  await override(town, arn, [ana.arn], 1);
  await world.advance({ minutes: 5 });
  assert.deepEqual(group(), { users: [ANA.id], updates: 3 }, 'an override has begun');
  await world.advance({ minutes: 60 });
  assert.deepEqual(group(), { users: [BOB.id], updates: 4 }, 'and ended');

  slack.fail('no_such_subteam');
  await override(town, arn, [ana.arn], 1);
  await world.advance({ minutes: 6 });
  assert.match((await fault())!, /it could not be told: Slack refused it \(no_such_subteam\)/);
  slack.fail(undefined);
  await world.advance({ minutes: 6 });
  assert.deepEqual([group(), await fault()], [{ users: [ANA.id], updates: 5 }, null], 'it is tried again');
  const again = { of: of, slackGroup: GROUP };
  await refused(call(world, 'POST', '/on-call-mirrors', { body: again }), 409, 'conflict');
  await refused(
    call(world, 'POST', '/on-call-mirrors', { body: { of: bob.arn, slackGroup: GROUP } }),
    400,
    'validation',
  );
  await mustered(world, `chat unmirror ${id}`);
  await world.advance({ hours: 1 });
  assert.equal(group()!.updates, 5, 'it stays as it is');
});

/** What a receiver does: the signature over the time and the body. */
function checked({ signature, body, json }: Posted, secret: string) {
  const [, seconds, given] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature)!;
  assert.equal(given, createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'));
  const people = (json['people'] as { alias: string }[]).map(({ alias }) => alias);
  return [json['type'], people];
}

test('80 webhookoncall: an address is told who is on call, at once and at each change, signed; nobody is told as nobody', async () => {
  let now = () => T0;
  await using hooks = await openReceiver({ now: () => now() });
  await using town = await openChatTown({ channels: [createWebhook(hooks.options)] });
  const { world } = town;
  now = world.now;
  const { arn, of } = await rota(town);
  const address = hooks.address('oncall-with-a-token-in-it');
  const made = await done<{ mirror: { target: string }; secret: string }>(
    call(world, 'POST', '/on-call-mirrors', { body: { of, webhook: address } }),
    201,
  );
  assert.match(made.secret, /^whsec_/);
  assert.match(made.mirror.target, /^127\.0\.0\.1:\d+#[0-9a-f]{16}$/);
  const told = () => hooks.take(address).map((one) => checked(one, made.secret));
  await world.runDue();
  assert.deepEqual(told(), [['oncall', ['ana']]]);
  await world.advance({ minutes: 50 });
  assert.deepEqual(told(), [['oncall', ['bob']]], 'the hand-off at four');
  await override(town, arn, [], 1);
  await world.advance({ minutes: 5 });
  assert.deepEqual(told(), [['oncall', []]]);
  await hooks.make('permanent');
  await world.advance({ minutes: 62 });
  const { mirrors } = await done<{ mirrors: { fault: string }[] }>(call(world, 'GET', '/on-call-mirrors'));
  assert.match(mirrors[0]!.fault, /it could not be told: the receiver answered 410/);
  hooks.take(address);
  await hooks.make('ok');
  await world.advance({ minutes: 6 });
  assert.deepEqual(told(), [['oncall', ['bob']]], 'what was refused is told at the next look');
  const stored = JSON.stringify(await world.db.rows(stays, []));
  assert.ok(!stored.includes('oncall-with-a-token-in-it') && !stored.includes(made.secret));
  const answered = JSON.stringify(await done(call(world, 'GET', '/on-call-mirrors')));
  assert.ok(!answered.includes('oncall-with-a-token-in-it') && !answered.includes(made.secret));
  await refused(call(world, 'POST', '/on-call-mirrors', { body: { of } }), 400, 'validation');
  await refused(call(world, 'POST', '/on-call-mirrors', { body: { of, webhook: 'ftp://x' } }), 400, 'validation');
});
