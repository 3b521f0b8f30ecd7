import { channelType } from '../channel-types.ts';
import { maybe, named, orNull, pageOf, paging, text, time, uuid, whole, word, yes } from '../schema.ts';

export const Engagement = named(
  'Engagement',
  {
    id: uuid('Its id.'),
    arn: text(1, 1000, 'Its name on the AWS face.'),
    contact: text(1, 1000, 'The ARN of whose plan runs.'),
    contactType: word(['person', 'escalationPlan', 'schedule'], 'What that is.'),
    engagedBy: orNull(uuid('The engagement whose plan came to this contact; null: it was engaged itself.')),
    essential: yes('Whether this contact’s answer ends the plan above.'),
    status: word(
      ['engaging', 'acknowledged', 'stopped', 'ended'],
      '`ended`: all stages have run and nobody has answered; it can be answered still.',
    ),
    startedAt: time('When it began.'),
    stoppedAt: orNull(time('When it was settled.')),
    stopReason: orNull(text(0, 1000, 'Why it was stopped.')),
  },
  'One running of a contact’s plan.',
);

export const EngagementPage = pageOf('Engagement', Engagement);
export const EngagementFilter = named('EngagementFilter', paging, 'Which page.');
export const NewEngagement = named(
  'NewEngagement',
  {
    contact: text(1, 1000, 'Whom to engage: an alias in the call’s region, or a contact’s ARN.'),
    force: maybe(yes('Also for an incident that is silenced; refused without it.')),
  },
  'Somebody to engage.',
);
export const EngagementStop = named(
  'EngagementStop',
  { reason: maybe(text(1, 255, 'Why; it stands on the timeline.')) },
  'A stop.',
);
export const EngagementId = named(
  'EngagementId',
  { incidentId: uuid('The incident’s id.'), engagementId: uuid('The engagement’s id.') },
  'Which engagement.',
);

export const Page = named(
  'Page',
  {
    id: uuid('Its id.'),
    arn: text(1, 1000, 'Its name on the AWS face.'),
    channel: uuid('The id of the channel; it may have been deleted since.'),
    channelType: channelType('How it goes.'),
    stage: whole(1, 1_000, 'The stage of the person’s plan that asked for it, from 1.'),
    attempt: whole(1, 1_000_000, 'The how manieth page of this stage to this channel it is, from 1.'),
    subject: text(0, 20_000, 'What it says, in short.'),
    dueAt: time('When it was to leave.'),
    sentAt: orNull(time('When it left.')),
    deliveredAt: orNull(time('When the provider said that it had arrived.')),
    readAt: orNull(time('When it was answered.')),
  },
  'One message to one channel, as its receiver sees it.',
);
export const PagePage = pageOf('Page', Page);
export const PageFilter = named('PageFilter', paging, 'Which page of the list.');
export const PageId = named(
  'PageId',
  {
    incidentId: uuid('The incident’s id.'),
    engagementId: uuid('The engagement’s id.'),
    pageId: uuid('The page’s id.'),
  },
  'Which page.',
);
const Attempt = named(
  'Attempt',
  {
    page: uuid('The page; several have one where they went in one message.'),
    engagement: uuid('Its engagement.'),
    contact: text(1, 255, 'Whom it is for: an alias.'),
    channel: uuid('The id of the channel; it may have been deleted since.'),
    channelType: channelType('How it goes.'),
    message: uuid('The message that carries the page: the key under which it is sent, however often.'),
    number: whole(1, 1_000_000, 'The how manieth try of the message it is, over all providers, from 1.'),
    provider: text(1, 255, 'Who was asked to bring it.'),
    providerId: orNull(text(0, 1_000, 'The provider’s id of it.')),
    handedAt: orNull(time('When it was given to the provider; null: its node ended before it could say.')),
    answeredAt: orNull(time('When the provider had answered, or was given up.')),
    outcome: word(
      ['sent', 'refused', 'failed', 'unknown'],
      '`refused`: for good, this receiver; `failed`: surely not sent; `unknown`: perhaps sent.',
    ),
    reason: orNull(text(0, 4_000, 'What the provider said, and what to do.')),
  },
  'One try of a message.',
);
export const AttemptPage = pageOf('Attempt', Attempt);
export const AttemptFilter = named('AttemptFilter', paging, 'Which page of the list.');
const Receipt = named(
  'Receipt',
  {
    kind: word(
      ['sent', 'delivered', 'read', 'error', 'stop'],
      '`error`: it could not be sent, or not yet; `stop`: nobody needed it any more.',
    ),
    at: time('When.'),
    info: orNull(text(0, 10_000, 'What the provider said, or why.')),
  },
  'What became of a page.',
);
export const ReceiptPage = pageOf('Receipt', Receipt);
export const ReceiptFilter = named('ReceiptFilter', paging, 'Which page of the list.');
