import { type ContactChannel, channelArn } from '#domain/contacts';
import { channelWord, toChannelType } from '../channel-types.ts';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { channelRoutes } from './routes.ts';
import type { Channel } from './schemas.ts';

export function channelHandlers({
  contacts,
  contactChannels,
  pushLinks,
  cursors,
}: ApiRooms): Handlers<typeof channelRoutes> {
  const ownerOf = ({ actor }: Call, { contact }: { contact: string }) => {
    return { account: actor.account, region: actor.region, alias: contact };
  };
  const refOf = (call: Call, params: { contact: string; channelId: string }) => {
    return { ...ownerOf(call, params), id: params.channelId.toLowerCase() };
  };
  const show = async (call: Call, ref: ReturnType<typeof refOf>) =>
    channelView(await contactChannels.get(call.context, ref, ref.id));
  return {
    listChannels: async (call, { params, query }) => {
      const owner = await contacts.get(call.context, ownerOf(call, params));
      const fetch = (limit: number, after: unknown) =>
        contactChannels.list(call.context, owner, limit, after as string | undefined);
      return paged(call, cursors, { ...query, owner: owner.alias }, fetch, ({ id }) => id, channelView);
    },
    createChannel: async (call, { params, body: { name, type, address, sendCode = true } }) => {
      const contact = ownerOf(call, params);
      const channel = { contact, name, type: toChannelType[type], address, deferActivation: !sendCode };
      const id = await contactChannels.create(call.context, call.now, call.actor, channel);
      return show(call, { ...contact, id });
    },
    getChannel: async (call, { params }) => show(call, refOf(call, params)),
    editChannel: {
      current: async (call, { params }) => channelView(await contactChannels.lock(call.context, refOf(call, params))),
      run: async (call, { params, body }) => {
        const ref = refOf(call, params);
        await contactChannels.update(call.context, call.now, call.actor, ref, body);
        return show(call, ref);
      },
    },
    sendActivationCode: async (call, { params }) => {
      await contactChannels.sendCode(call.context, call.now, call.actor, refOf(call, params));
    },
    activateChannel: async (call, { params, body }) => {
      const ref = refOf(call, params);
      await contactChannels.activate(call.context, call.now, call.actor, ref, body.code);
      return show(call, ref);
    },
    deactivateChannel: async (call, { params }) => {
      const ref = refOf(call, params);
      await contactChannels.deactivate(call.context, ref);
      return show(call, ref);
    },
    clearChannelFlag: async (call, { params }) => {
      const ref = refOf(call, params);
      const { id } = await contactChannels.lock(call.context, ref);
      await contactChannels.clearFlags(call.context, [id]);
      return show(call, ref);
    },
    deleteChannel: async (call, { params }) => {
      await contactChannels.remove(call.context, refOf(call, params));
    },
    changeSigningSecret: async (call, { params, body: { secretArn } }) => {
      const ref = refOf(call, params);
      const made = await contactChannels.changeSigningSecret(call.context, call.now, ref, secretArn);
      return { secret: made?.secret ?? null, formerUntil: made?.formerUntil?.toISOString() ?? null };
    },
    createPushLink: async (call, { params }) => {
      const made = await pushLinks.create(call.context, call.now, call.actor, ownerOf(call, params));
      return { url: made.url, expiresAt: made.expiresAt.toISOString() };
    },
    getPushKey: async () => ({ publicKey: pushLinks.publicKey }),
  };
}

function channelView(channel: ContactChannel): Static<typeof Channel> {
  const { id, contact, name, type, address, activated, flag } = channel;
  const doubt = flag ? { ...flag, since: flag.since.toISOString() } : null;
  return { id, arn: channelArn(contact, id), name, type: channelWord[type], address, activated, flag: doubt };
}
