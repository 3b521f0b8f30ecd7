import {
  anything,
  form,
  listOf,
  mapOf,
  maybe,
  named,
  orNull,
  pageOf,
  paging,
  text,
  time,
  uuid,
  word,
  yes,
} from '../schema.ts';

const source = form(/^[a-z0-9-]{1,40}$/, 'a source such as alertmanager', 'From what system alerts come.');
const name = form(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  '1 to 64 letters, digits, dots, hyphens and underscores, a letter or digit first',
  'Which sender of that source: alerts are told apart by it. A new key with the name of an old one takes its place.',
);

const filled = (about: string) => text(0, 1000, `${about} With placeholders such as {{host.name}}.`);

const Mapping = named(
  'IntakeMapping',
  {
    each: maybe(text(1, 500, 'Where a list lies whose items are the alerts; absent: the payload is one alert.')),
    status: maybe(filled('Whether it fires; absent: it does.')),
    resolved: maybe(listOf(text(1, 100, 'A word.'), 50, 'What `status` is when the alert is over.')),
    fingerprint: maybe(filled('What it is known by; absent: its labels.')),
    labels: maybe(mapOf(filled('A label.'), 100, 'Labels; one that comes to nothing is left out.')),
    annotations: maybe(mapOf(filled('An annotation.'), 100, 'Annotations.')),
    startsAt: maybe(filled('When it began: RFC 3339, or seconds or milliseconds since 1970.')),
    endsAt: maybe(filled('When it was over.')),
  },
  'How a payload of your own becomes alerts.',
);

export const IntakeKey = named(
  'IntakeKey',
  {
    id: uuid('Its id.'),
    source,
    name,
    region: text(1, 64, 'Where its events come in.'),
    mapping: orNull(Mapping),
    isSigned: yes('What it brings must be signed.'),
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
  {
    source,
    name: maybe({ ...name, default: 'default' }),
    mapping: maybe(Mapping),
    signingSecret: maybe({
      ...text(1, 1000, 'With what the sender signs; of the source sentry.'),
      'x-sensitive': true,
    }),
  },
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

export const NewIntakePreview = named(
  'NewIntakePreview',
  {
    source,
    mapping: maybe(Mapping),
    payload: anything('What the sender would send.'),
    headers: maybe(mapOf(text(0, 8000, 'A header.'), 50, 'Its headers, in small letters.')),
  },
  'A payload to try.',
);

const texts = mapOf(text(0, 16_384, 'A text.'), 256, 'Texts by name.');

export const IntakePreview = named(
  'IntakePreview',
  {
    alerts: listOf(
      named(
        'PreviewedAlert',
        {
          status: word(['firing', 'resolved'], 'Whether it fires.'),
          fingerprint: orNull(text(0, 16_384, 'What it would be known by; null: its labels.')),
          labels: texts,
          annotations: texts,
          startsAt: orNull(time('When it began, where the payload says so.')),
          endsAt: orNull(time('When it was over, or until when it holds.')),
        },
        'An alert that would be taken.',
      ),
      10_000,
      'In the order of the payload.',
    ),
    answer: anything('What the sender would be answered.'),
  },
  'What would be made of a payload. Nothing is stored.',
);
