import { type Random, randomOf } from '#test/kit/random';

/** Parcels of land as a city publishes them: properties that rules name, and nested coordinates that they mostly do not. */

const STREETS = ['FULTON', 'MASON', 'BEACH', 'HYDE', 'CHESTNUT', 'HARRISON', 'ACADIA', 'BLAKE', 'DRUMM', 'MISSION'];
const TYPES = ['ST', 'AVE', 'BLVD', 'WAY', 'CT'];
const BLOCKS = 6_000;
const LOTS = 120;

const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!;
const share = (random: Random) => random.below(1_000_000) / 1_000_000;
const lot = (random: Random) =>
  String(random.below(BLOCKS)).padStart(4, '0') + String(random.below(LOTS)).padStart(3, '0');

/** Texts of about 900 bytes; the same seed gives the same ones. */
export function parcels(count: number, seed: number): string[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, () => JSON.stringify(parcel(random)));
}

function parcel(random: Random) {
  const [x, y] = [-122.51 + share(random) * 0.14, 37.71 + share(random) * 0.1];
  const points = Array.from({ length: 7 + random.below(9) }, () => {
    return { x: x + share(random) / 1000, y: y + share(random) / 1000, z: 0 };
  });
  const place = lot(random);
  return {
    type: 'Feature',
    properties: {
      MAPBLKLOT: place,
      BLKLOT: place,
      BLOCK_NUM: place.slice(0, 4),
      LOT_NUM: place.slice(4),
      FROM_ST: String(random.below(3_000)),
      TO_ST: String(random.below(3_000)),
      STREET: pick(random, STREETS) + (random.oneIn(3) ? ' NORTH' : ''),
      ST_TYPE: random.oneIn(10) ? null : pick(random, TYPES),
      ODD_EVEN: random.oneIn(2) ? 'E' : 'O',
    },
    geometry: {
      type: random.oneIn(1_000) ? 'MultiPolygon' : 'Polygon',
      coordinates: points,
      firstCoordinates: points[0],
    },
  };
}

type RuleMaker = (random: Random) => object;

const onLot = (alternative: unknown) => ({ properties: { MAPBLKLOT: [alternative] } });
const but = (what: unknown) => onLot({ 'anything-but': what });
const bounds = (random: Random) => {
  const low = -122.51 + share(random) * 0.14;
  return ['>', low, '<=', low + 0.0001];
};

/** For each kind of rule, how one is made. */
export const ruleMakers: Readonly<Record<string, RuleMaker>> = {
  EXACT: (random) => onLot(lot(random)),
  WILDCARD: (random) => onLot({ wildcard: `${lot(random).slice(0, 3)}*${random.below(10)}*${random.below(10)}` }),
  PREFIX: (random) => onLot({ prefix: lot(random).slice(0, 5) }),
  PREFIX_EQUALS_IGNORE_CASE: (random) => onLot({ prefix: { 'equals-ignore-case': lot(random).slice(0, 5) } }),
  SUFFIX: (random) => onLot({ suffix: lot(random).slice(2) }),
  SUFFIX_EQUALS_IGNORE_CASE: (random) => onLot({ suffix: { 'equals-ignore-case': lot(random).slice(2) } }),
  EQUALS_IGNORE_CASE: (random) => onLot({ 'equals-ignore-case': lot(random) }),
  NUMERIC: (random) => ({ geometry: { firstCoordinates: { x: [{ numeric: bounds(random) }] } } }),
  ANYTHING_BUT: (random) => but(lot(random)),
  ANYTHING_BUT_IGNORE_CASE: (random) => but({ 'equals-ignore-case': lot(random) }),
  ANYTHING_BUT_PREFIX: (random) => but({ prefix: lot(random).slice(0, 4) }),
  ANYTHING_BUT_SUFFIX: (random) => but({ suffix: lot(random).slice(3) }),
  ANYTHING_BUT_WILDCARD: (random) => but({ wildcard: `${lot(random).slice(0, 3)}*${random.below(10)}` }),
  COMPLEX_ARRAYS: (random) => ({
    geometry: {
      type: ['Polygon'],
      coordinates: { x: [{ numeric: bounds(random) }], y: [{ numeric: ['>', 37.71 + share(random) * 0.1] }] },
    },
  }),
};

/** That many rules of a kind; `COMBO` takes all kinds in turn. */
export function rulesOf(kind: string, count: number, seed: number): object[] {
  const random = randomOf(seed);
  const makers = kind === 'COMBO' ? Object.values(ruleMakers) : [ruleMakers[kind]!];
  return Array.from({ length: count }, (_, at) => makers[at % makers.length]!(random));
}
