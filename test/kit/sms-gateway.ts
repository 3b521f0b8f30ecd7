import { createOutgoing } from '#providers/outgoing';
import type { GatewayOptions } from '#providers/sms-gateway';
import { type HttpOutside, openHttpOutside } from './http-outside.ts';

/** An SMS gateway of our own, with a tally of its own: JSON in, JSON out, a bearer token. */
export interface FakeGateway extends HttpOutside {
  options: GatewayOptions;
  readonly received: { to: string; key: string; text: string }[];
  take(to: string): { to: string; key: string; text: string }[];
}

const GATEWAY_SECRET = 'a "gateway" secret & more';

export async function openSmsGateway(): Promise<FakeGateway> {
  const received: FakeGateway['received'] = [];
  let taken = new Set<object>();
  const json = { 'content-type': 'application/json' };
  const say = (status: number, value: object, headers = {}) => {
    return { status, body: JSON.stringify(value), headers: { ...json, ...headers } };
  };
  const outside = await openHttpOutside({
    refuse(mode, request) {
      if (request.headers.authorization !== `Bearer ${GATEWAY_SECRET}`) return say(401, { error: 'who are you?' });
      if (mode === 'temporary') return say(429, { error: 'slower' }, { 'retry-after': '7' });
      return mode === 'permanent' ? say(422, { error: 'INVALID_NUMBER' }) : undefined;
    },
    take(_request, body) {
      const { recipient: to, body: text, reference: key } = JSON.parse(body);
      received.push({ to, text, key });
      return say(202, { messages: [{ id: received.length }] });
    },
  });
  const options = {
    url: `${outside.url}/v2/send`,
    headers: '{"Content-Type":"application/json; charset=utf-8","Authorization":"Bearer {{secret}}"}',
    body: '{"recipient":"{{to}}","body":"{{text}}","reference":"{{key}}","sender":"{{from}}"}',
    from: 'Muster',
    idPointer: '/messages/0/id',
    refusals: 'invalid_number, unknown subscriber',
    secret: async () => GATEWAY_SECRET,
    outgoing: createOutgoing({ allowPrivate: false, trusted: [outside.url] }),
  };
  return Object.assign(outside, {
    options,
    received,
    take(to: string) {
      const found = received.filter((one) => one.to === to && !taken.has(one));
      taken = new Set([...taken, ...found]);
      return found;
    },
  });
}
