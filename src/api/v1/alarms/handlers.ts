import type { AlarmRef, AlarmFilter as Filter, HistoryRecord } from '#domain/alarms';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { alarmRoutes } from './routes.ts';
import type { AlarmHistoryItem } from './schemas.ts';
import { alarmView } from './view.ts';

export function alarmHandlers({ alarms, cursors }: ApiRooms): Handlers<typeof alarmRoutes> {
  const refOf = ({ actor }: Call, name: string): AlarmRef => ({ account: actor.account, region: actor.region, name });
  const show = async (call: Call, ref: AlarmRef) => alarmView(await alarms.get(call.context, ref));
  const switched = async (call: Call, name: string, enabled: boolean) => {
    const ref = refOf(call, name);
    // Here what is not there is told, as of every other thing of the native API.
    await alarms.get(call.context, ref);
    await alarms.setActionsEnabled(call.context, call.now, call.actor, ref, [name], enabled);
    return show(call, ref);
  };
  return {
    listAlarms: async (call, { query }) => {
      const { account, region } = call.actor;
      const { state, kind, prefix } = query;
      const filter: Omit<Filter, 'limit'> = {
        ...{ account, region },
        ...(state ? { state } : {}),
        ...(kind ? { kinds: [kind] } : {}),
        ...(prefix ? { namePrefix: prefix } : {}),
      };
      const fetch = (limit: number, position: unknown) =>
        alarms.list(call.context, { ...filter, limit, ...(position ? { after: position as string } : {}) });
      return paged(call, cursors, query, fetch, ({ name }) => name, alarmView);
    },
    getAlarm: async (call, { params }) => show(call, refOf(call, params.alarmName)),
    listAlarmHistory: async (call, { params, query }) => {
      const ref = refOf(call, params.alarmName);
      const fetch = async (limit: number, position: unknown) => {
        const [at, id] = (position ?? []) as [string, string];
        const after = id ? { after: { at: new Date(at), id } } : {};
        const asked = { ...ref, kinds: ['metric' as const, 'composite' as const], order: 'newest' as const, limit };
        const found = await alarms.history(call.context, { ...asked, ...after });
        // Nothing at all was ever so called: then it is not there.
        if (found.length === 0 && !id) await alarms.get(call.context, ref);
        return found;
      };
      return paged(call, cursors, { ...query, of: ref.name }, fetch, ({ at, id }) => [at, id], historyView);
    },
    setAlarmState: async (call, { params, body }) => {
      const ref = refOf(call, params.alarmName);
      await alarms.setState(call.context, call.now, call.actor, ref, body);
      return show(call, ref);
    },
    enableAlarmActions: async (call, { params }) => switched(call, params.alarmName, true),
    disableAlarmActions: async (call, { params }) => switched(call, params.alarmName, false),
    deleteAlarm: async (call, { params }) => {
      const ref = refOf(call, params.alarmName);
      await alarms.remove(call.context, call.now, call.actor, ref, [ref.name]);
    },
  };
}

const historyView = ({ id, at, type, summary, data }: HistoryRecord): Static<typeof AlarmHistoryItem> => ({
  ...{ id, type, summary, data },
  at: at.toISOString(),
});
