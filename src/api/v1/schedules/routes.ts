import {
  ContactAlias,
  ContactFilter,
  NewOnCallSchedule,
  OnCallSchedule,
  OnCallScheduleContent,
  OnCallSchedulePage,
} from '../contacts/schemas.ts';
import { WhoIsOnCall } from '../oncall/time-schemas.ts';
import { routes } from '../route.ts';

const group = 'On-call schedules';
const one = { path: '/schedules/{contact}', group, params: ContactAlias } as const;

export const scheduleRoutes = routes({
  listSchedules: {
    method: 'GET',
    path: '/schedules',
    group,
    summary: 'List on-call schedules, by alias',
    access: 'read',
    query: ContactFilter,
    answer: OnCallSchedulePage,
  },
  createSchedule: {
    method: 'POST',
    path: '/schedules',
    group,
    summary: 'Make an on-call schedule',
    about: 'Its rotations are there already. Without any it reaches nobody, which `/on-call/warnings` tells.',
    access: 'write',
    body: NewOnCallSchedule,
    answer: OnCallSchedule,
    status: 201,
    location: (answer: { alias: string }) => `/schedules/${answer.alias}`,
    versioned: true,
  },
  getSchedule: {
    ...one,
    method: 'GET',
    summary: 'Show an on-call schedule',
    access: 'read',
    answer: OnCallSchedule,
    versioned: true,
  },
  whoIsOnCallBySchedule: {
    ...one,
    method: 'GET',
    path: '/schedules/{contact}/on-call',
    summary: 'Say who is on call by a schedule now',
    about:
      'Not a part of the schedule itself, whose version stays the same over a hand-off. `/on-call` tells other times.',
    access: 'read',
    answer: WhoIsOnCall,
  },
  replaceSchedule: {
    ...one,
    method: 'PUT',
    summary: 'Replace an on-call schedule',
    about: 'Running engagements that reached it keep the people whom they found.',
    access: 'write',
    body: OnCallScheduleContent,
    answer: OnCallSchedule,
    versioned: true,
    match: 'required',
  },
  deleteSchedule: {
    ...one,
    method: 'DELETE',
    summary: 'Delete an on-call schedule',
    about: 'The rotations stay. Refused while an escalation plan engages it.',
    access: 'write',
    match: 'optional',
  },
});
