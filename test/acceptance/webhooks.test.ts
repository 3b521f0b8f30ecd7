import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CreateSecretCommand, DeleteSecretCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { CreateContactChannelCommand, ValidationException } from '@aws-sdk/client-ssm-contacts';
import { resolve, startIncident } from '../kit/deeds.ts';
import { muster, mustered } from '../kit/muster.ts';
import { at, hookedPerson, newPerson, type OwnTown, openOwnTown } from '../kit/own-town.ts';
import { person, responsePlan, timelineOf } from '../kit/scenario.ts';
import type { Posted } from '../kit/webhook-receiver.ts';

/** Signed webhooks as contact channels, from the command line to the answer. */

/** Which of these secrets have signed it, by the header alone. */
function signers({ signature, body }: Posted, secrets: Record<string, string>): string[] {
  const [, time] = /^t=(\d+)/.exec(signature)!;
  const given = [...signature.matchAll(/v1=([0-9a-f]{64})/g)].map(([, hex]) => hex);
  const names = new Map(
    Object.entries(secrets).map(([name, secret]) => [
      createHmac('sha256', secret).update(`${time}.${body}`).digest('hex'),
      name,
    ]),
  );
  return given.map((hex) => names.get(hex!) ?? 'nobody');
}

async function paged({ world, hooks }: OwnTown, plan: string, address: string): Promise<Posted> {
  const incident = await startIncident(world, plan);
  await world.runDue();
  const [post, ...more] = hooks.take(address);
  assert.deepEqual(more, []);
  await resolve(world, incident);
  return post!;
}

test('a program is given a channel, confirms it, is paged, and its answer ends the page', async () => {
  await using town = await openOwnTown();
  const { world, hooks } = town;
  const bot = await hookedPerson(town, 'bot');
  assert.match(bot.secret, /^whsec_[\w-]{43}$/);
  assert.deepEqual(signers(bot.activation, { bot: bot.secret }), ['bot'], 'the very first message can be checked');
  const incident = await startIncident(world, await responsePlan(world, 'payments', [bot.arn]));
  await world.runDue();
  const [post] = hooks.take(bot.address);
  const { answerUrl, id, ...told } = post!.json;
  assert.deepEqual(told, {
    type: 'page',
    subject: 'Severity 2: Trouble with payments',
    text: told['text'],
    severity: 2,
    incidents: [{ arn: incident, title: 'Severity 2: Trouble with payments', severity: 2 }],
  });
  assert.match(String(told['text']), /p99 over 2 s/);
  assert.equal(id, post!.id);
  assert.deepEqual(signers(post!, { bot: bot.secret }), ['bot']);
  assert.equal((await at(world, String(answerUrl), 'GET')).body['state'], 'open');
  assert.equal((await at(world, String(answerUrl))).body['state'], 'acknowledged');
  await world.advance({ minutes: 10 });
  await resolve(world, incident);
});

test('an outside that breaks off gets the same message again under the same id, and the answer counts once', async () => {
  await using town = await openOwnTown();
  const { world, hooks } = town;
  const bot = await hookedPerson(town, 'bot');
  await hooks.make('unknown');
  const incident = await startIncident(world, await responsePlan(world, 'payments', [bot.arn]));
  await world.runDue();
  await hooks.make('ok');
  await world.advance({ seconds: 2 });
  const posts = hooks.take(bot.address);
  assert.equal(posts.length, 2);
  assert.equal(posts[0]!.body, posts[1]!.body);
  await at(world, String(posts[0]!.json['answerUrl']));
  await world.advance({ minutes: 10 });
  await resolve(world, incident);
});

test('for a day after its change messages are signed with both secrets, then with the new one alone', async () => {
  await using town = await openOwnTown();
  const { world } = town;
  const bot = await hookedPerson(town, 'bot');
  const plan = await responsePlan(world, 'payments', [bot.arn]);
  const [second] = await mustered(world, 'contacts channels signing-secret bot hook');
  const secrets = { first: bot.secret, second: second! };
  assert.deepEqual(signers(await paged(town, plan, bot.address), secrets), ['second', 'first']);
  await world.advance({ hours: 23 });
  assert.deepEqual(signers(await paged(town, plan, bot.address), secrets), ['second', 'first']);
  await world.advance({ hours: 1, seconds: 1 });
  assert.deepEqual(signers(await paged(town, plan, bot.address), secrets), ['second']);
});

