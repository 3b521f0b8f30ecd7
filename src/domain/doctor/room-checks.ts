import type { Route } from '#domain/channels';
import type { ChatChannel, ChatChannels } from '#domain/chat';
import type { Check, Finding } from './check.ts';

const PAGE = 500;
const MOST = 5_000;

/** Chat rooms that are bound, and to which nothing can be written. */
export const roomsCheck = (chatChannels: Pick<ChatChannels, 'list'>, routes: readonly Route[]): Check => ({
  id: 'rooms',
  title: 'Every chat room that is bound can be written to',
  async run(on, _now, { account }) {
    const rooms: ChatChannel[] = [];
    for (;;) {
      const before = rooms.at(-1)?.id;
      const page = await chatChannels.list(on, { account, limit: PAGE, ...(before ? { before } : {}) });
      rooms.push(...page);
      if (page.length < PAGE || rooms.length >= MOST) break;
    }
    return rooms.flatMap((room): Finding[] => {
      const reason = routes.find(({ type }) => type === room.type)?.notReady();
      return reason === undefined ? [] : [finding(room, reason)];
    });
  },
});

const finding = ({ id, label, type, topic }: ChatChannel, reason: string): Finding => ({
  severity: 'warning',
  subject: `chat room ${label}`,
  text: `It is bound to ${topic}, and nothing can be written to it (${type}): ${reason}.`,
  whatToDo: 'Give that setting and start Muster again, or bind a room that can be written to and let this one go.',
  command: `muster chat unbind ${id}`,
});
