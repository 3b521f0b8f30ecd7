import type { OutgoingMessage } from '#domain/channels';
import { cut } from '#kernel/text';
import { MAX_PAYLOAD_BYTES } from './encrypt.ts';

/** What the service worker of a browser gets (`src/api/push/worker.ts`). No code is in it. */
export interface PushPayload {
  kind: 'page' | 'activation' | 'message';
  /** The message's key: a second delivery takes the first one's place on the screen. */
  id: string;
  title: string;
  text: string;
  /** Where it is answered, below the worker's own address; null: nowhere. */
  path: string | null;
  severity: number | null;
}

/** A message's payload as JSON. A text that is too long is cut at a word; title and path stay whole. */
export function payloadOf({ key, subject, text, notice }: OutgoingMessage): string {
  const write = (length: number) => {
    const payload: PushPayload = {
      kind: notice?.kind ?? 'message',
      id: cut(key, 200),
      title: cut(subject, 200),
      text: length >= text.length ? text : cut(text, length),
      path: notice?.answerPath ?? null,
      severity: notice?.severity ?? null,
    };
    return JSON.stringify(payload);
  };
  const fits = (length: number) => Buffer.byteLength(write(length)) <= MAX_PAYLOAD_BYTES;
  if (fits(text.length)) return write(text.length);
  let [low, high] = [0, text.length];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return write(low);
}
