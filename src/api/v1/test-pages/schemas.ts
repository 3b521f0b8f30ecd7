import { form, listOf, named, orNull, pageOf, paging, text, time, uuid, whole, word } from '../schema.ts';

const Attempt = named(
  'TestAttempt',
  {
    number: whole(1, 1_000_000, 'The how manieth try it was.'),
    at: time('When its provider answered.'),
    provider: text(1, 100, 'Who was asked to carry it.'),
    outcome: word(['sent', 'retrying', 'failed'], 'What came of it.'),
    reason: orNull(text(0, 10_000, 'Why it did not leave, and what to do.')),
    providerId: orNull(text(0, 1_000, 'The provider’s own id of it.')),
  },
  'One try to send it.',
);

export const TestPage = named(
  'TestPage',
  {
    id: uuid('Its id.'),
    contact: text(1, 255, 'The person’s alias.'),
    channel: uuid('The id of the channel.'),
    channelType: text(1, 20, 'How it goes: `email`, `sms`, `voice` …'),
    origin: word(['asked', 'drill'], 'Asked for by somebody, or sent by a drill.'),
    requestedBy: text(1, 1_000, 'The principal who asked.'),
    createdAt: time('When it was asked for.'),
    answerBy: time('An answer until then is one in time.'),
    status: word(
      ['waiting', 'sent', 'unconfirmed', 'delivered', 'answered', 'failed', 'cancelled', 'unanswered'],
      '`unanswered`: it left, and nobody answered in time; an answer within 24 hours still shows.',
    ),
    attempts: listOf(Attempt, 20, 'The last ones, oldest first.'),
    info: orNull(text(0, 10_000, 'Why it failed, was cancelled or is unconfirmed, and what to do.')),
    sentAt: orNull(time('When its provider took it.')),
    deliveredAt: orNull(time('When its provider said that it had arrived.')),
    answeredAt: orNull(time('When it was answered.')),
    answeredBy: orNull(text(1, 1_000, 'The principal who answered.')),
  },
  'A message that proves that a channel works, and pages nobody.',
);

export const TestPagePage = pageOf('TestPage', TestPage);
export const TestPageFilter = named('TestPageFilter', paging, 'Which page.');
const alias = form(
  /^[a-z0-9_-]{1,255}$/,
  '1 to 255 small letters, digits, hyphens and underscores',
  'The person’s alias.',
);
export const TestPageId = named(
  'TestPageId',
  { contact: alias, testPageId: uuid('The test page’s id.') },
  'Which test page.',
);
export const TestAnswer = named(
  'TestAnswer',
  { code: form(/^[0-9]{6,10}$/, '6 to 10 digits', 'The code that came with it.', { 'x-sensitive': true }) },
  'The proof that it arrived.',
);
