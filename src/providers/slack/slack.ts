import type { Card, Channel, OutgoingMessage, Probed, Sent } from '#domain/channels';
import { createTurns, failed } from '#providers/chat';
import { blocksOf, plainText, slackText } from './blocks.ts';
import type { SlackAnswer, SlackClient } from './client.ts';
import { isGone } from './errors.ts';
import { slackProbe } from './probe.ts';

/** A room (C, or G where it is private), a conversation (D) or a person (U, W), by Slack's id. */
const ID = /^[CGDUW][A-Z0-9]{5,20}$/;

/** Rooms and people of one Slack workspace. What is addressed to where Slack waits for an answer is seen by whoever asked. */
export function createSlack(client: SlackClient): Channel & { probe(signal: AbortSignal): Promise<Probed> } {
  const inTurn = createTurns();
  return {
    type: 'SLACK',
    provider: 'slack',
    fields: [{ name: 'address', label: 'Slack id of the room or person', example: 'C024BE91L' }],
    notReady: client.notReady,
    probe: (signal) => slackProbe(client, signal),
    addressFault: (address) => addressFault(client, address),
    async send(message, signal) {
      const wrong = addressFault(client, message.to);
      if (wrong !== undefined) return failed({ permanent: true, reason: wrong });
      const reason = client.notReady();
      if (reason) return failed({ reason });
      if (client.isResponseUrl(message.to))
        return asSent(await client.respond(message.to, slackText(message.text, 3_000), signal), message.key);
      return inTurn(message.to, () => send(client, message, signal));
    },
  };
}

function addressFault(client: SlackClient, address: string): string | undefined {
  if (ID.test(address) || client.isResponseUrl(address)) return undefined;
  return `wanted the id of a Slack room or person, such as C024BE91L, got ${JSON.stringify(address.slice(0, 60))}: copy it from the room’s details in Slack`;
}

async function send(client: SlackClient, message: OutgoingMessage, signal: AbortSignal): Promise<Sent> {
  const { card } = message;
  const place = placeOf(card?.replaces);
  if (!card) return post(client, message, { text: plainText(message) }, signal);
  const content = { text: plainText(message), blocks: blocksOf(message, card) };
  if (!place) return post(client, message, content, signal);
  const updated = await client.call('chat.update', waitsOf(message), { ...place, ...COMMON, ...content }, signal);
  if (!updated.ok) return isGone(updated.error) ? post(client, message, content, signal) : updated;
  return tellNews(client, message, card, place, signal);
}

const COMMON = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false };

/** The message's key goes along as metadata: Slack has no other place for it. */
const metadataOf = (key: string) => ({ event_type: 'muster_message', event_payload: { key } });

/** Posts to a room or conversation. Never throws. */
export async function post(
  client: SlackClient,
  { key, to }: Pick<OutgoingMessage, 'key' | 'to'>,
  content: object,
  signal: AbortSignal,
): Promise<Sent> {
  const body = { channel: to, ...COMMON, ...content, metadata: metadataOf(key) };
  return asSent(await client.call('chat.postMessage', waitsOf({ key, to }), body, signal), '');
}

/** What is new, under the message that was brought up to date. It comes second: an update can be made again without harm. */
async function tellNews(
  client: SlackClient,
  { key, to }: OutgoingMessage,
  { news }: Card,
  { channel, ts }: Place,
  signal: AbortSignal,
): Promise<Sent> {
  const kept: Sent = { ok: true, providerId: `${channel}/${ts}` };
  if (news.length === 0) return kept;
  const text = slackText(news.join('\n'), 3_000);
  const body = { channel, thread_ts: ts, ...COMMON, text, metadata: metadataOf(key) };
  const told = await client.call('chat.postMessage', waitsOf({ key, to }), body, signal);
  return told.ok ? kept : told;
}

const waitsOf = ({ key, to }: Pick<OutgoingMessage, 'key' | 'to'>) => ({ room: to, message: key });

interface Place {
  channel: string;
  ts: string;
}

/** Where a message is: its room, and its time there, which is its name. */
function placeOf(providerId: string | undefined): Place | undefined {
  const [, channel, ts] = /^([CGD][A-Z0-9]+)\/([0-9.]+)$/.exec(providerId ?? '') ?? [];
  return channel && ts ? { channel, ts } : undefined;
}

function asSent(answer: SlackAnswer, fallback: string): Sent {
  if (!answer.ok) return answer;
  const { channel, ts } = answer.data;
  if (typeof channel === 'string' && typeof ts === 'string') return { ok: true, providerId: `${channel}/${ts}` };
  if (fallback) return { ok: true, providerId: fallback };
  return failed({ certain: false, reason: 'Slack answered without an id: it may have taken the message' });
}
