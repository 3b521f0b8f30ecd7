import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Channel, OutgoingMessage, Sent } from '#domain/channels';

/**
 * How the outside behaves. `temporary`: asks to try again. `permanent`: refuses the receiver by name. `unreachable`:
 * cannot be reached. `unknown`: takes the message and breaks off. `silent`: takes it and never answers.
 */
export type OutsideMode = 'ok' | 'temporary' | 'permanent' | 'unreachable' | 'unknown' | 'silent';

/** A message as the outside saw it. */
interface Received {
  to: string;
  key: string;
  text: string;
  /** Undefined where the channel has no subject, as a text message. */
  subject?: string;
  /** What a provider that drops second ones would know the message by. */
  id: string;
}

/** A channel with an outside that the test commands. */
interface ContractWorld {
  channel: Channel;
  /** The same without the settings that it needs; left out where it needs none. */
  unset?: Channel;
  /** An address that can be tried. */
  good: string;
  /** All that reached the outside, confirmed or not. */
  received(): Promise<Received[]>;
  make(mode: OutsideMode): Promise<void>;
  /** Resolves when a message has reached the outside. */
  arrival(): Promise<void>;
  close(): Promise<void>;
}

const LONG = `${'long '.repeat(400)}end`;
const TEXT = `Grüße aus Łódź: データベース 🔥\n.\n..two dots\n.hidden\n\n${LONG}\nFrom the start = 100 %\n`;

type Check = (world: ContractWorld) => Promise<void>;

/** What every channel must keep to, real or fake (design, laws 1 and 3). */
export function channelContract(name: string, setup: () => Promise<ContractWorld>): void {
  for (const [sentence, check] of Object.entries(checks)) {
    test(`${name}: ${sentence}`, { timeout: 120_000 }, async () => {
      const world = await setup();
      try {
        await check(world);
      } finally {
        await world.close();
      }
    });
  }
}

