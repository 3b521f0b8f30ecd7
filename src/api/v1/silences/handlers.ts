import { type Silence as DomainSilence, type Scope, targetOf } from '#domain/silences';
import { arns, parseArn } from '#kernel/arn';
import { paged } from '../paged.ts';
import { faulty } from '../problem.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers, InputOf } from '../route.ts';
import type { Static } from '../schema.ts';
import type { silenceRoutes } from './routes.ts';
import type { Silence } from './schemas.ts';

export function silenceHandlers({ silences, cursors }: ApiRooms): Handlers<typeof silenceRoutes> {
  const refOf = ({ actor }: Call, id: string) => ({ account: actor.account, id });
  const show = async (call: Call, id: string) =>
    silenceView(await silences.get(call.context, call.now, refOf(call, id)));
  return {
    listSilences: async (call, { query }) => {
      const { account } = call.actor;
      const status = query.status === undefined ? {} : { status: query.status };
      const fetch = (limit: number, position: unknown) => {
        const before = position ? { before: position as string } : {};
        return silences.list(call.context, call.now, { account, limit, ...status, ...before });
      };
      return paged(call, cursors, query, fetch, ({ id }) => id, silenceView);
    },
    createSilence: async (call, { body }) => {
      const { reason, from, until, includeCritical = false } = body;
      const window = { ...(from === undefined ? {} : { from: new Date(from) }), until: new Date(until) };
      const silence = { scope: scopeOf(call, body), reason, ...window, includeCritical };
      return show(call, await silences.create(call.context, call.now, call.actor, silence));
    },
    getSilence: (call, { params }) => show(call, params.silenceId),
    editSilence: {
      current: async (call, { params }) =>
        silenceView(await silences.lock(call.context, call.now, refOf(call, params.silenceId))),
      run: async (call, { params, body }) => {
        const { reason, until, includeCritical } = body;
        await silences.update(call.context, call.now, call.actor, refOf(call, params.silenceId), {
          ...(reason === undefined ? {} : { reason }),
          ...(until === undefined ? {} : { until: new Date(until) }),
          ...(includeCritical === undefined ? {} : { includeCritical }),
        });
        return show(call, params.silenceId);
      },
    },
    endSilence: async (call, { params }) => {
      await silences.end(call.context, call.now, call.actor, refOf(call, params.silenceId));
      return show(call, params.silenceId);
    },
  };
}

const WANTED_TARGET = {
  plan: 'the name or ARN of a plan',
  rule: 'the name or ARN of a rule',
  alarm: 'the name or ARN of an alarm',
  pattern: 'an event pattern, as JSON text',
} as const;

/** Names of the call's account and region; a whole ARN is taken as it is, and looked at by the room. */
function scopeOf({ actor }: Call, { of, target }: InputOf<(typeof silenceRoutes)['createSilence']>['body']): Scope {
  const { account, region } = actor;
  if (of === 'everything') {
    if (target === undefined) return { of };
    throw faulty([{ field: 'target', wanted: 'none where everything is silenced', got: JSON.stringify(target) }]);
  }
  if (target === undefined) throw faulty([{ field: 'target', wanted: WANTED_TARGET[of], got: 'nothing' }]);
  if (of === 'pattern') return { of, pattern: target };
  if (parseArn(target)) return { of, arn: target };
  const named = {
    plan: () => arns.responsePlan(account, target),
    rule: () => arns.rule(region, account, 'default', target),
    alarm: () => arns.alarm(region, account, target),
  };
  return { of, arn: named[of]() };
}

const silenceView = ({
  account: _own,
  scope,
  from,
  until,
  createdAt,
  modifiedAt,
  ...silence
}: DomainSilence): Static<typeof Silence> => ({
  ...silence,
  of: scope.of,
  target: targetOf(scope),
  from: from.toISOString(),
  until: until.toISOString(),
  createdAt: createdAt.toISOString(),
  modifiedAt: modifiedAt.toISOString(),
});
