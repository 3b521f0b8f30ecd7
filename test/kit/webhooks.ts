import assert from 'node:assert/strict';
import type { Channel, ChatType } from '#domain/channels';
import { createWebhooks } from '#providers/chat-webhooks';
import { createOutgoing } from '#providers/outgoing';
import type { OutsideMode } from './channel-contract.ts';
import { type Answering, type Asked, openOutside } from './outside.ts';

/** A message as a room shows it. */
export interface Posted {
  type: WebhookType;
  to: string;
  key: string;
  subject: string;
  text: string;
  /** As it came. */
  body: Record<string, unknown>;
}

type WebhookType = Exclude<ChatType, 'SLACK'>;

/** The chat services whose rooms are webhooks, in one server, with a tally of its own. */
export interface FakeRooms extends AsyncDisposable {
  channels: Channel[];
  channel(type: WebhookType): Channel;
  /** The webhook of a room. */
  address(type: WebhookType, room?: string): string;
  readonly posted: Posted[];
  make(mode: OutsideMode): Promise<void>;
  arrival(): Promise<void>;
  take(address: string): Posted[];
  close(): Promise<void>;
}

/** How each kind reads what it is given; the path's first part names it. */
const readers: Readonly<Record<WebhookType, (body: Record<string, unknown>) => { subject: string; text: string }>> = {
  TEAMS: ({ attachments }) => {
    const [{ content }] = attachments as [{ content: { body: { inlines: { text: string }[] }[] } }];
    const [title, ...lines] = content.body.map(({ inlines }) => inlines.map(({ text }) => text).join(''));
    return { subject: title!, text: lines.map((line) => (line === ' ' ? '' : line)).join('\n') };
  },
  CHIME: ({ Content }) => lines(String(Content)),
  MATTERMOST: ({ text }) => {
    const { subject, text: rest } = lines(String(text));
    return { subject: unescaped(subject.slice(2, -2)), text: unescaped(rest) };
  },
  DISCORD: ({ embeds, allowed_mentions }) => {
    assert.deepEqual(allowed_mentions, { parse: [] }, 'nobody is called');
    const [{ title, description }] = embeds as [{ title: string; description: string }];
    assert.ok(title.length <= 256 && description.length <= 4_096, 'as long as Discord takes it');
    return { subject: unescaped(title), text: unescaped(description) };
  },
  GOOGLE_CHAT: ({ cardsV2 }) => {
    const [{ card }] = cardsV2 as [{ card: { header: { title: string }; sections: { widgets: object[] }[] } }];
    const { textParagraph } = card.sections[0]!.widgets[0] as { textParagraph: { text: string } };
    return { subject: card.header.title, text: fromHtml(textParagraph.text) };
  },
};

const lines = (text: string) => {
  const at = text.indexOf('\n');
  return { subject: text.slice(0, at), text: text.slice(at + 1) };
};
const unescaped = (text: string) => text.replace(/\\([\\`*_~|<>[\]()#])/g, '$1');
const NAMED: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
const fromHtml = (html: string) =>
  html.replaceAll('<br>', '\n').replace(/&(?:amp|lt|gt|quot|#39);/g, (named) => NAMED[named]!);

/** How each kind refuses for good. */
const gone: Readonly<Record<WebhookType, Answering>> = {
  TEAMS: { status: 404 },
  CHIME: { status: 404 },
  MATTERMOST: { status: 400, body: { id: 'web.incoming_webhook.invalid.app_error', status_code: 400 } },
  DISCORD: { status: 404, body: { code: 10015, message: 'Unknown Webhook' } },
  GOOGLE_CHAT: { status: 404, body: { error: { code: 404, status: 'NOT_FOUND' } } },
};

const typeIn = ({ path }: Asked) => path.split('/')[1]!.toUpperCase() as WebhookType;

/** `now` is the clock of the providers: while the outside asks for a rest, it moves on by a minute when it is well again. */
export async function openRooms(now?: () => Date): Promise<FakeRooms> {
  const posted: Posted[] = [];
  let taken = new Set<Posted>();
  let at = Date.parse('2026-01-02T03:00:00Z');
  const outside = await openOutside({
    refuse(asked, mode) {
      if (mode === 'temporary') return { status: 429, headers: { 'retry-after': '7' } };
      return mode === 'permanent' ? gone[typeIn(asked)] : undefined;
    },
    take(asked) {
      const type = typeIn(asked);
      const key = decodeURIComponent(String(asked.headers['x-muster-key']));
      const id = `${type}-${posted.length}`;
      posted.push({ type, to: `${outside.url}${asked.path}`, key, ...readers[type](asked.body), body: asked.body });
      if (type === 'DISCORD') return { status: 200, body: { id } };
      return type === 'GOOGLE_CHAT' ? { status: 200, body: { name: id } } : { status: type === 'TEAMS' ? 202 : 200 };
    },
  });
  const channels = createWebhooks({
    outgoing: createOutgoing({ allowPrivate: true, trusted: [] }),
    now: now ?? (() => new Date(at)),
    allowHttp: true,
  });
  return {
    channels,
    channel: (type) => channels.find((one) => one.type === type)!,
    address: (type, room = 'room') => `${outside.url}/${type.toLowerCase()}/${room}-4f2a91c0de77`,
    posted,
    make(mode) {
      if (mode === 'ok') at += 60_000;
      return outside.make(mode);
    },
    arrival: outside.arrival,
    take(address) {
      const found = posted.filter((one) => one.to === address && !taken.has(one));
      taken = new Set([...taken, ...found]);
      return found;
    },
    close: outside.close,
    async [Symbol.asyncDispose]() {
      await outside.close();
      const left = posted.filter((one) => !taken.has(one)).map(({ to, subject }) => `${to}: ${subject}`);
      assert.deepEqual(left, [], 'messages in rooms that the test did not expect');
    },
  };
}
