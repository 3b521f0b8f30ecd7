import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { resolve, type Shape } from '#kernel/shape';
import { openWorld } from '../kit/world.ts';
import { full } from './kit/full.ts';
import { seed } from './kit/seed.ts';
import { operations } from './kit/services.ts';
import { call } from './kit/wire.ts';

/** Values that keep every constraint and yet are hard to keep: none may become an internal error. */

const world = await openWorld({ now: new Date('2026-01-02T03:10:00.000Z') });
after(() => world[Symbol.asyncDispose]());
const seeded = await seed(world);
const inputs = full(seeded);

type Path = (string | number)[];

/** Where an input has leaves of a kind, by its shape. */
function leaves(
  given: Shape,
  value: unknown,
  kind: 'string' | 'timestamp' | 'number' | 'map',
  path: Path = [],
): Path[] {
  if (value === undefined) return [];
  const shape = resolve(given);
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return shape.members.flatMap(({ name, shape: member }) =>
        leaves(member, (value as Record<string, unknown>)[name], kind, [...path, name]),
      );
    case 'list':
      return (value as unknown[]).flatMap((item, index) => leaves(shape.member, item, kind, [...path, index]));
    case 'map':
      return [
        ...(kind === 'map' ? [path] : []),
        ...Object.entries(value as object).flatMap(([key, part]) => leaves(shape.value, part, kind, [...path, key])),
      ];
    case 'integer':
    case 'double':
      return kind === 'number' ? [path] : [];
    default:
      return shape.kind === kind ? [path] : [];
  }
}

function put(value: unknown, [step, ...rest]: Path, leaf: unknown): unknown {
  if (step === undefined) return leaf;
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? put(item, rest, leaf) : item));
  const object = value as Record<string, unknown>;
  return { ...object, [step]: put(object[step as string], rest, leaf) };
}

/** Raw JSON numbers of seconds: far ends of what can be written. */
const TIMES = [
  0, -1, -62_135_596_800, -62_198_755_200, 253_402_300_799, 253_402_300_800, 8_640_000_000_000, -8_640_000_000_000,
  1e15, 0.0004,
];
const TEXTS = [
  '\u0000',
  'a\u0000b',
  '\ud800',
  '👩‍🚒🔥',
  '‮evil',
  "'; drop table incidents; --",
  '',
  ' ',
  '\r\nBcc: eve@example.com',
  '__proto__',
  '%00',
  '{"a":',
  'null',
];

async function walk(
  title: string,
  kind: 'string' | 'timestamp' | 'number' | 'map',
  values: unknown[],
): Promise<string[]> {
  const { service, operation } = operations.find((each) => each.title === title)!;
  const faults: string[] = [];
  for (const path of leaves(operation.input, inputs[title], kind)) {
    for (const value of values) {
      const answer = await call(
        world,
        service,
        operation.name,
        put(inputs[title], path, value) as Record<string, unknown>,
      );
      if (answer.status >= 500)
        faults.push(`${path.join('.')} = ${JSON.stringify(value)}: ${answer.status} ${answer.code}`);
    }
  }
  return faults;
}

for (const { title } of operations) {
  test(`${title} has no internal error for any text, instant, number or map`, async () => {
    const faults = [
      ...(await walk(title, 'string', TEXTS)),
      ...(await walk(title, 'timestamp', TIMES)),
      ...(await walk(title, 'number', [-0, 0, 1e308, 2_147_483_647])),
    ];
    faults.push(...(await walk(title, 'map', [JSON.parse('{"__proto__":"x"}'), { constructor: 'x', toString: 'y' }])));
    for (const { address } of [seeded.ana, seeded.bo]) world.mail.take(address);
    world.log.take('error', /./);
    assert.deepEqual(faults, []);
  });
}

/** ARNs that look right and name nothing: of ids that are no UUIDs, of other kinds, owners and regions. */
function confusedArns(arn: string): string[] {
  const end = /[^/]+$/;
  const regional = arn.replace(':us-east-1:', ':eu-central-1:');
  return [
    arn.replace(end, '-'.repeat(36)),
    arn.replace(end, '0'.repeat(36)),
    arn.replace(end, '00000000-0000-0000-0000-000000000000'),
    arn.replace(end, 'no-such-thing'),
    `${arn}/more`,
    `${arn}\n`,
    arn.replace(/:([a-z-]+)\/([^/]+)\//, ':$1/someone-else/'),
    regional,
    arn.replace(/:([a-z-]+)\//, ':nothing/'),
  ].filter((other) => other !== arn);
}

/** Codes of a thing that is not there, or that cannot be. */
const ABSENT = ['ResourceNotFoundException', 'ValidationException'];
/** What lists answer that have no NotFound error. */
const EMPTY = /^\{"(Engagements|eventSummaries|relatedItems)":\[\]\}$/;
/** Deletions that have none: what is not there is deleted already. */
const DELETES = /^ssm-incidents Delete(ResponsePlan|IncidentRecord|TimelineEvent)$/;

async function confused(title: string, arns: (arn: string) => string[]): Promise<string[]> {
  const { service, operation } = operations.find((each) => each.title === title)!;
  const base = inputs[title]!;
  const faults: string[] = [];
  for (const { name } of operation.input.members) {
    const arn = base[name];
    if (typeof arn !== 'string' || !/^arn:aws:ssm-/.test(arn)) continue;
    for (const other of arns(arn)) {
      const answer = await call(world, service, operation.name, { ...base, [name]: other });
      if (answer.status === 200 && EMPTY.test(answer.text)) continue;
      if (answer.status === 204 && DELETES.test(title)) continue;
      if (!ABSENT.includes(answer.code ?? ''))
        faults.push(`${name} ${JSON.stringify(other)}: ${answer.status} ${answer.text.slice(0, 120)}`);
    }
  }
  await world.runDue();
  for (const { address } of [seeded.ana, seeded.bo]) world.mail.take(address);
  world.log.take('error', /./);
  return faults;
}

for (const { title } of operations.filter(({ title }) => /"arn:aws:ssm-/.test(JSON.stringify(inputs[title])))) {
  test(`${title} takes no ARN for what it does not name`, async () => {
    assert.deepEqual(await confused(title, confusedArns), []);
  });
}

test('an ARN of another partition names nothing here', async () => {
  const faults: string[] = [];
  for (const { title } of operations)
    faults.push(
      ...(await confused(title, (arn) => [arn.replace('arn:aws:', 'arn:aws-cn:')])).map((fault) => `${title} ${fault}`),
    );
  assert.deepEqual(faults, []);
});
