import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { createOutgoing } from '#providers/outgoing';
import type { WebhookOptions } from '#providers/webhook';
import { type Outside, openOutside } from './somebodys-server.ts';

/** A POST as somebody's server got it. */
export interface Posted {
  /** The whole address, as the channel has it. */
  to: string;
  id: string;
  /** Word for word, as it is signed. */
  body: string;
  json: Record<string, unknown>;
  signature: string;
}

/** Somebody's server for webhooks. Closing it fails on what the test did not take. */
export interface FakeReceiver extends Outside<Posted>, AsyncDisposable {
  options: WebhookOptions;
  /** An address there. */
  address(name?: string): string;
  take(address: string): Posted[];
}

export interface ReceiverOptions {
  now?: () => Date;
  publicUrl?: string;
}

export async function openReceiver(given: ReceiverOptions = {}): Promise<FakeReceiver> {
  let taken = new Set<Posted>();
  const read = async ({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Posted> => {
    assert.equal(method, 'POST');
    assert.equal(headers['content-type'], 'application/json');
    const text = body.toString('utf8');
    const id = decodeURIComponent(String(headers['muster-id']));
    const json = JSON.parse(text) as Record<string, unknown>;
    assert.equal(json['id'], id, 'the id in the header is the one in the body');
    return { to: `${outside.url}${url}`, id, body: text, json, signature: String(headers['muster-signature']) };
  };
  const outside = await openOutside<Posted>({
    read,
    answers: {
      ok: { status: 204 },
      temporary: { status: 429, headers: { 'retry-after': '7' } },
      permanent: { status: 410, body: 'gone' },
    },
  });
  return {
    ...outside,
    options: {
      outgoing: createOutgoing({ allowPrivate: true, trusted: [] }),
      publicUrl: given.publicUrl ?? 'https://muster.example',
      allowPrivate: true,
      now: given.now ?? (() => new Date()),
    },
    address: (name = 'hook') => `${outside.url}/${name}`,
    take(address) {
      const found = outside.received.filter((one) => one.to === address && !taken.has(one));
      taken = new Set([...taken, ...found]);
      return found;
    },
    async [Symbol.asyncDispose]() {
      await outside.close();
      assert.deepEqual(outside.complaints, [], 'what the receiver complains of');
      const left = outside.received.filter((one) => !taken.has(one)).map(({ body }) => body);
      assert.deepEqual(left, [], 'webhooks that the test did not expect');
    },
  };
}
