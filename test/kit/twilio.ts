import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SECOND } from '#kernel/clock';
import { createOutgoing } from '#providers/outgoing';
import { createSms } from '#providers/sms';
import { type TwilioOptions, twilioSignature } from '#providers/twilio';
import { createVoice } from '#providers/voice';
import type { OutsideMode } from './channel-contract.ts';
import { TWILIO_TOKEN } from './world-node.ts';

/** A message or call as Twilio got it. */
export interface TwilioMessage {
  kind: 'Messages' | 'Calls';
  sid: string;
  to: string;
  key: string;
  /** What is read, or said. */
  text: string;
  form: ReadonlyMap<string, string>;
}

/** A Twilio of our own, with a tally of its own. Closing it fails on a message that the test did not take. */
export interface FakeTwilio extends AsyncDisposable {
  options: TwilioOptions;
  /** All that reached it, confirmed or not, in order. */
  readonly received: TwilioMessage[];
  make(mode: OutsideMode): Promise<void>;
  /** Resolves when the next message has reached it. */
  arrival(): Promise<void>;
  take(kind: TwilioMessage['kind'], to: string): TwilioMessage[];
  close(): Promise<void>;
}

export const SID = 'AC00000000000000000000000000000001';
const PUBLIC_URL = 'https://muster.example';

export async function openTwilio(): Promise<FakeTwilio> {
  const received: TwilioMessage[] = [];
  let taken = new Set<TwilioMessage>();
  let mode: OutsideMode = 'ok';
  let arrived = Promise.withResolvers<void>();
  const onRequest = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = (status: number, body: object, headers = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    const basic = Buffer.from(`${SID}:${TWILIO_TOKEN}`).toString('base64');
    if (request.headers.authorization !== `Basic ${basic}`)
      return answer(401, { code: 20003, message: 'Authenticate' });
    if (mode === 'temporary') return answer(429, { code: 20429, message: 'Too Many Requests' }, { 'retry-after': '7' });
    if (mode === 'permanent') return answer(400, { code: 21211, message: "The 'To' number is not valid" });
    if (request.method === 'GET' && request.url === `/2010-04-01/Accounts/${SID}.json`)
      return answer(200, { sid: SID, status: 'active' });
    const [, kind] = /\/2010-04-01\/Accounts\/AC\d+\/(Messages|Calls)\.json$/.exec(request.url ?? '') ?? [];
    assert.ok(kind === 'Messages' || kind === 'Calls', `no such address: ${request.url}`);
    const message = readMessage(kind, received.length, Buffer.concat(chunks).toString('utf8'), request);
    received.push(message);
    arrived.resolve();
    arrived = Promise.withResolvers();
    if (mode === 'unknown') return request.socket.destroy();
    if (mode !== 'silent') return answer(201, { sid: message.sid, status: 'queued' });
  };
  const listener = () => createServer((request, response) => void onRequest(request, response));
  let server = listener();
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const shut = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    options: {
      accountSid: SID,
      authToken: TWILIO_TOKEN,
      from: '+15550009999',
      baseUrl,
      publicUrl: PUBLIC_URL,
      outgoing: createOutgoing({ allowPrivate: false, trusted: [baseUrl] }),
    },
    received,
    async make(next) {
      mode = next;
      if (next === 'unreachable') return shut();
      if (server.listening) return;
      server = listener();
      await listen(port);
    },
    arrival: () => arrived.promise,
    take(kind, to) {
      const found = received.filter((one) => one.kind === kind && one.to === to && !taken.has(one));
      taken = new Set([...taken, ...found]);
      return found;
    },
    close: shut,
    async [Symbol.asyncDispose]() {
      await shut();
      const left = received.filter((one) => !taken.has(one)).map(({ kind, to, text }) => `${kind} ${to}: ${text}`);
      assert.deepEqual(left, [], 'messages that the test did not expect');
    },
  };
}

/** Both kinds of channel at a Twilio, with their usual times for a confirmation. */
export const phonesAt = ({ options }: FakeTwilio) => [
  createSms({ ...options, confirmsWithinMs: 120 * SECOND }),
  createVoice({ ...options, confirmsWithinMs: 60 * SECOND }),
];

function readMessage(
  kind: TwilioMessage['kind'],
  place: number,
  body: string,
  { headers }: IncomingMessage,
): TwilioMessage {
  const form = new Map(new URLSearchParams(body));
  const sid = `${kind === 'Calls' ? 'CA' : 'SM'}${String(place).padStart(32, '0')}`;
  const key = decodeURIComponent(String(headers['i-twilio-idempotency-token']));
  const text = kind === 'Messages' ? form.get('Body')! : spokenIn(form.get('Twiml')!);
  return { kind, sid, to: form.get('To')!, key, text, form };
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** What a TwiML says. */
function spokenIn(twiml: string): string {
  const [, said] = /<Say [^>]*>([\s\S]*?)<\/Say>/.exec(twiml) ?? [];
  assert.ok(said !== undefined, `it says something: ${twiml}`);
  return said.replace(/<\/?say-as[^>]*>/g, '').replace(/&(\w+);/g, (_all, name: string) => NAMED[name]!);
}

/** A request of Twilio's to a node: signed over the public address, unless told to sign with another token. */
export async function fromTwilio(
  nodeUrl: string,
  path: string,
  fields: Record<string, string>,
  authToken = TWILIO_TOKEN,
): Promise<{ status: number; text: string }> {
  const signature = twilioSignature(authToken, `${PUBLIC_URL}${path}`, Object.entries(fields));
  const response = await fetch(`${nodeUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
    body: new URLSearchParams(fields),
  });
  return { status: response.status, text: await response.text() };
}
