import { routes } from '../route.ts';
import {
  Alarm,
  AlarmFilter,
  AlarmHistoryFilter,
  AlarmHistoryPage,
  AlarmId,
  AlarmPage,
  NewAlarmState,
} from './schemas.ts';

const group = 'Alarms';
const ofOne = { group, params: AlarmId } as const;

export const alarmRoutes = routes({
  listAlarms: {
    method: 'GET',
    path: '/alarms',
    group,
    summary: 'List alarms, by name',
    about: 'Metric alarms and composite ones. They are made by CloudWatch’s interface.',
    access: 'read',
    query: AlarmFilter,
    answer: AlarmPage,
  },
  getAlarm: {
    method: 'GET',
    path: '/alarms/{alarmName}',
    ...ofOne,
    summary: 'Show an alarm',
    access: 'read',
    answer: Alarm,
  },
  listAlarmHistory: {
    method: 'GET',
    path: '/alarms/{alarmName}/history',
    ...ofOne,
    summary: 'List what happened to an alarm, newest first',
    about: 'Of the last 30 days, also when the alarm is gone.',
    access: 'read',
    query: AlarmHistoryFilter,
    answer: AlarmHistoryPage,
  },
  setAlarmState: {
    method: 'POST',
    path: '/alarms/{alarmName}/state',
    ...ofOne,
    summary: 'Set a state by hand',
    about:
      'What entering it sets going is done: people are paged. It lasts until the next evaluation, a minute at least.',
    access: 'write',
    body: NewAlarmState,
    answer: Alarm,
  },
  enableAlarmActions: {
    method: 'POST',
    path: '/alarms/{alarmName}/enable-actions',
    ...ofOne,
    summary: 'Let entering a state set something going',
    access: 'write',
    answer: Alarm,
  },
  disableAlarmActions: {
    method: 'POST',
    path: '/alarms/{alarmName}/disable-actions',
    ...ofOne,
    summary: 'Let entering a state set nothing going',
    about: 'Its changes stay events on the bus, so rules see them.',
    access: 'write',
    answer: Alarm,
  },
  deleteAlarm: {
    method: 'DELETE',
    path: '/alarms/{alarmName}',
    ...ofOne,
    summary: 'Delete an alarm',
    about: 'Its incidents and its history stay. Refused while a composite alarm depends on it.',
    access: 'write',
  },
});
