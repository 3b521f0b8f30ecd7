import { form, listOf, maybe, named, orNull, text, uuid, yes } from '../schema.ts';

const daily = form(
  /^([01][0-9]|2[0-3]):[0-5][0-9]$/,
  'a time of day such as 09:00',
  'The time of day at which the room is told, once a day.',
);
const timeZone = text(1, 255, 'The IANA zone of that time, such as Europe/Berlin.');

export const ChatNotice = named(
  'ChatNotice',
  {
    id: uuid('Its id.'),
    of: text(1, 1_000, 'The ARN of the rotation or on-call schedule.'),
    atChanges: yes('The room is told when others are on call.'),
    daily: orNull(daily),
    timeZone: orNull(timeZone),
  },
  'That a room is told who is on call.',
);

export const ChatNotices = named(
  'ChatNotices',
  { notices: listOf(ChatNotice, 1_000, 'What of on-call time the room is told.') },
  'What of on-call time a room is told.',
);

export const NewChatNotice = named(
  'NewChatNotice',
  {
    of: form(
      /^([0-9a-f]{8}-[0-9a-f-]{27}|arn:aws:ssm-contacts:[a-z0-9-]{1,64}:[0-9]{12}:(contact|rotation)\/[a-z0-9_-]{1,255})$/,
      'the id of a rotation, or the ARN of a rotation or on-call schedule',
      'Of a rotation (its id or ARN) or an on-call schedule (its ARN).',
    ),
    atChanges: maybe(yes('The room is told when others are on call; unless given, it is.')),
    daily: maybe(daily),
    timeZone: maybe({ ...timeZone, description: 'The IANA zone of that time; UTC unless given.' }),
  },
  'What a room is to be told. One for each room and rotation or schedule: another one replaces it.',
);

export const ChatNoticeId = named(
  'ChatNoticeId',
  { chatChannelId: uuid('The chat channel’s id.'), noticeId: uuid('The notice’s id.') },
  'Which notice of which chat channel.',
);
