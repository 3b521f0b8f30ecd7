import { type Channel, kindFault, type OutgoingMessage, type Probed, type Sent } from '#domain/channels';
import { createTurns, failed } from '#providers/chat';
import { blocksOf, plainText } from './blocks.ts';
import type { SlackAnswer, SlackClient } from './client.ts';
import { slackProbe } from './probe.ts';
import { post } from './slack.ts';

export interface DirectOptions {
  /** Whether presses come back to us; otherwise no button is shown. */
  buttons: boolean;
}

/** Conversations that are remembered, so that each message needs one call and not two; the oldest is forgotten first. */
const REMEMBERED = 10_000;

/** Direct messages of the app's to members of the workspace, by their id. */
export function createSlackDirect(
  client: SlackClient,
  { buttons }: DirectOptions,
): Channel & {
  probe(signal: AbortSignal): Promise<Probed>;
} {
  const inTurn = createTurns();
  const opened = new Map<string, string>();
  async function send(message: OutgoingMessage, signal: AbortSignal): Promise<Sent> {
    const { key, to: user } = message;
    const known = opened.get(user);
    const to = known ?? (await conversationWith(client, message, signal));
    if (typeof to !== 'string') return to;
    if (!known) remember(opened, user, to);
    const sent = await post(client, { key, to }, contentOf(message, buttons), signal);
    // The next message asks again where it goes.
    if (!sent.ok && sent.permanent) opened.delete(user);
    return sent;
  }
  return {
    type: 'SLACK_DM',
    provider: 'slack',
    fields: [{ name: 'address', label: 'Member id of the person in Slack', example: 'U024BE7LH' }],
    notReady: client.notReady,
    probe: (signal) => slackProbe(client, signal),
    addressFault,
    async send(message, signal) {
      const wrong = addressFault(message.to);
      if (wrong !== undefined) return failed({ permanent: true, reason: wrong });
      const reason = client.notReady();
      if (reason) return failed({ reason });
      return inTurn(message.to, () => send(message, signal));
    },
  };
}

const addressFault = (address: string): string | undefined => {
  const fault = kindFault('SLACK_DM', address.slice(0, 60));
  return fault && `${fault}: copy it from the person’s profile in Slack`;
};

function contentOf(message: OutgoingMessage, buttons: boolean): object {
  const { card } = message;
  const text = plainText(message);
  if (!card) return { text };
  return { text, blocks: blocksOf(message, buttons ? card : { ...card, buttons: [] }) };
}

/** The conversation of the app with a member: made where there was none yet. */
async function conversationWith(
  client: SlackClient,
  { key, to }: Pick<OutgoingMessage, 'key' | 'to'>,
  signal: AbortSignal,
): Promise<string | Extract<SlackAnswer, { ok: false }>> {
  const answer = await client.call('conversations.open', { room: to, message: key }, { users: to }, signal);
  // Whatever became of that call, the message itself has not left.
  if (!answer.ok) return { ...answer, certain: true };
  const { id } = (answer.data['channel'] ?? {}) as { id?: unknown };
  if (typeof id === 'string' && /^[DG][A-Z0-9]{5,20}$/.test(id)) return id;
  return failed({ reason: 'Slack opened no conversation with this member: it answered without an id' });
}

function remember(opened: Map<string, string>, user: string, conversation: string): void {
  opened.set(user, conversation);
  const [oldest] = opened.keys();
  if (opened.size > REMEMBERED && oldest !== undefined) opened.delete(oldest);
}