const checks: Record<string, Check> = {
  async 'a message arrives once, with receiver, key, subject and text intact'(world) {
    const sent = await send(world, { key: 'key-1', subject: 'Größe 🔥 of it', text: TEXT });
    assert.ok(sent.ok, JSON.stringify(sent));
    assert.notEqual(sent.providerId, '');
    const [got, ...more] = await world.received();
    assert.deepEqual(more, []);
    assert.equal(got?.to, world.good);
    assert.equal(got.key, 'key-1');
    assert.equal(got.text.trimEnd(), TEXT.trimEnd());
    if (got.subject !== undefined) assert.equal(got.subject, 'Größe 🔥 of it');
  },
  async 'the same key is the same message to the outside, another key is another'(world) {
    for (const key of ['key-1', 'key-1', 'key-2']) assert.ok((await send(world, { key })).ok);
    const [first, second, third] = (await world.received()).map(({ id }) => id);
    assert.ok(first);
    assert.equal(second, first);
    assert.notEqual(third, first);
  },
  async 'a refusal of the receiver by name is permanent and certain'(world) {
    await world.make('permanent');
    refused(await send(world), { permanent: true, certain: true });
    assert.deepEqual(await world.received(), []);
  },
  async 'a request to try again is neither permanent nor uncertain, and the next try arrives'(world) {
    await world.make('temporary');
    refused(await send(world), { permanent: false, certain: true });
    assert.deepEqual(await world.received(), []);
    await world.make('ok');
    assert.ok((await send(world)).ok);
  },
  async 'an outside that cannot be reached is tried again, and the next try arrives'(world) {
    await world.make('unreachable');
    refused(await send(world), { permanent: false, certain: true });
    await world.make('ok');
    assert.ok((await send(world)).ok);
    assert.equal((await world.received()).length, 1);
  },
  async 'an outside that takes the message and breaks off leaves it uncertain'(world) {
    await world.make('unknown');
    refused(await send(world), { permanent: false, certain: false });
    assert.equal((await world.received()).length, 1, 'one send leaves at most once');
  },
  async 'an outside that never answers is given up when the signal is aborted'(world) {
    await world.make('silent');
    const stop = new AbortController();
    const sending = world.channel.send(messageTo(world), stop.signal);
    await world.arrival();
    stop.abort();
    refused(await sending, { permanent: false, certain: false });
  },
  async 'a signal that is aborted already sends nothing'(world) {
    refused(await world.channel.send(messageTo(world), AbortSignal.abort()), { permanent: false, certain: true });
    assert.deepEqual(await world.received(), []);
  },
  async 'it is ready, and without its settings it says what to set instead of throwing'(world) {
    assert.equal(world.channel.notReady(), undefined);
    if (!world.unset) return;
    assert.match(world.unset.notReady() ?? '', /MUSTER_[A-Z_]+/);
    refused(await world.unset.send(messageTo(world), quiet()), { permanent: false, certain: true });
  },
  async 'a probe says yes, or in words why not and what to do, and nothing leaves'(world) {
    const { probe } = world.channel;
    if (!probe) return;
    assert.deepEqual(await probe(quiet()), { ok: true });
    await world.make('unreachable');
    for (const signal of [quiet(), AbortSignal.abort()]) {
      const probed = await probe(signal);
      assert.ok(!probed.ok, 'it said that it would be let in');
      assert.match(probed.reason, /\w+ \w+ \w+/);
      assert.match(probed.todo, /\w+ \w+ \w+/);
    }
    await world.make('ok');
    assert.deepEqual(await world.received(), []);
  },
  async 'it declares fields whose examples are good addresses'(world) {
    assert.ok(world.channel.fields.length > 0);
    assert.equal(world.channel.addressFault(world.good), undefined);
    for (const { example } of world.channel.fields) assert.equal(world.channel.addressFault(example), undefined);
  },
  async 'an address with anything smuggled in is named as faulty and never tried'(world) {
    const { good, channel } = world;
    for (const to of ['', ' ', `${good}\r\nBcc: eve@example.com`, `${good}\n`, `${good},${good}`, `${good}\0`]) {
      assert.notEqual(channel.addressFault(to), undefined, JSON.stringify(to));
      refused(await send(world, { to }), { permanent: true, certain: true });
    }
    assert.deepEqual(await world.received(), []);
  },
  async 'a subject, key or thread cannot add a header, a receiver or a text'(world) {
    const evil = '\r\nBcc: eve@example.com\r\nX-Evil: 1\r\n\r\nEvil text';
    assert.ok((await send(world, { key: `k${evil}`, subject: `s${evil}`, thread: `t${evil}`, text: 'honest' })).ok);
    const [got, ...more] = await world.received();
    assert.deepEqual(more, []);
    assert.equal(got?.to, world.good);
    assert.equal(got.text.trimEnd(), 'honest');
  },
  async 'twenty messages at once arrive, each once'(world) {
    const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`);
    const sent = await Promise.all(keys.map((key) => send(world, { key, text: `text of ${key}` })));
    for (const each of sent) assert.ok(each.ok, JSON.stringify(each));
    const got = (await world.received()).map(({ key, text }) => `${key}: ${text.trimEnd()}`);
    assert.deepEqual(got.sort(), keys.map((key) => `${key}: text of ${key}`).sort());
  },
};

function messageTo(world: ContractWorld, parts: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    key: 'key-0',
    to: world.good,
    subject: 'Database down',
    text: 'Please answer.',
    thread: 'incident-1',
    ...parts,
  };
}

function send(world: ContractWorld, parts: Partial<OutgoingMessage> = {}): Promise<Sent> {
  return world.channel.send(messageTo(world, parts), quiet());
}

/** A signal that nobody aborts. */
function quiet(): AbortSignal {
  return new AbortController().signal;
}

function refused(sent: Sent, want: { permanent: boolean; certain: boolean }): void {
  assert.ok(!sent.ok, 'it said that the message was sent');
  assert.deepEqual({ permanent: sent.permanent, certain: sent.certain }, want, sent.reason);
  assert.match(sent.reason, /\w+ \w+ \w+/, 'a reason is words for people');
}
