import {
  check,
  type MapShape,
  resolve,
  type Shape,
  type StringShape,
  type StructureShape,
  type UnionShape,
} from '#kernel/shape';

/** Inputs made from shapes: one that keeps every constraint, and for every constraint one that breaks it and nothing else. */

export interface Break {
  /** What is wrong, e.g. `incidentTemplate.title: longer than 200`. */
  what: string;
  /** The place as messages name it, e.g. `incidentTemplate.title`. */
  at: string;
  input: Record<string, unknown>;
  /** A JSON type that is not the shape's: the refusal may be of the body as well. */
  type?: boolean;
}

const ACCOUNT = '123456789012';
/** Texts of which at least one keeps each pattern that the services have. */
const GOOD = [
  'https://runbooks.s3.us-east-1.amazonaws.com/locations.json',
  'a',
  'abc',
  '123456',
  'a-1.b-2',
  'arn:aws:iam::123456789012:role/x',
  `arn:aws:ssm-contacts:us-east-1:${ACCOUNT}:contact/nobody`,
  `arn:aws:ssm-incidents::${ACCOUNT}:response-plan/nobody`,
  `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:x`,
  `related-item/OTHER/${'0'.repeat(32)}`,
  '00000000-0000-4000-8000-000000000000',
  'us-east-1',
  '/',
  'v1',
  '*',
  'events:PutEvents',
  'aws.partner/a/b',
  `arn:aws:vpc-lattice:us-east-1:${ACCOUNT}:resourceconfiguration/rcfg-${'0'.repeat(17)}`,
  `arn:aws:events:us-east-1:${ACCOUNT}:connection/nobody/1`,
  '/a',
  ACCOUNT,
  '$ALL',
  'Name',
];
const BAD = [
  '#',
  ' ',
  'A b',
  '\u00e9',
  '\u0001',
  'x#',
  '#'.repeat(3),
  '##########',
  '\u0001'.repeat(6),
  '#'.repeat(20),
  '#'.repeat(36),
  '-',
  ' :',
  '<x>',
];

/** A value with every member set that keeps all constraints of `shape`. */
export function goodValue(given: Shape): unknown {
  const shape = resolve(given);
  switch (shape.kind) {
    case 'string':
      return goodString(shape);
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return Math.max(shape.min ?? 1, Math.min(1, shape.max ?? 1));
    case 'boolean':
      return true;
    case 'timestamp':
      return new Date('2026-01-02T03:10:00.000Z');
    case 'blob':
      return new Uint8Array(shape.min ?? 1);
    case 'document':
      return '3';
    case 'list':
      return Array.from({ length: Math.max(1, shape.min ?? 1) }, () => goodValue(shape.member));
    case 'map':
      return entries(shape, Math.max(1, shape.min ?? 1));
    case 'structure':
      return Object.fromEntries(shape.members.map(({ name, shape: member }) => [name, goodValue(member)]));
    case 'union': {
      const [first] = shape.members;
      return first ? { [first.name]: goodValue(first.shape) } : {};
    }
  }
}

function goodString(shape: StringShape): string {
  const padded = GOOD.flatMap((text) => [text, text.padEnd(shape.min ?? 0, 'a')]);
  const found = [...(shape.values ?? []), ...padded].find((text) => check(shape, text).length === 0);
  if (found === undefined) throw new Error(`No sample keeps ${JSON.stringify(shape)}: add one to GOOD`);
  return found;
}

function entries(shape: MapShape, count: number): Record<string, unknown> {
  const key = goodString(shape.key);
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [index === 0 ? key : `${key}${index}`, goodValue(shape.value)]),
  );
}

/** Every way to break one constraint of an operation's input. */
export function breaksOf(shape: StructureShape): Break[] {
  return partBreaks(shape, '').map(({ value, ...rest }) => ({ ...rest, input: value as Record<string, unknown> }));
}

interface Part extends Omit<Break, 'input'> {
  value: unknown;
}

const ABSENT = Symbol('absent');

