import assert from 'node:assert/strict';
import { CreateContactCommand } from '@aws-sdk/client-ssm-contacts';
import { createPush } from '#providers/push';
import { createWebhook } from '#providers/webhook';
import { muster, mustered } from './muster.ts';
import { type FakePushService, openPushService } from './push-service.ts';
import { replicationSet } from './scenario.ts';
import { type FakeReceiver, openReceiver } from './webhook-receiver.ts';
import { openWorld, T0, type World, type WorldOptions } from './world.ts';

/** People with browsers and servers of their own. */

export interface OwnTown extends AsyncDisposable {
  world: World;
  push: FakePushService;
  hooks: FakeReceiver;
}

/** A world whose pushes and webhooks go to a push service and a server. Closing it fails on what the test did not take. */
export async function openOwnTown(options: WorldOptions = {}): Promise<OwnTown> {
  let world: World | undefined;
  const now = () => world?.now() ?? T0;
  const [push, hooks] = [await openPushService({ now }), await openReceiver({ now })];
  const channels = [createPush(push.options), createWebhook(hooks.options)];
  world = await openWorld({ ...options, channels, pushKey: push.options.keys.publicKey });
  await replicationSet(world);
  return {
    world,
    push,
    hooks,
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      await push[Symbol.asyncDispose]();
      await hooks[Symbol.asyncDispose]();
    },
  };
}

/** What a program says at an address that Muster gave out, or at a path of it. */
export async function at(world: World, where: string, method = 'POST', body?: object) {
  const { pathname } = new URL(where, world.url);
  const response = await fetch(`${world.url}${pathname}`, {
    method,
    headers: { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** A person without channels. */
export async function newPerson({ world }: Pick<OwnTown, 'world'>, Alias: string): Promise<string> {
  const { contacts } = world.aws;
  return (await contacts.send(new CreateContactCommand({ Alias, Type: 'PERSONAL', Plan: { Stages: [] } }))).ContactArn!;
}

/** The token in a link that the command line made. */
export async function pushToken(world: World, alias: string): Promise<string> {
  const [url] = await mustered(world, `contacts push-link ${alias}`);
  const [, token] = /^https:\/\/muster\.example\/push#([\w-]+)$/.exec(url!) ?? [];
  assert.ok(token, `a link: ${url}`);
  return token;
}

/** A person whose plan pushes to one browser, which was subscribed by a link and confirmed by a tap. */
export async function pushedPerson(town: OwnTown, alias: string) {
  const { world, push } = town;
  const arn = await newPerson(town, alias);
  const subscription = await push.subscribe();
  const token = await pushToken(world, alias);
  const made = await at(world, '/push/subscribe', 'POST', { token, subscription, name: 'phone' });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  await world.runDue();
  const [activation] = push.take(subscription);
  assert.equal((await at(world, activation!.payload.path!)).body['state'], 'confirmed');
  await mustered(world, `contacts plan set ${alias} --stage 5:phone/2`);
  return { arn, alias, subscription };
}

/** A person whose plan posts to one address, which was confirmed by its receiver. */
export async function hookedPerson(town: OwnTown, alias: string) {
  const { world, hooks } = town;
  const arn = await newPerson(town, alias);
  const address = hooks.address(alias);
  const { code, out, err } = await muster(
    world,
    `contacts channels add ${alias} --type webhook --name hook --address ${address}`.split(' '),
  );
  assert.equal(code, 0, err);
  const [, secret] = out.trimEnd().split('\n');
  await world.runDue();
  const [activation] = hooks.take(address);
  assert.equal((await at(world, String(activation!.json['answerUrl']))).body['state'], 'confirmed');
  await mustered(world, `contacts plan set ${alias} --stage 5:hook/2`);
  return { arn, alias, address, secret: secret!, activation: activation! };
}
