import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CreateReplicationSetCommand, StartIncidentCommand } from '@aws-sdk/client-ssm-incidents';
import type { Signer } from '#kernel/sign';
import { openWorld, type World } from '../kit/world.ts';
import { type List, listsOf, manyOfEach } from './kit/lists.ts';
import { type Seed, seed } from './kit/seed.ts';
import { operations } from './kit/services.ts';
import { type Answer, call, signerOf } from './kit/wire.ts';

/** Every list, one item at a time, and with tokens that are not its own. */

let world: World;
let seeded: Seed;
let other: Signer;
let lists: List[];
before(async () => {
  world = await openWorld();
  seeded = await seed(world);
  lists = listsOf(seeded, await manyOfEach(world, seeded));
  const clients = await world.addKey('210987654321');
  await clients.incidents.send(new CreateReplicationSetCommand({ regions: { 'us-east-1': {} } }));
  other = await signerOf(clients);
});
after(() => world[Symbol.asyncDispose]());

function ask({ title }: List, input: Record<string, unknown>, signer?: Signer): Promise<Answer> {
  const { service, operation } = operations.find((each) => each.title === title)!;
  return call(world, service, operation.name, input, signer ? { signer } : {});
}

const idsOf = ({ items, id }: List, answer: Answer) =>
  (answer.body[items] as Record<string, unknown>[]).map((item) => (id === undefined ? item : item[id]));

test('every list gives all items once, in order, one at a time, and no token on its last page', async () => {
  for (const list of lists) {
    const whole = await ask(list, list.input);
    const all = idsOf(list, whole);
    assert.equal(whole.body[list.token], undefined, `${list.title}: the whole needs no token`);
    assert.ok(
      all.length >= (/ReplicationSets|Pages|Receipts/.test(list.title) ? 1 : 3),
      `${list.title}: ${all.length}`,
    );
    const found: unknown[] = [];
    for (let token: unknown, pages = 0; pages === 0 || token !== undefined; pages += 1) {
      assert.ok(pages <= all.length, `${list.title} ends`);
      const answer = await ask(list, { ...list.input, [list.size]: 1, ...(token ? { [list.token]: token } : {}) });
      assert.equal(answer.status, 200, answer.text);
      assert.equal(idsOf(list, answer).length, 1, list.title);
      found.push(...idsOf(list, answer));
      token = answer.body[list.token];
    }
    assert.deepEqual(found, all, list.title);
  }
});

/** What another account is told of what is not its own. */
const UNKNOWN_THERE = ['AccessDeniedException', 'ResourceNotFoundException', 'AutomationExecutionNotFoundException'];

test('a list knows its own tokens only', async () => {
  const faults: string[] = [];
  const refused = async (what: string, list: List, input: Record<string, unknown>, signer?: Signer) => {
    const answer = await ask(list, input, signer);
    const fine = answer.code === list.code || (signer && UNKNOWN_THERE.includes(answer.code ?? ''));
    if (!fine) faults.push(`${list.title} ${what}: ${answer.status} ${answer.code}`);
  };
  const tokens = new Map<List, string>();
  for (const list of lists) {
    const token = (await ask(list, { ...list.input, [list.size]: 1 })).body[list.token];
    if (typeof token === 'string') tokens.set(list, token);
  }
  assert.ok(tokens.size >= 5, `${tokens.size} lists have a second page`);
  for (const list of lists) {
    const own = tokens.get(list);
    for (const forged of [
      'forged',
      'A'.repeat(64),
      own && `${own.slice(0, -1)}${own.endsWith('A') ? 'B' : 'A'}`,
      own && `A${own.slice(1)}`,
      own && `${own}A`,
    ]) {
      if (forged) await refused(`forged ${forged.slice(0, 8)}`, list, { ...list.input, [list.token]: forged });
    }
    for (const [foreign, token] of tokens) {
      if (foreign !== list) await refused(`of ${foreign.title}`, list, { ...list.input, [list.token]: token });
    }
    if (own && list.otherwise) await refused('of other filters', list, { ...list.otherwise, [list.token]: own });
    if (own) await refused('of another account', list, { ...list.input, [list.token]: own }, other);
  }
  assert.deepEqual(faults, []);
});

test('a token continues where it was, also when new items came and with another size', async () => {
  const list = lists[0]!;
  const first = await ask(list, { ...list.input, maxResults: 2 });
  const before = idsOf(list, await ask(list, list.input));
  await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn: seeded.planArn, title: 'Later' }));
  const rest = await ask(list, { ...list.input, maxResults: 100, nextToken: first.body['nextToken'] });
  assert.deepEqual([...idsOf(list, first), ...idsOf(list, rest)], before);
  await world.runDue();
  world.mail.take(seeded.ana.address);
});

test('a token is good for a day', async () => {
  const list = lists[0]!;
  const { body } = await ask(list, { ...list.input, maxResults: 1 });
  await world.advance({ hours: 23 });
  for (const { address } of [seeded.ana, seeded.bo]) world.mail.take(address);
  assert.equal((await ask(list, { ...list.input, nextToken: body['nextToken'] })).status, 200);
  await world.advance({ hours: 1, seconds: 1 });
  assert.equal((await ask(list, { ...list.input, nextToken: body['nextToken'] })).code, 'ValidationException');
});
