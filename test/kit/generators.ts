import fc from 'fast-check';

/** Plans as plain minutes, for tests that hold the real decisions against a slow, obvious model. */

export interface ChannelPlan {
  channel: string;
  /** Minutes between repeats within the stage; 0: none. */
  retry: number;
}

export interface PersonStage {
  minutes: number;
  channels: ChannelPlan[];
}

export interface PersonPlan {
  alias: string;
  stages: PersonStage[];
}

export interface TierPlan {
  minutes: number;
  people: { alias: string; essential: boolean }[];
}

export interface Answer {
  /** Half a minute after this one, so that no answer falls on a stage's own moment. */
  minute: number;
  alias: string;
}

/** People who are on call together for so many minutes, from the end of the shift before on. */
export interface RotaShift {
  minutes: number;
  people: string[];
}

export interface EscalationCase {
  people: PersonPlan[];
  /** The schedule that tiers engage as `rota`: one rotation's shifts from minute 0 on, nobody after them. */
  rota: RotaShift[];
  tiers: TierPlan[];
  /** Channels whose owners never proved that they are theirs. */
  inactive: string[];
  /** In the order of their minutes. */
  answers: Answer[];
}

const ALIASES = ['ana', 'bo', 'cy'] as const;
export const ROTA = 'rota';

/** The channels of a person: `ana-0` and `ana-1`. */
export const channelsOf = (alias: string): string[] => [`${alias}-0`, `${alias}-1`];

const minutes = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 12 }) },
);
const retries = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5 }));

function person(alias: string): fc.Arbitrary<PersonPlan> {
  const channel = fc.record({ channel: fc.constantFrom(...channelsOf(alias)), retry: retries });
  const stage = fc.record({ minutes, channels: fc.array(channel, { maxLength: 2 }) });
  return fc.record({ alias: fc.constant(alias), stages: fc.array(stage, { maxLength: 3 }) });
}

const shift = fc.record({
  minutes: fc.integer({ min: 1, max: 20 }),
  people: fc.uniqueArray(fc.constantFrom(...ALIASES), { maxLength: 2 }),
});

const tier = fc.record({
  minutes,
  people: fc.array(fc.record({ alias: fc.constantFrom(...ALIASES, ROTA), essential: fc.boolean() }), { maxLength: 3 }),
});

/** Any escalation plan over three people and a schedule of them, with answers at any time, also late and repeated ones. */
export function escalations(): fc.Arbitrary<EscalationCase> {
  const answer = fc.record({ minute: fc.integer({ min: 0, max: 50 }), alias: fc.constantFrom(...ALIASES) });
  return fc.record({
    people: fc.tuple(...ALIASES.map(person)),
    rota: fc.array(shift, { maxLength: 4 }),
    tiers: fc.array(tier, { maxLength: 4 }),
    inactive: fc.subarray(ALIASES.flatMap(channelsOf), { maxLength: 2 }),
    answers: fc.array(answer, { maxLength: 4 }).map((all) => all.toSorted((a, b) => a.minute - b.minute)),
  });
}
