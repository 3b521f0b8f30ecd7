import { routes } from '../route.ts';
import { MadeOnCallMirror, NewOnCallMirror, OnCallMirrorId, OnCallMirrors } from './mirrors-schemas.ts';

const group = 'On call';
const path = '/on-call-mirrors';

export const mirrorRoutes = routes({
  listOnCallMirrors: {
    method: 'GET',
    path,
    group,
    summary: 'Show what outside is kept as who is on call',
    access: 'read',
    answer: OnCallMirrors,
  },
  addOnCallMirror: {
    method: 'POST',
    path,
    group,
    summary: 'Keep a user group in Slack, or a webhook, as who is on call',
    about:
      'It is told at once, and at each change: a hand-off at its moment, an edit or an override within five minutes. While nobody is on call a group is left as it is.',
    access: 'write',
    body: NewOnCallMirror,
    answer: MadeOnCallMirror,
    status: 201,
    unrepeatable: true,
  },
  removeOnCallMirror: {
    method: 'DELETE',
    path: `${path}/{mirrorId}`,
    group,
    summary: 'Keep it so no more',
    about: 'It stays as it is.',
    access: 'write',
    params: OnCallMirrorId,
  },
});
