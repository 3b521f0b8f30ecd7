import { type Contact, contactArn } from '#domain/contacts';
import { rotationArn } from '#domain/oncall';
import { contactsOfType } from '../contacts/reading.ts';
import type { OnCallSchedule } from '../contacts/schemas.ts';
import { contactView } from '../contacts/view.ts';
import { idOf, personView, rotationRef } from '../oncall/words.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { scheduleRoutes } from './routes.ts';

export function scheduleHandlers(rooms: ApiRooms): Handlers<typeof scheduleRoutes> {
  const schedules = contactsOfType(rooms, 'ONCALL_SCHEDULE');
  const planOf = (call: Call, ids: readonly string[]) => {
    return { stages: [], rotations: ids.map((id) => rotationArn(rotationRef(call, id.toLowerCase()))) };
  };
  return {
    listSchedules: (call, { query }) => schedules.list(call, query, scheduleView),
    createSchedule: async (call, { body: { rotations = [], tags = {}, ...given } }) =>
      scheduleView(await schedules.create(call, { ...given, ...planOf(call, rotations), tags })),
    getSchedule: async (call, { params }) => scheduleView(await schedules.read(call, params.contact)),
    whoIsOnCallBySchedule: async (call, { params }) => {
      const subject = contactArn(await schedules.read(call, params.contact));
      const people = await rooms.onCall.at(call.context, subject, call.now);
      return { at: call.now.toISOString(), people: people.map(personView) };
    },
    replaceSchedule: {
      current: async (call, { params }) => scheduleView(await schedules.lock(call, params.contact)),
      run: async (call, { params, body: { displayName = null, rotations, ...tags } }) => {
        const change = { displayName, plan: planOf(call, rotations), ...tags };
        return scheduleView(await schedules.change(call, params.contact, change));
      },
    },
    deleteSchedule: schedules.remove(scheduleView),
  };
}

function scheduleView(contact: Contact): Static<typeof OnCallSchedule> {
  return { ...contactView(contact), rotations: contact.rotations.map(idOf) };
}
