import { form, maybe, named, orNull, pageOf, paging, text, time, uuid } from '../schema.ts';

const source = form(/^[a-z0-9-]{1,40}$/, 'a source such as alertmanager', 'From what system alerts come.');
const name = form(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  '1 to 64 letters, digits, dots, hyphens and underscores, a letter or digit first',
  'Which sender of that source: alerts are told apart by it. A new key with the name of an old one takes its place.',
);

export const IntakeKey = named(
  'IntakeKey',
  {
    id: uuid('Its id.'),
    source,
    name,
    region: text(1, 64, 'Where its events come in.'),
    principal: text(1, 1000, 'Whom it acts as.'),
    createdAt: time('When it was made.'),
    createdBy: text(1, 1000, 'The principal who made it.'),
    lastUsedAt: orNull(time('When it was used last, to the minute.')),
    revokedAt: orNull(time('When it was revoked.')),
  },
  'What lets another system bring alerts, without the key itself.',
);

export const IntakeKeyPage = pageOf('IntakeKey', IntakeKey);

export const NewIntakeKey = named(
  'NewIntakeKey',
  { source, name: maybe({ ...name, default: 'default' }) },
  'An intake key to make, for the region of the call.',
);

export const MadeIntakeKey = named(
  'MadeIntakeKey',
  {
    key: IntakeKey,
    secret: {
      ...text(55, 55, 'The key. It is shown this once: only its hash is stored.'),
      'x-sensitive': true,
    },
  },
  'A new intake key.',
);

export const IntakeKeyId = named('IntakeKeyId', { keyId: uuid('The key’s id.') }, 'Which key.');
export const IntakeKeyFilter = named('IntakeKeyFilter', paging, 'Which page.');