function partBreaks(given: Shape, at: string): Part[] {
  const shape = resolve(given);
  const wrong = (value: unknown, what: string, type?: boolean): Part => ({
    at,
    what: `${at}: ${what}`,
    value,
    ...(type ? { type } : {}),
  });
  switch (shape.kind) {
    case 'string':
      return [...stringBreaks(shape).map(([value, what]) => wrong(value, what)), wrong({ a: 1 }, 'an object', true)];
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return [
        ...(shape.min === undefined ? [] : [wrong(shape.min - 1, `less than ${shape.min}`)]),
        ...(shape.max === undefined ? [] : [wrong(shape.max + 1, `more than ${shape.max}`)]),
        wrong('many', 'a text', true),
      ];
    case 'blob':
      return [
        ...(shape.min ? [wrong(new Uint8Array(shape.min - 1), `fewer than ${shape.min} bytes`)] : []),
        ...(shape.max === undefined ? [] : [wrong(new Uint8Array(shape.max + 1), `more than ${shape.max} bytes`)]),
        wrong({ a: 1 }, 'an object', true),
      ];
    case 'boolean':
      return [wrong('perhaps', 'a text', true)];
    case 'timestamp':
      return [wrong('soon', 'a text', true)];
    case 'list':
      return [
        ...(shape.max === undefined
          ? []
          : [
              wrong(
                Array.from({ length: shape.max + 1 }, () => goodValue(shape.member)),
                `more than ${shape.max} items`,
              ),
            ]),
        ...(shape.min && !shape.lenientEmpty ? [wrong([], 'empty')] : []),
        wrong('one', 'a text', true),
        ...partBreaks(shape.member, join(at, '1.member')).map((part) => ({ ...part, value: [part.value] })),
      ];
    case 'map':
      return mapBreaks(shape, at, wrong);
    case 'structure':
      return structureBreaks(shape, at);
    case 'union':
      return unionBreaks(shape, at, wrong);
    default:
      return [];
  }
}

function stringBreaks(shape: StringShape): [string, string][] {
  const { min = 0, max, pattern, values } = shape;
  const found: [string, string][] = [];
  if (max !== undefined) found.push(['a'.repeat(max + 1), `longer than ${max}`]);
  if (min > 0 && !(min === 1 && shape.lenientEmpty)) found.push(['1'.repeat(min - 1), `shorter than ${min}`]);
  if (values) found.push(['NO_SUCH_VALUE', 'not of the enum']);
  const bad =
    pattern &&
    BAD.find(
      (text) => text.length >= min && text.length <= (max ?? Number.POSITIVE_INFINITY) && !pattern.matches(text),
    );
  if (bad !== undefined) found.push([bad, `against the pattern (${JSON.stringify(bad)})`]);
  return found;
}

type Wrong = (value: unknown, what: string, type?: boolean) => Part;

function mapBreaks(shape: MapShape, at: string, wrong: Wrong): Part[] {
  const key = goodString(shape.key);
  const value = goodValue(shape.value);
  return [
    ...(shape.max === undefined ? [] : [wrong(entries(shape, shape.max + 1), `more than ${shape.max} entries`)]),
    ...(shape.min && !shape.lenientEmpty ? [wrong({}, 'empty')] : []),
    wrong([1], 'a list', true),
    ...stringBreaks(shape.key).map(([text, what]) => ({
      at: `${at}.`,
      what: `${at}: key ${what}`,
      value: { [text]: value },
    })),
    ...partBreaks(shape.value, join(at, `${key}.member`)).map((part) => ({ ...part, value: { [key]: part.value } })),
  ];
}

function structureBreaks(shape: StructureShape, at: string): Part[] {
  const good = goodValue(shape) as Record<string, unknown>;
  return shape.members.flatMap(({ name, shape: member, required }) => {
    const place = join(at, name.charAt(0).toLowerCase() + name.slice(1));
    const missing: Part[] = required ? [{ at: place, what: `${place}: missing`, value: ABSENT }] : [];
    return [...missing, ...partBreaks(member, place)].map((part) => {
      const { [name]: _without, ...others } = good;
      return { ...part, value: part.value === ABSENT ? others : { ...good, [name]: part.value } };
    });
  });
}

function unionBreaks(shape: UnionShape, at: string, wrong: Wrong): Part[] {
  const all = shape.members.map(({ name, shape: member }) => [name, goodValue(member)] as const);
  return [
    wrong({}, 'no member of the union'),
    ...(all.length > 1 ? [wrong(Object.fromEntries(all.slice(0, 2)), 'two members of the union')] : []),
    ...shape.members.flatMap(({ name, shape: member }) =>
      partBreaks(member, join(at, name.charAt(0).toLowerCase() + name.slice(1))).map((part) => ({
        ...part,
        value: { [name]: part.value },
      })),
    ),
  ];
}

const join = (at: string, step: string) => (at === '' ? step : `${at}.${step}`);
