import type { ContactChannels, ContactRef } from '#domain/contacts';
import { contactArn } from '#domain/contacts';
import type { Acknowledging, ByPerson, LinkView } from '#domain/engagements';
import type { TestAnswers } from '#domain/test-pages';
import type { Queries, Tx } from '#storage/db';
import type { Done } from './acts.ts';
import type { ChatUser } from './people.ts';
import type { Deed } from './received.ts';

type Answer = Extract<Deed, { kind: 'answer' }>;

/** What somebody's press in a direct message came to: whose deed it is, where it is anybody's. */
export type Answered = Done & { person?: ContactRef };

/** Presses of the buttons in direct messages. */
export interface DirectAnswers {
  /**
   * Does what the button is for. It needs no link: the message went to one member, who has proved by a code that the contact channel
   * is theirs, and only that member's press counts.
   */
  byPress(tx: Tx, now: Date, user: ChatUser, answer: Answer): Promise<Answered>;
}

export interface DirectAnswerRooms {
  contactChannels: Pick<ContactChannels, 'byId'>;
  acknowledging: Pick<Acknowledging, 'lookUpLink' | 'acknowledgeByLink'>;
  byPerson: Pick<ByPerson, 'escalate'>;
  testAnswers: Pick<TestAnswers, 'lookUpLink' | 'answerByLink'>;
}

const NOT_YOURS = 'This button is not yours to press, or not known any more: nothing was changed.';

export function createDirectAnswers(rooms: DirectAnswerRooms): DirectAnswers {
  const { acknowledging, testAnswers, byPerson } = rooms;
  return {
    async byPress(tx, now, { user }, { act, token }) {
      if (act === 'test') {
        const found = await testAnswers.lookUpLink(tx, now, token);
        const person = found && (await ownerOf(tx, rooms, found.page.channelId, user));
        return found && person ? answerTest(tx, now, rooms, person, token) : { say: NOT_YOURS };
      }
      const found = await acknowledging.lookUpLink(tx, now, token);
      const person = found && (await ownerOf(tx, rooms, found.page.channel_id, user));
      if (!found || !person) return { say: NOT_YOURS };
      if (act === 'acknowledge') return acknowledge(tx, now, rooms, person, token);
      const incident = found.state === 'open' ? found.page.incident_arn : null;
      if (incident === null) return { person, say: stateWords(found) };
      const begun = await byPerson.escalate(tx, now, person, incident);
      if (!begun) return { person, say: 'There is no further stage. Acknowledge it, or engage somebody by hand.' };
      const did = { what: 'escalate', parameters: { incident } };
      return { person, say: 'Escalated. The next stage begins now.', did };
    },
  };
}

/** The person whose channel a message went to, where the presser is the member that it is the address of. */
async function ownerOf(
  on: Queries,
  { contactChannels }: DirectAnswerRooms,
  channelId: string,
  user: string,
): Promise<ContactRef | undefined> {
  const channel = (await contactChannels.byId(on, [channelId])).get(channelId);
  return channel?.type === 'SLACK_DM' && channel.address === user ? channel.contact : undefined;
}

async function acknowledge(
  tx: Tx,
  now: Date,
  { acknowledging }: DirectAnswerRooms,
  person: ContactRef,
  token: string,
): Promise<Answered> {
  const answered = await acknowledging.acknowledgeByLink(tx, now, token, 'Slack');
  if (!answered) return { say: NOT_YOURS };
  if (!answered.changed) return { person, say: stateWords(answered) };
  const { incident_arn: incident, subject, id: page } = answered.page;
  const did = { what: 'acknowledge', parameters: { page, ...(incident ? { incident } : {}) } };
  const more = answered.matters > 1 ? ` and ${answered.matters - 1} more` : '';
  return { person, say: `Acknowledged: ${subject}${more}.`, did };
}

function stateWords({ state }: LinkView): string {
  switch (state) {
    case 'open':
      return 'There is no incident to escalate. Acknowledge the page.';
    case 'acknowledged':
      return 'It was acknowledged already.';
    case 'expired':
      return 'The button is older than 24 hours. Acknowledge the incident: /muster ack INCIDENT';
    case 'over':
      return 'It is over: nobody needs to answer any more.';
  }
}

async function answerTest(
  tx: Tx,
  now: Date,
  { testAnswers }: DirectAnswerRooms,
  person: ContactRef,
  token: string,
): Promise<Answered> {
  const answered = await testAnswers.answerByLink(tx, now, token);
  if (!answered?.changed) return { person, say: 'The test page was answered already, or is over. Nothing is wrong.' };
  const parameters = { testPage: answered.page.id, contact: contactArn(person) };
  const say = 'Thank you: the test page reached you. Nothing is wrong.';
  return { person, say, did: { what: 'answerTestPage', parameters } };
}
