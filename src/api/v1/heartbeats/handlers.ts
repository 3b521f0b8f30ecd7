import type { Monitor, MonitorChange } from '#domain/monitors';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { heartbeatRoutes } from './routes.ts';
import type { HeartbeatMonitor } from './schemas.ts';

/** Where nothing is said of the grace: a tenth of the interval, at least so many seconds. */
const LEAST_GRACE = 30;

export function heartbeatHandlers({ monitors, cursors }: ApiRooms): Handlers<typeof heartbeatRoutes> {
  const refOf = ({ actor: { account, region } }: Call, { monitorId: id }: { monitorId: string }) => {
    return { account, region, id };
  };
  return {
    listHeartbeats: async (call, { query }) => {
      const { account, region } = call.actor;
      const status = query.status === undefined ? {} : { status: query.status };
      const fetch = (limit: number, position: unknown) => {
        const after = position ? { after: position as string } : {};
        return monitors.list(call.context, { account, region, limit, ...status, ...after });
      };
      return paged(call, cursors, query, fetch, ({ name }) => name, monitorView);
    },
    createHeartbeat: async (call, { body }) => {
      const { name, intervalSeconds, plan, labels = {} } = body;
      const { graceSeconds = Math.max(LEAST_GRACE, Math.ceil(intervalSeconds / 10)) } = body;
      const wanted = { name, intervalSeconds, graceSeconds, labels, ...(plan === undefined ? {} : { planName: plan }) };
      const { monitor, address } = await monitors.create(call.context, call.now, call.actor, wanted);
      return { monitor: monitorView(monitor), url: address };
    },
    getHeartbeat: async (call, { params }) => monitorView(await monitors.get(call.context, refOf(call, params))),
    editHeartbeat: async (call, { params, body }) => {
      const { plan, ...rest } = body;
      const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
      const change: MonitorChange = { ...given, ...(plan === undefined ? {} : { planName: plan }) };
      await monitors.update(call.context, call.now, call.actor, refOf(call, params), change);
      return monitorView(await monitors.get(call.context, refOf(call, params)));
    },
    renewHeartbeat: async (call, { params }) => {
      const url = await monitors.renew(call.context, call.now, call.actor, refOf(call, params));
      return { monitor: monitorView(await monitors.get(call.context, refOf(call, params))), url };
    },
    deleteHeartbeat: async (call, { params }) => {
      await monitors.remove(call.context, refOf(call, params));
    },
  };
}

const monitorView = ({
  account: _own,
  region: _region,
  planName,
  lastBeatAt,
  missedAt,
  createdAt,
  modifiedAt,
  ...monitor
}: Monitor): Static<typeof HeartbeatMonitor> => ({
  ...monitor,
  plan: planName ?? null,
  lastBeatAt: lastBeatAt?.toISOString() ?? null,
  missedAt: missedAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
  modifiedAt: modifiedAt.toISOString(),
});
