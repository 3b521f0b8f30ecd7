import { form, maybe, named, orNull, pageOf, paging, text, time, uuid, word, yes } from '../schema.ts';

const name = form(
  /^[\p{L}\p{Z}\p{N}_.-]{1,255}$/u,
  '1 to 255 letters, digits, spaces, dots, hyphens and underscores',
  'What it is called.',
);
/** Personal: the trail tells that it was set, not what to. */
const address = text(1, 320, 'The mail address, or the number in E.164 form.', { 'x-sensitive': true });
const type = word(['email', 'sms', 'voice'], 'How it is reached.');

const ChannelFlag = named(
  'ChannelFlag',
  {
    since: time('Since when.'),
    reason: text(1, 4000, 'What happened.'),
    whatToDo: text(1, 1000, 'What mends it.'),
  },
  'What is in doubt of a channel. It is paged all the same.',
);

export const Channel = named(
  'Channel',
  {
    id: uuid('Its id.'),
    arn: text(1, 1000, 'Its name on the AWS face.'),
    name,
    type,
    address,
    activated: yes('Only an activated channel is paged: its owner has proved that it is theirs.'),
    flag: orNull(ChannelFlag),
  },
  'One address of one person.',
);
export const ChannelPage = pageOf('Channel', Channel);
export const ChannelFilter = named('ChannelFilter', paging, 'Which page.');
export const NewChannel = named(
  'NewChannel',
  { name, type, address, sendCode: maybe(yes('Whether the activation code is sent at once; true unless given.')) },
  'A channel to add.',
);
export const ChannelChange = named(
  'ChannelChange',
  { name: maybe(name), address: maybe(address) },
  'What is to change; what is not given stays.',
);
const alias = form(
  /^[a-z0-9_-]{1,255}$/,
  '1 to 255 small letters, digits, hyphens and underscores',
  'The person’s alias.',
);
export const ChannelOwner = named('ChannelOwner', { contact: alias }, 'Whose.');
export const ChannelId = named('ChannelId', { contact: alias, channelId: uuid('The channel’s id.') }, 'Which channel.');
export const Activation = named(
  'Activation',
  { code: form(/^[0-9]{6,10}$/, '6 to 10 digits', 'The code that was sent.', { 'x-sensitive': true }) },
  'The proof that a channel is its owner’s.',
);
