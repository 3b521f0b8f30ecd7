import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CreateReplicationSetCommand, StartIncidentCommand } from '@aws-sdk/client-ssm-incidents';
import { openWorld, type World } from '../kit/world.ts';
import type { Clients } from '../kit/world-clients.ts';
import { ask, type Input } from './kit/ask.ts';
import { breaksOf } from './kit/breaks.ts';
import { cannotHappen } from './kit/cannot-happen.ts';
import { type Crowd, crowd, LOW, oneTooMany } from './kit/crowded.ts';
import { beyondModels, ERRORS, type ErrorLetters, modelErrors } from './kit/model-errors.ts';
import { provocations } from './kit/provocations.ts';
import { inputs, type Seed, seed } from './kit/seed.ts';
import { operations } from './kit/services.ts';

/**
 * Every error that AWS's models let an operation of Incident Manager give, and every quota besides, provoked with the official
 * client; or the reason why it cannot happen here. An operation with neither fails.
 */

let world: World;
let seeded: Seed;
/** Of an account that has a replication set and nothing else. */
let other: Clients;
/** Of an account that has no replication set. */
let bare: Clients;
/** Where one more of anything is one too many. */
let crowded: { world: World; seeded: Seed; crowd: Crowd };
before(async () => {
  world = await openWorld();
  seeded = await seed(world);
  other = await world.addKey('210987654321');
  bare = await world.addKey('310987654321');
  await other.incidents.send(new CreateReplicationSetCommand({ regions: { 'us-east-1': {} } }));
  const { planArn: responsePlanArn } = seeded;
  for (const title of ['Twice at once', 'twice-at-once']) {
    await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn, title }));
  }
  const full = await openWorld({ quotas: LOW });
  const within = await seed(full);
  crowded = { world: full, seeded: within, crowd: await crowd(full, within) };
});
after(async () => {
  for (const [each, { ana, bo }] of [
    [world, seeded],
    [crowded.world, crowded.seeded],
  ] as const) {
    await each.runDue();
    for (const { address } of [ana, bo]) each.mail.take(address);
    await each[Symbol.asyncDispose]();
  }
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

/** Answers what was heard, and by what input. */
async function provoke(title: string, letters: ErrorLetters) {
  const own = provocations[title]?.[letters];
  const many = letters === 'SQ' && !own ? oneTooMany[title] : undefined;
  if (many) {
    const input = await many(crowded.world, crowded.seeded, crowded.crowd);
    return { input, ...(await ask(crowded.world.aws, title, input)) };
  }
  const { clients, input } = own ? { clients: world.aws, input: await own(world, seeded) } : usual[letters]!(title);
  return { input, ...(await ask(clients, title, input)) };
}

/** Statuses of ssm-incidents; those of ssm-contacts are 400 all. */
const STATUS: Record<ErrorLetters, number> = { AD: 403, CF: 409, DE: 500, IS: 500, NF: 404, SQ: 402, TH: 429, VA: 400 };

const DAY_MS = 24 * 3_600_000;

/** The members that an error has besides its message; the models require them, or people wait for them. */
function checkMembers(title: string, letters: ErrorLetters, error: Input, input: Input): void {
  const upper = title.startsWith('ssm-contacts');
  const told = (name: string) => error[upper ? name.charAt(0).toUpperCase() + name.slice(1) : name];
  const says = JSON.stringify(error);
  // A token's other request names no resource in ssm-incidents.
  if (letters === 'NF' || letters === 'SQ' || (letters === 'CF' && upper)) {
    assert.ok(told('resourceType') && told(upper ? 'resourceId' : 'resourceIdentifier'), `names the resource: ${says}`);
  }
  if (letters === 'SQ') {
    assert.equal(told('serviceCode'), title.split(' ')[0], says);
    assert.match(String(told('quotaCode')), /^[A-Z_]+$/, says);
  }
  if (letters === 'CF' && !upper) {
    const wait = 'clientToken' in input ? DAY_MS : 0;
    assert.deepEqual(error['retryAfter'], new Date(world.now().getTime() + wait), `tells when it can be over: ${says}`);
  }
}

const expected = [...Object.entries(modelErrors), ...Object.entries(beyondModels)].flatMap(([title, letters]) =>
  (letters.split(' ') as ErrorLetters[]).map((each) => ({ title, each })),
);

for (const { title, each } of expected) {
  const impossible = cannotHappen(title, each);
  const can = provocations[title]?.[each] ?? (each === 'SQ' ? oneTooMany[title] : undefined) ?? usual[each];
  const how = impossible ? `cannot happen: ${impossible.why}` : 'is what the official client hears';
  test(`${title}: ${ERRORS[each]} ${how}`, async () => {
    assert.ok(impossible || can, 'neither provoked nor named as impossible');
    if (impossible) {
      assert.ok(!provocations[title]?.[each], 'named as impossible, and provoked');
      const heard = (await impossible.nearest?.(title, { world, seeded, other, bare })) ?? [];
      const names = heard.map(({ error }) => error?.name);
      assert.ok(!names.includes(ERRORS[each]), 'it has happened: make a provocation of its entry in cannot-happen.ts');
      return;
    }
    const { error, input } = await provoke(title, each);
    assert.ok(error, 'it succeeded');
    const status = title.startsWith('ssm-contacts') ? 400 : STATUS[each];
    assert.deepEqual([error.name, error.status], [ERRORS[each], status], error.message);
    assert.ok(error.message.length > 10, `says ${JSON.stringify(error.message)}`);
    checkMembers(title, each, error, input);
  });
}

test('each way to exceed a quota is of an error that is looked for', () => {
  const titles = expected.filter(({ each }) => each === 'SQ').map(({ title }) => title);
  assert.deepEqual(
    Object.keys(oneTooMany).filter((title) => !titles.includes(title)),
    [],
  );
});

/** Operations that take an incident's ARN. */
const aboutIncidents = operations.filter(({ operation, title }) => operation.incident && title in modelErrors);

for (const { operation, title } of aboutIncidents) {
  test(`${title}: a name that fits no incident is not found, one that fits two is no name`, async () => {
    const named = (name: string) => {
      const arn = `arn:aws:ssm-incidents::123456789012:incident/${name}`;
      return ask(world.aws, title, { ...goodOf(title), [operation.incident!]: arn });
    };
    const none = await named('nothing-of-the-kind');
    assert.equal(none.error?.name, 'ResourceNotFoundException', JSON.stringify(none));
    assert.match(none.error.message, /nothing-of-the-kind/);
    const two = await named('Twice at once');
    assert.equal(two.error?.name, 'ValidationException', JSON.stringify(two));
    assert.equal(two.error.message.match(/:incident-record\//g)?.length, 2, `names both: ${two.error.message}`);
  });
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
