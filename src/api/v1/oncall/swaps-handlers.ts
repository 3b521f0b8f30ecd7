import type { Swap as DomainSwap, NewSide, SwapSide as Side } from '#domain/oncall';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers, InputOf } from '../route.ts';
import type { Static } from '../schema.ts';
import type { swapRoutes } from './swaps-routes.ts';
import type { Swap } from './swaps-schemas.ts';
import { idOf, inOwnWords, personRef, personView, rotationRef } from './words.ts';

export function swapHandlers({ swaps, cursors }: ApiRooms): Handlers<typeof swapRoutes> {
  const refOf = ({ actor }: Call, id: string) => ({ account: actor.account, region: actor.region, id });
  const show = async (call: Call, id: string) => swapView(await swaps.get(call.context, call.now, refOf(call, id)));
  const refuse = async (call: Call, id: string, as: 'declined' | 'withdrawn') => {
    await swaps.refuse(call.context, call.now, call.actor, refOf(call, id), as);
    return show(call, id);
  };
  return {
    listSwaps: async (call, { query }) => {
      const { account, region } = call.actor;
      const fetch = (limit: number, position: unknown) =>
        swaps.list(call.context, {
          account,
          region,
          now: call.now,
          limit,
          ...(query.status === undefined ? {} : { status: query.status }),
          ...(position ? { before: position as string } : {}),
        });
      return paged(call, cursors, query, fetch, ({ id }) => id, swapView);
    },
    offerSwap: async (call, { body }) => {
      const { give, take, note } = body;
      const swap = { give: sideOf(call, give), take: sideOf(call, take), ...(note === undefined ? {} : { note }) };
      return show(call, await inOwnWords(swaps.offer(call.context, call.now, call.actor, swap)));
    },
    getSwap: (call, { params }) => show(call, params.swapId),
    acceptSwap: async (call, { params }) => {
      await inOwnWords(swaps.accept(call.context, call.now, call.actor, refOf(call, params.swapId)));
      return show(call, params.swapId);
    },
    declineSwap: (call, { params }) => refuse(call, params.swapId, 'declined'),
    withdrawSwap: (call, { params }) => refuse(call, params.swapId, 'withdrawn'),
  };
}

type GivenSide = InputOf<(typeof swapRoutes)['offerSwap']>['body']['give'];

const sideOf = (call: Call, { person, rotationId, startsAt, endsAt }: GivenSide): NewSide => ({
  contact: personRef(call, person),
  rotation: rotationRef(call, rotationId),
  start: new Date(startsAt),
  end: new Date(endsAt),
});

const sideView = ({ contact, rotation, start, end }: Side) => ({
  person: personView(contact),
  rotationId: idOf(rotation),
  startsAt: start.toISOString(),
  endsAt: end.toISOString(),
});

function swapView({
  id,
  status,
  give,
  take,
  note,
  createdAt,
  createdBy,
  answeredAt,
  answeredBy,
}: DomainSwap): Static<typeof Swap> {
  return {
    id,
    status,
    give: sideView(give),
    take: sideView(take),
    note: note ?? null,
    createdAt: createdAt.toISOString(),
    createdBy,
    answeredAt: answeredAt?.toISOString() ?? null,
    answeredBy: answeredBy ?? null,
  };
}
