import { channelType } from '../channel-types.ts';
import { form, maybe, named, orNull, pageOf, paging, text, time, uuid, yes } from '../schema.ts';

const name = form(
  /^[\p{L}\p{Z}\p{N}_.-]{1,255}$/u,
  '1 to 255 letters, digits, spaces, dots, hyphens and underscores',
  'What it is called.',
);
/** Personal: the trail tells that it was set, not what to. */
const address = text(
  1,
  2048,
  'The mail address, the number in E.164 form, the webhook’s address, a person’s member id in Slack, or the JSON of a browser’s push subscription, of which only a fingerprint is shown.',
  { 'x-sensitive': true },
);
const type = channelType('How it is reached.');

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
export const SigningSecretWish = named(
  'SigningSecretWish',
  { secretArn: maybe(text(1, 2048, 'The name or ARN of a secret of this account that is used instead of a new one.')) },
  'Which secret.',
);
export const SigningSecret = named(
  'SigningSecret',
  {
    secret: orNull({ ...text(1, 100, 'The new secret, this once; null with `secretArn`.'), 'x-sensitive': true }),
    formerUntil: orNull(time('Until when messages are signed with the one before, too.')),
  },
  'What messages are signed with from now on.',
);
export const PushLink = named(
  'PushLink',
  {
    url: { ...text(1, 4096, 'The link, this once: only its hash is stored.'), 'x-sensitive': true },
    expiresAt: time('Until when it subscribes.'),
  },
  'A link for one browser.',
);
export const PushKey = named('PushKey', { publicKey: text(0, 100, 'On P-256, 65 bytes, base64url.') }, 'Our own key.');
