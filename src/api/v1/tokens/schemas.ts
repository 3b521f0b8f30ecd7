import { form, listOf, maybe, named, orNull, pageOf, paging, text, time, uuid, whole, word } from '../schema.ts';

const scope = word(['read', 'write'], '`write` includes reading.');
const name = form(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  '1 to 64 letters, digits, dots, hyphens and underscores, a letter or digit first',
  'What it is called: the last part of the principal that it acts as.',
);

export const Token = named(
  'Token',
  {
    id: uuid('Its id; the trail names it with every call.'),
    name,
    scopes: listOf(scope, 2, 'What it may do.'),
    principal: text(1, 1000, 'Whom it acts as.'),
    createdAt: time('When it was made.'),
    createdBy: text(1, 1000, 'The principal who made it.'),
    expiresAt: orNull(time('When it ends; null: never.')),
    lastUsedAt: orNull(time('When it was used last, to the minute.')),
    revokedAt: orNull(time('When it was revoked.')),
  },
  'A bearer token, without its secret.',
);

export const TokenPage = pageOf('Token', Token);

export const NewToken = named(
  'NewToken',
  {
    name,
    scopes: maybe({ ...listOf(scope, 2, 'What it may do; read and write unless given.'), minItems: 1 }),
    expiresInDays: maybe(orNull(whole(1, 3650, 'For how many days it is good: 90 unless given; null: for ever.'))),
  },
  'A token to make.',
);

export const MadeToken = named(
  'MadeToken',
  {
    token: Token,
    secret: {
      ...text(1, 100, 'The bearer token. It is shown this once: only its hash is stored.'),
      'x-sensitive': true,
    },
  },
  'A new token.',
);

export const TokenId = named('TokenId', { tokenId: uuid('The token’s id.') }, 'Which token.');
export const TokenFilter = named('TokenFilter', paging, 'Which page.');

export const Whoami = named(
  'Whoami',
  {
    account: text(12, 12, 'The account in which the caller acts.'),
    region: text(1, 64, 'The region of the call.'),
    principal: text(1, 1000, 'The principal’s ARN.'),
    credential: text(1, 128, 'The id of the access key or token.'),
    may: listOf(word(['read', 'write', 'administer'], 'A right.'), 3, 'What the credential reaches.'),
  },
  'Who calls.',
);
