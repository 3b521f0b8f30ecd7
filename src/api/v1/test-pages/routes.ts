import { ChannelId, ChannelOwner } from '../channels/schemas.ts';
import { routes } from '../route.ts';
import { TestAnswer, TestPage, TestPageFilter, TestPageId, TestPagePage } from './schemas.ts';

const group = 'Test pages';
const path = '/contacts/{contact}/test-pages';
const one = `${path}/{testPageId}`;

export const testRoutes = routes({
  testChannel: {
    method: 'POST',
    path: '/contacts/{contact}/channels/{channelId}/test',
    group,
    summary: 'Send a test page to a channel',
    about:
      'A real message over the real provider, with a code and a link to answer it. It opens no incident and pages nobody. Only an activated channel; five an hour each, unless the quota says otherwise; for administrators (an access key).',
    access: 'administer',
    params: ChannelId,
    answer: TestPage,
    status: 201,
    location: (answer: { contact: string; id: string }) => `/contacts/${answer.contact}/test-pages/${answer.id}`,
  },
  listTestPages: {
    method: 'GET',
    path,
    group,
    summary: 'List a person’s test pages, those of drills too, newest first',
    access: 'read',
    params: ChannelOwner,
    query: TestPageFilter,
    answer: TestPagePage,
  },
  getTestPage: {
    method: 'GET',
    path: one,
    group,
    summary: 'Show a test page: every try, and what became of it',
    access: 'read',
    params: TestPageId,
    answer: TestPage,
  },
  answerTestPage: {
    method: 'POST',
    path: `${one}/answer`,
    group,
    summary: 'Answer a test page with the code that came with it',
    about: 'Five wrong codes and none is taken any more.',
    access: 'write',
    params: TestPageId,
    body: TestAnswer,
    answer: TestPage,
  },
});
