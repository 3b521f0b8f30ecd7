/** What an error of AWS's means for us: only what names the receiver is final (law 3). */
export interface Meaning {
  /** What to do, for whoever reads the timeline. */
  advice: string;
  permanent?: true;
  /** `account`: it meets every message; `reach`: only those that go where this one goes. */
  fault?: 'account' | 'reach';
}

const CREDENTIALS: Meaning = {
  advice: 'check MUSTER_AWS_ACCESS_KEY_ID, MUSTER_AWS_SECRET_ACCESS_KEY and what they may do',
  fault: 'account',
};
const BUSY: Meaning = { advice: 'AWS takes no more at the moment' };
const NO_NUMBER: Meaning = { advice: 'the number does not exist: correct the contact channel', permanent: true };
const OPTED_OUT: Meaning = {
  advice: 'its owner has replied STOP: opt the number in at AWS, with their consent, then activate the channel again',
  permanent: true,
};
const COUNTRY: Meaning = { advice: 'allow the country, or register a sender for it, with AWS', fault: 'reach' };
const SENDER: Meaning = {
  advice: 'set MUSTER_EUM_FROM to a number, pool or sender that may send there',
  fault: 'reach',
};
/** A code that says nothing of other messages. */
const UNKNOWN: Meaning = { advice: 'look the code up in AWS’s documentation', fault: 'reach' };

const CREDENTIAL_CODES = [
  ...['AuthorizationError', 'InvalidClientTokenId', 'SignatureDoesNotMatch', 'AccessDenied', 'ExpiredToken'],
  ...['MissingAuthenticationToken', 'IncompleteSignature', 'OptInRequired', 'AccessDeniedException'],
  ...['UnrecognizedClientException', 'InvalidSignatureException', 'ExpiredTokenException', 'NotAuthorized'],
];
const BUSY_CODES = ['Throttled', 'Throttling', 'ThrottlingException', 'TooManyRequestsException', 'ServiceUnavailable'];

/** By error code, and where AWS gives one by `code/reason`. */
const meanings = new Map<string, Meaning>([
  ...CREDENTIAL_CODES.map((code) => [code, CREDENTIALS] as const),
  ...BUSY_CODES.map((code) => [code, BUSY] as const),
  ['OptedOut', OPTED_OUT],
  ['ConflictException/DESTINATION_PHONE_NUMBER_OPTED_OUT', OPTED_OUT],
  [
    'ConflictException/DESTINATION_PHONE_NUMBER_NOT_VERIFIED',
    { advice: 'the account is in AWS’s sandbox: verify the number there, or leave the sandbox', fault: 'reach' },
  ],
  ['ConflictException/DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION', COUNTRY],
  ['ConflictException/DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE', COUNTRY],
  ['ConflictException/NO_ORIGINATION_IDENTITIES_FOUND', SENDER],
  ['ValidationException/DESTINATION_COUNTRY_BLOCKED', COUNTRY],
  ['ValidationException/COUNTRY_CODE_MISMATCH', SENDER],
  ['ValidationException/INTERNATIONAL_SENDING_NOT_SUPPORTED', SENDER],
  ['ValidationException/INVALID_IDENTITY_FOR_DESTINATION_COUNTRY', SENDER],
  ['ValidationException/SENDER_ID_NOT_REGISTERED', SENDER],
  ['ValidationException/SENDER_ID_NOT_SUPPORTED', SENDER],
  ['ValidationException/SENDER_ID_REQUIRES_REGISTRATION', SENDER],
  [
    'ResourceNotFoundException',
    { advice: 'MUSTER_EUM_FROM is not there: set a number, pool or sender', fault: 'account' },
  ],
  ['ServiceQuotaExceededException', { advice: 'raise the account’s spend limit or quota with AWS', fault: 'account' }],
]);

/** What AWS says of an error. */
export interface AwsError {
  code: string;
  reason?: string;
  message?: string;
  /** The members of the request that it is about. */
  fields?: string[];
}

/** A code that is not in the table is never final. */
export function meaningOf({ code, reason, message = '', fields = [] }: AwsError): Meaning {
  const known = (reason && meanings.get(`${code}/${reason}`)) || meanings.get(code);
  if (known) return known;
  const ofNumber = fields.includes('DestinationPhoneNumber') || /\bPhoneNumber\b/.test(message);
  return ofNumber && (code === 'InvalidParameter' || code === 'ValidationException') ? NO_NUMBER : UNKNOWN;
}
