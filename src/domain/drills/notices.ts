import {
  type Message,
  type MessageSource,
  type Outbox,
  type OutgoingMessage,
  speech,
  textMessage,
} from '#domain/channels';
import type { ContactChannel, ContactChannels } from '#domain/contacts';
import { newId } from '#kernel/ids';
import { cut } from '#kernel/text';
import type { Tx } from '#storage/db';

/** The kind of message that tells somebody that a channel of theirs is not answered. */
const NOTICE = 'drill.notice';
const PRIORITY = 5;
const MOST_NAME = 60;

interface Payload {
  channelId: string;
}

/** Tells the owner of `channel` over `other` that its drills are not answered. */
export function putNotice(
  tx: Tx,
  now: Date,
  outbox: Outbox,
  channel: ContactChannel,
  other: ContactChannel,
): Promise<void> {
  const payload: Payload = { channelId: channel.id };
  const where = { account: other.contact.account, channelId: other.id, channelType: other.type };
  return outbox.put(tx, now, [{ id: newId(now), ...where, kind: NOTICE, dueAt: now, payload, priority: PRIORITY }]);
}

/** Renders them from what is so when they leave. */
export function drillNotices(contactChannels: ContactChannels): MessageSource {
  return {
    kind: NOTICE,
    async prepare(tx: Tx, _now: Date, message: Message) {
      const { channelId } = message.payload as Payload;
      const channels = await contactChannels.byId(tx, [message.channelId, channelId]);
      const [to, about] = [channels.get(message.channelId), channels.get(channelId)];
      if (!to?.activated) return { cancel: 'the channel was deleted or switched off' };
      if (!about?.activated) return { cancel: 'the channel that it is about is not paged any more' };
      return { send: render(message.id, to, about) };
    },
    // The score shows how it stands; the outbox keeps what the provider said.
    settled: async () => {},
  };
}

function render(key: string, to: ContactChannel, about: ContactChannel): OutgoingMessage {
  const name = cut(about.name, MOST_NAME);
  const lead = `Nothing is wrong just now. Drills of your channel "${name}" were not answered: a page there might not reach you.`;
  const common = { key, to: to.address };
  if (to.type === 'SMS') return { ...common, subject: '', text: textMessage(lead, '- Muster') };
  if (to.type === 'VOICE')
    return { ...common, subject: '', text: speech(`This is Muster. ${lead}`, 'Please look at it.') };
  const todo = `Look at it, correct it, and try it: muster contacts test ${about.contact.alias} --channel ${JSON.stringify(about.name)}`;
  return { ...common, subject: `Muster: would a page reach you on "${name}"?`, text: `${lead}\n\n${todo}\n` };
}
