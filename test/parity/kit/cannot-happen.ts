import type { ErrorLetters } from './model-errors.ts';

/** Errors of AWS's models that Muster has no occasion for, each with the reason. */

/** Of every operation. */
const never: Partial<Record<ErrorLetters, string>> = {
  DE: 'there are no keys of AWS KMS; what is stored is not encrypted by Muster',
  IS: 'it is a bug of ours, and no request is known that provokes one (gateway/hostile.test.ts makes one)',
  TH: 'nothing is throttled',
};

const NAMES_NOTHING = 'it names nothing that could be of another account, and every key is its account’s administrator';
const NO_QUOTA = 'there is no quota on it';

const some: Readonly<Record<string, Partial<Record<ErrorLetters, string>>>> = {
  'ssm-incidents CreateReplicationSet': {
    AD: NAMES_NOTHING,
    SQ: 'the one that is the quota is told as ConflictException',
  },
  'ssm-incidents CreateResponsePlan': { AD: 'what a plan names need not be there, nor be of the account' },
  'ssm-incidents ListIncidentRecords': { AD: NAMES_NOTHING },
  'ssm-incidents ListReplicationSets': { AD: NAMES_NOTHING },
  'ssm-incidents ListResponsePlans': { AD: NAMES_NOTHING },
  'ssm-incidents TagResource': { CF: 'changes of tags come one after the other' },
  'ssm-incidents UntagResource': { CF: 'changes of tags come one after the other' },
  'ssm-contacts CreateContact': {
    AD: 'who is named in a plan and is of another account is a ValidationException',
    SQ: NO_QUOTA,
  },
  'ssm-contacts CreateRotation': { SQ: NO_QUOTA },
  'ssm-contacts CreateRotationOverride': { SQ: NO_QUOTA },
  'ssm-contacts DeleteRotation': { CF: 'it is taken out of the schedules that name it' },
  'ssm-contacts ListContacts': { AD: NAMES_NOTHING },
  'ssm-contacts ListEngagements': { AD: NAMES_NOTHING },
  'ssm-contacts ListPreviewRotationShifts': { AD: NAMES_NOTHING },
  'ssm-contacts ListRotationShifts': { CF: 'shifts are computed from what is stored at one moment' },
  'ssm-contacts ListRotations': { AD: NAMES_NOTHING, NF: 'none is an empty list' },
  'ssm-contacts PutContactPolicy': { CF: 'a policy replaces the one before it' },
  'ssm-contacts UpdateContact': { SQ: NO_QUOTA },
  'ssm-contacts UpdateRotation': { CF: 'changes of a rotation come one after the other' },
};

/** Why this operation never gives this error; undefined when it may. */
export function cannotHappen(title: string, error: ErrorLetters): string | undefined {
  return never[error] ?? some[title]?.[error];
}
