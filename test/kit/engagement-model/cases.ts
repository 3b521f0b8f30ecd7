import fc from 'fast-check';

/** Plans as plain minutes, and what happens to them, for tests that hold the real engine against a slow, obvious model. */

export interface ChannelPlan {
  channel: string;
  /** Minutes between repeats within the stage; 0: none. */
  retry: number;
}

export interface PersonStage {
  minutes: number;
  /** Each channel once. */
  channels: ChannelPlan[];
}

export interface PersonPlan {
  alias: string;
  stages: PersonStage[];
  repeats: number;
  /** Minutes until an answer times out, where this person is what was engaged; 0: never. */
  timeout: number;
}

export interface TierStage {
  minutes: number;
  people: { alias: string; essential: boolean }[];
}

export interface TierPlan {
  stages: TierStage[];
  repeats: number;
  timeout: number;
}

/** People who are on call together for so many minutes, from the end of the shift before on. */
export interface RotaShift {
  minutes: number;
  people: string[];
}

export interface Plans {
  people: PersonPlan[];
  tiers: TierPlan;
}

/** What happens at a minute, after all that is due at it was done. */
export type Happening =
  /** Of whoever is being tried, or was: late and repeated answers too. */
  | { kind: 'answer'; alias: string }
  /** StopEngagement of one person's part. */
  | { kind: 'stopPart'; alias: string }
  | { kind: 'resolve' }
  | { kind: 'progress'; inProgress: boolean }
  | { kind: 'edit'; person: PersonPlan }
  | { kind: 'editTiers'; tiers: TierPlan };

export interface EscalationCase extends Plans {
  /** What is engaged: the escalation plan, the schedule, or a person. */
  root: string;
  /** The schedule: one rotation's shifts from minute 0 on, nobody after them. */
  rota: RotaShift[];
  /** Channels whose owners never proved that they are theirs. */
  inactive: string[];
  /** In the order of their minutes. */
  happenings: { minute: number; what: Happening }[];
  /** Between these minutes the engine stands still. */
  pause: { from: number; to: number } | undefined;
}

export const ALIASES = ['ana', 'bo', 'cy'] as const;
export const ROTA = 'rota';
export const TIERS = 'tiers';

/** The channels of a person: `ana-0` and `ana-1`. */
export const channelsOf = (alias: string): string[] => [`${alias}-0`, `${alias}-1`];

const minutes = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 12 }) },
  { weight: 1, arbitrary: fc.integer({ min: 31, max: 45 }) },
);
const retries = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5 }));
const repeats = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) },
);
const timeouts = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 25 }));

export function personPlan(alias: string): fc.Arbitrary<PersonPlan> {
  const channel = fc.record({ channel: fc.constantFrom(...channelsOf(alias)), retry: retries });
  const channels = fc.uniqueArray(channel, { maxLength: 2, selector: (one) => one.channel });
  const stages = fc.array(fc.record({ minutes, channels }), { maxLength: 3 });
  return fc.record({ alias: fc.constant(alias), stages, repeats, timeout: timeouts });
}

const shift = fc.record({
  minutes: fc.integer({ min: 1, max: 20 }),
  people: fc.uniqueArray(fc.constantFrom(...ALIASES), { maxLength: 2 }),
});
const rotas = fc.array(shift, { maxLength: 4 });

const named = fc.record({ alias: fc.constantFrom(...ALIASES, ROTA), essential: fc.boolean() });
const tierPlans: fc.Arbitrary<TierPlan> = fc.record({
  stages: fc.array(fc.record({ minutes, people: fc.array(named, { maxLength: 3 }) }), { maxLength: 4 }),
  repeats,
  timeout: timeouts,
});

const alias = fc.constantFrom(...ALIASES);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('answer' as const), alias }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('stopPart' as const), alias }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('resolve' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('progress' as const), inProgress: fc.boolean() }) },
  { weight: 2, arbitrary: alias.chain(personPlan).map((person) => ({ kind: 'edit' as const, person })) },
  { weight: 1, arbitrary: tierPlans.map((tiers) => ({ kind: 'editTiers' as const, tiers })) },
);

/** What happens within so many minutes, in order. */
const happeningsWithin = (last: number, maxLength: number) =>
  fc
    .array(fc.record({ minute: fc.integer({ min: 0, max: last }), what: happening }), { maxLength })
    .map((all) => all.toSorted((a, b) => a.minute - b.minute));

/** Any plans over three people and a schedule of them, with whatever may happen to them. */
export function escalations(): fc.Arbitrary<EscalationCase> {
  const pause = fc
    .record({ from: fc.integer({ min: 1, max: 50 }), length: fc.integer({ min: 2, max: 40 }) })
    .map(({ from, length }) => ({ from, to: from + length }));
  return fc.record({
    root: fc.oneof(
      { weight: 4, arbitrary: fc.constant(TIERS) },
      { weight: 1, arbitrary: fc.constantFrom(...ALIASES, ROTA) },
    ),
    people: fc.tuple(...ALIASES.map(personPlan)),
    tiers: tierPlans,
    rota: rotas,
    inactive: fc.subarray(ALIASES.flatMap(channelsOf), { maxLength: 2 }),
    happenings: happeningsWithin(70, 6),
    pause: fc.option(pause, { nil: undefined, freq: 2 }),
  });
}
