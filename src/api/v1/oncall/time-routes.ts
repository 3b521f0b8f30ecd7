import { routes } from '../route.ts';
import {
  At,
  ChangeFilter,
  Changes,
  Gaps,
  Range,
  ShiftFilter,
  ShiftPage,
  WarningFilter,
  WarningPage,
  WhoIsOnCall,
} from './time-schemas.ts';

const group = 'On-call time';

export const timeRoutes = routes({
  whoIsOnCall: {
    method: 'GET',
    path: '/on-call',
    group,
    summary: 'Say who is on call',
    access: 'read',
    query: At,
    answer: WhoIsOnCall,
  },
  listShifts: {
    method: 'GET',
    path: '/on-call/shifts',
    group,
    summary: 'List shifts, by their start',
    about: 'Those that lie at least partly in the range, each in its whole length.',
    access: 'read',
    query: ShiftFilter,
    answer: ShiftPage,
  },
  listGaps: {
    method: 'GET',
    path: '/on-call/gaps',
    group,
    summary: 'Find the times in which nobody is on call',
    access: 'read',
    query: Range,
    answer: Gaps,
  },
  listChanges: {
    method: 'GET',
    path: '/on-call/changes',
    group,
    summary: 'List the instants at which the people on call become others',
    access: 'read',
    query: ChangeFilter,
    answer: Changes,
  },
  listOnCallWarnings: {
    method: 'GET',
    path: '/on-call/warnings',
    group,
    summary: 'List the gaps that are coming',
    about:
      'As they were found after the last edit, or within the last day. The hours that a rotation’s own coverage leaves out are meant, and are none.',
    access: 'read',
    query: WarningFilter,
    answer: WarningPage,
  },
});
