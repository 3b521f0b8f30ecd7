import { textMessage } from '#domain/channels';
import type { ContactChannels } from '#domain/contacts';
import type { FollowerState, MessagedKind } from '#domain/followers';
import { newsIn } from './news.ts';
import { roomIdIn } from './room-followers.ts';
import { type Showing, show } from './show.ts';

export const PERSON = 'chat.person';
/** Who follows is no responder: what happens within a minute comes as one. */
const EVERY_MS = 60_000;

export interface PersonFollowing extends Showing {
  contactChannels: ContactChannels;
}

/** What is remembered of a person who follows. */
interface State extends FollowerState {
  begun?: boolean;
  /** They were told that it is over. */
  over?: boolean;
}

export const personTarget = (channelId: string) => `contact-channel/${channelId}`;
const channelIdIn = roomIdIn;

/** People who follow an incident by one of their contact channels, because somebody let them: told of each change, until its end. */
export function personFollowers(rooms: PersonFollowing): MessagedKind {
  return {
    kind: PERSON,
    everyMs: EVERY_MS,
    // Nobody's name stands in a plan: they follow by hand.
    follows: async (_on, begun) => begun.map(() => ({ followers: [], seenTo: [] })),
    async tell(on, _now, { target, state: was, incidentId, channelType }, { incident, engagements, news: events }) {
      const state: State = was;
      const channel = (await rooms.contactChannels.byId(on, [channelIdIn(target)])).get(channelIdIn(target));
      if (!channel?.activated) return { nothing: 'the contact channel was deleted or switched off' };
      if (state.over) return { nothing: 'they followed until the incident was resolved' };
      const send = { to: channel.address, thread: incidentId };
      const over = !incident || incident.status === 'RESOLVED';
      const next: State = { begun: true, over };
      const news = newsIn(events);
      if (state.begun && news.length === 0) return { nothing: 'nothing of importance has changed' };
      if (!incident)
        return { send: { ...send, subject: 'Incident deleted', text: 'The incident was deleted.' }, state: next };
      const { title, fields, link } = await show(rooms, on, incident, engagements);
      const lines = state.begun ? news : fields.map(({ name, text }) => `${name}: ${text}`);
      if (channelType !== 'EMAIL')
        return {
          send: { ...send, subject: '', text: textMessage(`${title}. ${lines.join('. ')}`, '- Muster') },
          state: next,
        };
      const end = over ? 'It is over: this was the last message.' : 'You get this because you follow the incident.';
      const text = [...lines, '', `${link.label}: ${link.url}`, '', end].join('\n');
      return { send: { ...send, subject: `Update: ${title}`, text }, state: next };
    },
  };
}
