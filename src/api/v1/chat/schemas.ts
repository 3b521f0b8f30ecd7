import { form, listOf, maybe, named, pageOf, paging, text, time, uuid, word } from '../schema.ts';

const TOPIC = 'The ARN of the topic by which plans and incidents name the room (`chatChannel.chatbotSns`).';
const label = text(1, 100, 'What it is called; one of a kind for its topic.');
const type = word(
  ['slack', 'teams', 'chime', 'mattermost', 'discord', 'google-chat'],
  'Where the room is. In Slack a message is kept up to date and has buttons; other rooms get a message for each important change.',
);

export const ChatChannel = named(
  'ChatChannel',
  {
    id: uuid('Its id.'),
    topic: text(1, 1_000, TOPIC),
    label,
    type,
    shown: text(1, 1_000, 'What of its address may be seen: a Slack room’s id, a webhook’s host, or a secret’s name.'),
    createdAt: time('When it was bound.'),
    createdBy: text(1, 1_000, 'The principal who bound it.'),
  },
  'A chat room that is told of incidents.',
);

export const ChatChannelPage = pageOf('ChatChannel', ChatChannel);
export const ChatChannelFilter = named('ChatChannelFilter', paging, 'Which page.');
export const ChatChannelId = named(
  'ChatChannelId',
  { chatChannelId: uuid('The chat channel’s id.') },
  'Which chat channel.',
);

export const NewChatChannel = named(
  'NewChatChannel',
  {
    topic: form(/^arn:aws:sns:[a-z0-9-]{1,64}:[0-9]{12}:[A-Za-z0-9_-]{1,256}$/, 'a topic’s ARN', TOPIC),
    label,
    type,
    address: maybe({
      ...text(1, 2_048, 'In Slack the room’s id, such as `C024BE91L`; elsewhere the webhook’s address. Kept sealed.'),
      'x-sensitive': true,
    }),
    secret: maybe(text(1, 2_048, 'Instead of the address: the name or ARN of the secret whose value it is.')),
  },
  'A room to bind. It has an address, or a secret that holds it.',
);

export const SlackCode = named(
  'SlackCode',
  {
    code: { ...text(1, 40, 'What is typed in Slack: `/muster link CODE`. Shown this once.'), 'x-sensitive': true },
    expiresAt: time('Until when it is good, once.'),
  },
  'With it somebody in Slack says that they are this person.',
);

export const SlackUsers = named(
  'SlackUsers',
  {
    users: listOf(
      named(
        'SlackUser',
        {
          team: text(1, 40, 'The workspace’s id.'),
          user: text(1, 40, 'The user’s id.'),
          linkedAt: time('Since when they are this person.'),
        },
        'Somebody in Slack.',
      ),
      50,
      'Who in Slack is this person.',
    ),
  },
  'Who in Slack is this person.',
);
