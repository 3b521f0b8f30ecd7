import { planKey, type ResponsePlan } from '#domain/response-plans';
import { type Signal as DomainSignal, signalName } from '#domain/signals';
import { after, DAY } from '#kernel/clock';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { signalRoutes } from './routes.ts';
import type { Signal } from './schemas.ts';

/** Signals that are shown at once. */
const MOST = 100;

export function signalHandlers({
  signals,
  incidents,
  responsePlans,
  cursors,
}: ApiRooms): Handlers<typeof signalRoutes> {
  const viewOf = async (call: Call, found: DomainSignal[]) => {
    const refs = found.map(({ account, planName: name }) => ({ account, name }));
    const plans = await responsePlans.find(call.context, refs);
    return (one: DomainSignal) => {
      const plan = plans.get(planKey({ account: one.account, name: one.planName }));
      return signalView(one, isFlapping(call, one, plan));
    };
  };
  const isFlapping = (call: Call, one: DomainSignal, plan: ResponsePlan | undefined) =>
    signals.isFlapping(call.now, one.recent, plan);
  return {
    listSignals: async (call, { query }) => {
      const { account } = call.actor;
      const { firing, plan } = query;
      const filters = { ...(firing === undefined ? {} : { firing }), ...(plan === undefined ? {} : { plan }) };
      const page = await paged(
        call,
        cursors,
        query,
        (limit, position) => {
          const [planName, key] = (position ?? []) as [string, string];
          const from = key ? { after: { plan: planName, key } } : {};
          return signals.list(call.context, { account, limit, ...filters, ...from });
        },
        ({ planName, key }) => [planName, key],
        (one) => one,
      );
      return { items: page.items.map(await viewOf(call, page.items)), next: page.next };
    },
    listNeverOver: async (call, { query: { times = 3, days = 7 } }) => {
      const since = after(call.now, -days * DAY);
      const found = await signals.neverOver(call.context, call.actor.account, times, since, MOST);
      return { items: found.map(await viewOf(call, found)) };
    },
    getIncidentSignals: async (call, { params: { incidentId } }) => {
      const { account } = call.actor;
      const incident = await incidents.byId(call.context, account, incidentId);
      const own = (await signals.activity(call.context, account, [incidentId])).get(incidentId);
      const found = await signals.ofIncident(call.context, account, incidentId, MOST);
      const { firing } = await signals.facts(call.context, account, incidentId);
      const iso = (at: Date | undefined) => at?.toISOString() ?? null;
      return {
        triggers: 1 + (own?.folded ?? 0),
        lastTriggeredAt: (own?.triggeredAt ?? incident.createdAt).toISOString(),
        firing,
        endless: own?.endless ?? false,
        recoveredAt: iso(own?.recoveredAt),
        engagedAnewAt: iso(own?.anewAt),
        heldBackSince: iso(own?.heldAt),
        looksAt: iso(own?.lookAt),
        signals: found.map(await viewOf(call, found)),
      };
    },
  };
}

const signalView = (one: DomainSignal, flapping: boolean): Static<typeof Signal> => ({
  key: one.key,
  name: signalName(one.key),
  plan: one.planName,
  incidentId: one.incidentId,
  firing: one.firing,
  flapping,
  fired: one.fired,
  firstFiredAt: one.firstFiredAt.toISOString(),
  lastFiredAt: one.lastFiredAt.toISOString(),
  recoveries: one.recoveries,
  recoveredAt: one.recoveredAt?.toISOString() ?? null,
});