test('a secret of Secrets Manager signs by its value and the one before; without it the page fails in words', async () => {
  await using town = await openOwnTown();
  const { world, hooks } = town;
  const { secrets } = world.aws;
  const bot = await hookedPerson(town, 'bot');
  const bob = await person(world, 'bob');
  const refused = await muster(world, 'contacts channels signing-secret bot hook --secret hook'.split(' '));
  assert.match(refused.err, /can't find the specified secret/);
  const { ARN } = await secrets.send(new CreateSecretCommand({ Name: 'hook', SecretString: 'one' }));
  await mustered(world, `contacts channels signing-secret bot hook --secret ${ARN}`);
  await mustered(world, 'contacts create tiers --type escalation-plan --stage 5:bot --stage 5:bob');
  const plan = await responsePlan(world, 'payments', [bot.arn.replace(/bot$/, 'tiers')]);
  const values = { one: 'one', two: 'two' };
  assert.deepEqual(signers(await paged(town, plan, bot.address), values), ['one']);
  await secrets.send(new PutSecretValueCommand({ SecretId: ARN, SecretString: 'two' }));
  assert.deepEqual(signers(await paged(town, plan, bot.address), values), ['two', 'one']);
  await secrets.send(new DeleteSecretCommand({ SecretId: ARN }));
  const incident = await startIncident(world, plan);
  await world.runDue();
  assert.deepEqual(hooks.take(bot.address), []);
  const lines = (await timelineOf(world, incident)).map(({ data }) => data).join('\n');
  assert.match(lines, /Page not sent: the secret that its messages are signed with cannot be read: /);
  await world.advance({ minutes: 5 });
  assert.equal(world.mail.take(bob.address).length, 1);
  await resolve(world, incident);
});

test('the AWS face shows what it cannot make, and refuses to make it as AWS does', async () => {
  await using town = await openOwnTown();
  const { world } = town;
  const bot = await hookedPerson(town, 'bot');
  const channel = { ContactId: bot.arn, Name: 'x', DeliveryAddress: { SimpleAddress: 'https://hooks.example.com/x' } };
  for (const Type of ['WEBHOOK', 'PUSH']) {
    const create = new CreateContactChannelCommand({ ...channel, Type: Type as 'SMS' });
    await assert.rejects(world.aws.contacts.send(create), (error: unknown) => {
      assert.ok(error instanceof ValidationException);
      assert.match(error.message, /Member must satisfy enum value set: \[SMS, VOICE, EMAIL\]/);
      return true;
    });
  }
  const shown = (await mustered(world, 'contacts channels list bot')).join('\n');
  assert.match(shown, new RegExp(`hook +WEBHOOK +activated +${bot.address}`));
});

test('what an address must be is said before anything is sent there, and no other kind of channel has a secret', async () => {
  await using town = await openOwnTown();
  const { world } = town;
  await newPerson(town, 'bot');
  const add = (address: string) =>
    muster(world, ['contacts', 'channels', 'add', 'bot', '--type', 'webhook', '--address', address]);
  assert.match((await add('hooks.example.com')).err, /wanted an address such as https:/);
  assert.match((await add('https://169.254.169.254/latest')).err, /metadata/);
  assert.deepEqual(await mustered(world, 'contacts channels list bot --json'), ['[]']);
  const ana = await person(world, 'ana');
  const wrong = await muster(world, ['contacts', 'channels', 'signing-secret', ana.arn, 'mail']);
  assert.match(wrong.err, /wanted a channel whose messages are signed \(WEBHOOK\), got one of type EMAIL/);
});

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../docs/webhooks.md'), 'utf8');
const example = (language: string) => new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(DOCUMENT)![1]!;

/** What a check must say of a signature: as it is, and with one thing changed. */
function cases(post: Posted, secret: string, now: number) {
  const [, time] = /^t=(\d+)/.exec(post.signature)!;
  const old = post.signature.replace(/v1=/, `v1=${'0'.repeat(64)},v1=`);
  return [
    { header: post.signature, body: post.body, secret, now, good: true },
    { header: old, body: post.body, secret, now, good: true },
    { header: post.signature, body: post.body, secret, now: now + 301, good: false },
    { header: post.signature, body: `${post.body} `, secret, now, good: false },
    { header: post.signature, body: post.body, secret: 'another', now, good: false },
    { header: post.signature.replace(time!, String(Number(time) + 1)), body: post.body, secret, now, good: false },
    { header: `t=${time}`, body: post.body, secret, now, good: false },
    { header: `t=${time},v1=00`, body: post.body, secret, now, good: false },
  ];
}

test('the checks in the documents take what Muster signs and nothing else: in Node', async () => {
  await using town = await openOwnTown();
  const { activation, secret } = await hookedPerson(town, 'bot');
  const source = `data:text/javascript,${encodeURIComponent(example('js'))}`;
  const { isFromMuster } = (await import(source)) as { isFromMuster: (...args: unknown[]) => boolean };
  for (const { header, body, good, ...one } of cases(activation, secret, town.world.now().getTime() / 1_000)) {
    assert.equal(isFromMuster(header, body, one.secret, one.now), good, header);
  }
});

test('the checks in the documents take what Muster signs and nothing else: in Python', async (t) => {
  if (spawnSync('python3', ['--version']).status !== 0) return t.skip('no python3 on this machine');
  await using town = await openOwnTown();
  const { activation, secret } = await hookedPerson(town, 'bot');
  const all = cases(activation, secret, town.world.now().getTime() / 1_000);
  const program = `${example('python')}
import json, sys
print(json.dumps([is_from_muster(c["header"], c["body"], c["secret"], c["now"]) for c in json.load(sys.stdin)]))`;
  const said = execFileSync('python3', ['-c', program], { input: JSON.stringify(all), encoding: 'utf8' });
  assert.deepEqual(
    JSON.parse(said),
    all.map(({ good }) => good),
  );
});
