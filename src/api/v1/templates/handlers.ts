import {
  type Placeholder,
  partsOf,
  placeholders,
  type Template,
  type TemplateRef,
  templateKinds,
} from '#domain/templates';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { templateRoutes } from './routes.ts';

type Asked = { params: { channel: TemplateRef['kind'] }; query: { plan?: string } };

export function templateHandlers(rooms: ApiRooms): Handlers<typeof templateRoutes> {
  const { templates, previews, responsePlans, channelTypes, cursors } = rooms;
  const refOf = ({ actor }: Call, { params: { channel: kind }, query: { plan } }: Asked): TemplateRef => ({
    account: actor.account,
    kind,
    ...(plan === undefined ? {} : { plan }),
  });
  const view = (ref: TemplateRef, found: Template | undefined) => ({
    channel: ref.kind,
    plan: ref.plan ?? null,
    parts: { ...found?.parts },
    custom: found !== undefined,
    // Rooms with a webhook need nothing to be set up.
    sends: ref.kind === 'CHAT' || channelTypes.includes(ref.kind),
    changedAt: found?.modifiedAt.toISOString() ?? null,
    changedBy: found?.modifiedBy ?? null,
  });
  /** The plan is held, so that it is there for as long as its template is written. */
  const current = async (call: Call, input: Asked) => {
    const ref = refOf(call, input);
    if (ref.plan !== undefined) await responsePlans.lock(call.context, { account: ref.account, name: ref.plan });
    return view(ref, await templates.lock(call.context, ref));
  };
  return {
    listTemplates: async (call, { query }) => {
      const { account } = call.actor;
      const fetch = (limit: number, position: unknown) => {
        const after = position as { plan: string; kind: string } | undefined;
        return templates.list(call.context, { account, limit, ...(after ? { after } : {}) });
      };
      const positionOf = ({ plan = '', kind }: Template) => ({ plan, kind });
      return paged(call, cursors, query, fetch, positionOf, (one) => view(one, one));
    },
    describeTemplates: async () => ({
      placeholders: (Object.keys(placeholders) as Placeholder[]).map((name) => ({ name, ...placeholders[name] })),
      parts: templateKinds.flatMap((channel) =>
        Object.entries(partsOf(channel)).map(([name, { about, longest }]) => {
          return { channel, name, about, longest };
        }),
      ),
    }),
    getTemplate: async (call, input) => {
      const ref = refOf(call, input);
      if (ref.plan !== undefined) await responsePlans.get(call.context, { account: ref.account, name: ref.plan });
      return view(ref, await templates.find(call.context, ref));
    },
    setTemplate: {
      current,
      run: async (call, input) => {
        const ref = refOf(call, input);
        await templates.set(call.context, call.now, call.actor, ref, input.body.parts);
        return view(ref, await templates.find(call.context, ref));
      },
    },
    resetTemplate: {
      current,
      run: async (call, input) => {
        await templates.reset(call.context, refOf(call, input));
      },
    },
    previewTemplate: async (call, { body: { channel: kind, plan, parts, incidentId } }) => {
      const { account, region } = call.actor;
      if (plan !== undefined) await responsePlans.get(call.context, { account, name: plan });
      const asked = {
        ...{ account, region, kind },
        ...(plan === undefined ? {} : { plan }),
        ...(parts === undefined ? {} : { parts }),
        ...(incidentId === undefined ? {} : { incidentId }),
      };
      const { texts, fault = null } = await previews(call.context, call.now, asked);
      return { texts: { ...texts }, fault };
    },
  };
}
