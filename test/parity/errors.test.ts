import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CreateReplicationSetCommand } from '@aws-sdk/client-ssm-incidents';
import { openWorld, type World } from '../kit/world.ts';
import type { Clients } from '../kit/world-clients.ts';
import { ask } from './kit/ask.ts';
import { breaksOf } from './kit/breaks.ts';
import { cannotHappen } from './kit/cannot-happen.ts';
import { ERRORS, type ErrorLetters, modelErrors } from './kit/model-errors.ts';
import { provocations } from './kit/provocations.ts';
import { inputs, type Seed, seed } from './kit/seed.ts';
import { operations } from './kit/services.ts';

/**
 * Every error that AWS's models let an operation of Incident Manager give, provoked with the official client; or the reason why
 * it cannot happen here. An operation with neither fails.
 */

type Input = Record<string, unknown>;

let world: World;
let seeded: Seed;
let other: Clients;
/** Of an account that has no replication set. */
let bare: Clients;
before(async () => {
  world = await openWorld();
  seeded = await seed(world);
  other = await world.addKey('210987654321');
  bare = await world.addKey('310987654321');
  await other.incidents.send(new CreateReplicationSetCommand({ regions: { 'us-east-1': {} } }));
});
after(async () => {
  await world.runDue();
  for (const { address } of [seeded.ana, seeded.bo]) world.mail.take(address);
  await world[Symbol.asyncDispose]();
});

const goodOf = (title: string): Input => inputs(seeded)[title]!;

/** The good input with one constraint broken that no client checks. */
function broken(title: string): Input {
  const { operation } = operations.find((each) => each.title === title)!;
  const found = breaksOf(operation.input).find(({ type, what }) => !type && /longer than|more than/.test(what));
  assert.ok(found, `${title} has no bound to break: give it a provocation`);
  return { ...goodOf(title), ...found.input };
}

/** The good input, of something that is not there. */
function astray(title: string): Input {
  const nobody = (arn: string) =>
    arn.replace(/[^/]+$/, (id) => (/^[0-9a-f-]{36}$/.test(id) ? '00000000-0000-4000-8000-000000000000' : 'nobody'));
  const [member, arn] = Object.entries(goodOf(title)).find(([, value]) => /^arn:/.test(String([value].flat()[0])))!;
  return { ...goodOf(title), [member]: Array.isArray(arn) ? arn.map(nobody) : nobody(String(arn)) };
}

/** What is done unless an operation has a provocation of its own. */
const usual: Partial<Record<ErrorLetters, (title: string) => { clients: Clients; input: Input }>> = {
  VA: (title) => ({ clients: world.aws, input: broken(title) }),
  AD: (title) => ({ clients: other, input: goodOf(title) }),
  // A plan names nothing that has to be there, but for the account's replication set.
  NF: (title) =>
    title === 'ssm-incidents CreateResponsePlan'
      ? { clients: bare, input: goodOf(title) }
      : { clients: world.aws, input: astray(title) },
};

async function provoke(title: string, letters: ErrorLetters) {
  const own = provocations[title]?.[letters];
  if (own) return ask(world.aws, title, await own(world, seeded));
  const { clients, input } = usual[letters]!(title);
  return ask(clients, title, input);
}

/** Statuses of ssm-incidents; those of ssm-contacts are 400 all. */
const STATUS: Record<ErrorLetters, number> = { AD: 403, CF: 409, DE: 500, IS: 500, NF: 404, SQ: 402, TH: 429, VA: 400 };

for (const [title, letters] of Object.entries(modelErrors)) {
  for (const each of letters.split(' ') as ErrorLetters[]) {
    const why = cannotHappen(title, each);
    const can = provocations[title]?.[each] ?? usual[each];
    test(`${title}: ${ERRORS[each]} ${why ? `cannot happen: ${why}` : 'is what the official client hears'}`, async () => {
      assert.ok(why || can, `neither provoked nor named as impossible`);
      if (why) {
        assert.ok(!provocations[title]?.[each], 'named as impossible, and provoked');
        return;
      }
      const { error } = await provoke(title, each);
      assert.ok(error, 'it succeeded');
      const status = title.startsWith('ssm-contacts') ? 400 : STATUS[each];
      assert.deepEqual([error.name, error.status], [ERRORS[each], status], error.message);
      assert.ok(error.message.length > 10, `says ${JSON.stringify(error.message)}`);
      // The models of ssm-contacts require both; a token's other request names none in ssm-incidents.
      if (title.startsWith('ssm-contacts') && /NotFound|Conflict/.test(error.name)) {
        assert.ok(error['ResourceType'] && error['ResourceId'], `names the resource: ${JSON.stringify(error)}`);
      }
      if (title.startsWith('ssm-incidents') && /NotFound/.test(error.name)) {
        assert.ok(error['resourceType'] && error['resourceIdentifier'], `names the resource: ${JSON.stringify(error)}`);
      }
    });
  }
}

test('every operation of AWS’s is in the table', () => {
  const titles = operations.map(({ title }) => title).filter((title) => /^ssm-(incidents|contacts) /.test(title));
  const ours = titles.filter((title) => !(title in modelErrors));
  assert.deepEqual(ours, ['ssm-incidents ListIncidents']);
});

const folder = process.env['MUSTER_AWS_SHAPES'];
const skip = folder && existsSync(folder) ? false : 'set MUSTER_AWS_SHAPES to the folder with the facts of AWS shapes';

test('the table says what the models say', { skip }, () => {
  for (const [title, letters] of Object.entries(modelErrors)) {
    const [service, name] = title.split(' ');
    const model = JSON.parse(readFileSync(join(folder!, `${service}.json`), 'utf8'));
    const theirs = model.operations[name!].errors.map(({ shape }: { shape: string }) => shape).sort();
    assert.deepEqual(
      letters
        .split(' ')
        .map((each) => ERRORS[each as ErrorLetters])
        .sort(),
      theirs,
      title,
    );
  }
});
