import type { World } from '../../kit/world.ts';
import type { Clients } from '../../kit/world-clients.ts';
import { type Asked, ask, done, type Input } from './ask.ts';
import type { ErrorLetters } from './model-errors.ts';
import { daily } from './rotations.ts';
import { inputs, type Seed } from './seed.ts';

/** Errors of AWS's models that Muster has no occasion for: the reason, and the calls that would be the first to have one. */

/** Of every operation. */
const never: Partial<Record<ErrorLetters, string>> = {
  DE: 'there are no keys of AWS KMS; what is stored is not encrypted by Muster',
  IS: 'it is a bug of ours, and no request is known that provokes one (gateway/hostile.test.ts makes one)',
  TH: 'nothing is throttled',
};

/** Whose calls are tried: the account with the seed, another one with a replication set, one without anything. */
export interface Callers {
  world: World;
  seeded: Seed;
  other: Clients;
  bare: Clients;
}

export interface CannotHappen {
  why: string;
  /** What comes nearest to the error. A test fails when it comes: the entry has to become a provocation then. */
  nearest?: (title: string, callers: Callers) => Promise<Asked[]>;
}

/** A good call of another account. */
const foreign: CannotHappen['nearest'] = async (title, { seeded, other }) => [
  await ask(other, title, inputs(seeded)[title]!),
];
/** The same good call twice at once. */
const together: CannotHappen['nearest'] = (title, { world, seeded }) => {
  const input = inputs(seeded)[title]!;
  return Promise.all([ask(world.aws, title, input), ask(world.aws, title, input)]);
};

const namesNothing: CannotHappen = {
  why: 'it names nothing that could be of another account, and every key is its account’s administrator',
  nearest: foreign,
};

async function namedBySchedule(title: string, { world, seeded }: Callers): Promise<Asked[]> {
  const rotation = { Name: 'Named', ContactIds: [seeded.ana.arn], TimeZoneId: 'UTC', Recurrence: daily };
  const { RotationArn } = await done(world, 'ssm-contacts CreateRotation', rotation);
  const RotationIds = [String(RotationArn)];
  const schedule: Input = { Alias: 'naming', Type: 'ONCALL_SCHEDULE', Plan: { RotationIds } };
  await done(world, 'ssm-contacts CreateContact', schedule);
  return [await ask(world.aws, title, { RotationId: RotationIds[0] })];
}

const some: Readonly<Record<string, Partial<Record<ErrorLetters, CannotHappen>>>> = {
  'ssm-incidents CreateReplicationSet': { AD: namesNothing },
  'ssm-incidents CreateResponsePlan': {
    AD: { why: 'what a plan names need not be there, nor be of the account', nearest: foreign },
  },
  'ssm-incidents ListIncidentRecords': { AD: namesNothing },
  'ssm-incidents ListReplicationSets': { AD: namesNothing },
  'ssm-incidents ListResponsePlans': { AD: namesNothing },
  'ssm-incidents TagResource': { CF: { why: 'changes of tags come one after the other', nearest: together } },
  'ssm-incidents UntagResource': { CF: { why: 'changes of tags come one after the other', nearest: together } },
  'ssm-contacts CreateContact': {
    AD: { why: 'who is named in a plan and is of another account is a ValidationException', nearest: foreign },
  },
  'ssm-contacts DeleteRotation': {
    CF: { why: 'it is taken out of the schedules that name it', nearest: namedBySchedule },
  },
  'ssm-contacts ListContacts': { AD: namesNothing },
  'ssm-contacts ListEngagements': { AD: namesNothing },
  'ssm-contacts ListPreviewRotationShifts': { AD: namesNothing },
  'ssm-contacts ListRotationShifts': {
    CF: { why: 'shifts are computed from what is stored at one moment', nearest: together },
  },
  'ssm-contacts ListRotations': {
    AD: namesNothing,
    NF: {
      why: 'none is an empty list',
      nearest: async (title, { bare }) => [await ask(bare, title, { RotationNamePrefix: 'Nothing' })],
    },
  },
  'ssm-contacts PutContactPolicy': { CF: { why: 'a policy replaces the one before it', nearest: together } },
  'ssm-contacts UpdateRotation': {
    CF: { why: 'changes of a rotation come one after the other', nearest: together },
  },
};

/** Why this operation never gives this error; undefined when it may. */
export function cannotHappen(title: string, error: ErrorLetters): CannotHappen | undefined {
  const why = never[error];
  return why ? { why } : some[title]?.[error];
}
