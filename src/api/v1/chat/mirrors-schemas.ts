import { form, listOf, maybe, named, orNull, text, time, uuid, word } from '../schema.ts';

const kind = word(['slack-group', 'webhook'], 'What it is.');

export const OnCallMirror = named(
  'OnCallMirror',
  {
    id: uuid('Its id.'),
    of: text(1, 1_000, 'The ARN of the rotation or on-call schedule.'),
    kind,
    target: text(1, 1_000, 'The user group’s id; of a webhook the host of its address, and a fingerprint.'),
    toldAt: orNull(time('When it was told last.')),
    fault: orNull(text(1, 4_000, 'Why it is not as it should be.')),
    createdAt: time('Since when it is kept so.'),
    createdBy: text(1, 1_000, 'The principal who asked for it.'),
  },
  'What outside is kept as who is on call.',
);

export const OnCallMirrors = named(
  'OnCallMirrors',
  { mirrors: listOf(OnCallMirror, 1_000, 'All of the account, oldest first.') },
  'What outside is kept as who is on call.',
);

export const NewOnCallMirror = named(
  'NewOnCallMirror',
  {
    of: form(
      /^([0-9a-f]{8}-[0-9a-f-]{27}|arn:aws:ssm-contacts:[a-z0-9-]{1,64}:[0-9]{12}:(contact|rotation)\/[a-z0-9_-]{1,255})$/,
      'the id of a rotation, or the ARN of a rotation or on-call schedule',
      'Of a rotation (its id or ARN) or an on-call schedule (its ARN).',
    ),
    slackGroup: maybe(text(1, 60, 'The id of a user group in Slack, such as `S0614TZR7`.')),
    webhook: maybe({
      ...text(1, 1_024, 'Instead of it: the address that is told of each change. Kept sealed.'),
      'x-sensitive': true,
    }),
  },
  'What is to be kept as who is on call: a user group, or what a webhook tells.',
);

export const MadeOnCallMirror = named(
  'MadeOnCallMirror',
  {
    mirror: OnCallMirror,
    secret: orNull({ ...text(1, 100, 'What a webhook’s messages are signed with, this once.'), 'x-sensitive': true }),
  },
  'What outside is kept as who is on call from now on.',
);

export const OnCallMirrorId = named('OnCallMirrorId', { mirrorId: uuid('The mirror’s id.') }, 'Which mirror.');
