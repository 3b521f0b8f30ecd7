import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { sign } from '#kernel/sign';
import type { AwsSmsOptions } from '#providers/aws-sms';
import { createOutgoing } from '#providers/outgoing';
import { type HttpOutside, openHttpOutside, type Said } from './http-outside.ts';

/** A text message as AWS got it. */
interface AwsText {
  to: string;
  key: string;
  text: string;
}

/** Amazon SNS or AWS End User Messaging of our own, with a tally of its own; it takes nothing that is not signed rightly. */
export interface FakeAwsSms extends HttpOutside {
  options: AwsSmsOptions;
  readonly received: AwsText[];
}

const AT = new Date('2026-01-02T03:10:00Z');
const KEY = { accessKeyId: 'AKIASMSSMSSMSSMSSMS1', secret: 'an-aws-secret-for-tests' };

export async function openAwsSms(kind: 'sns' | 'eum'): Promise<FakeAwsSms> {
  const received: AwsText[] = [];
  const service = { sns, eum }[kind];
  const outside = await openHttpOutside({
    refuse(mode, request, body) {
      if (!isSigned(request, body, service.signingName)) return service.errors.unsigned;
      if (mode === 'temporary') return service.errors.temporary;
      return mode === 'permanent' ? service.errors.permanent : undefined;
    },
    take(request, body) {
      received.push(service.read(request, body));
      return service.taken(`${kind}-${received.length}`);
    },
  });
  const options = {
    ...KEY,
    ...{ region: 'eu-west-1', from: '+15550009999', baseUrl: outside.url, now: () => AT },
    outgoing: createOutgoing({ allowPrivate: false, trusted: [outside.url] }),
  };
  return Object.assign(outside, { options, received });
}

/** Signed anew over what came, with our key: the same. */
function isSigned({ headers, method, url }: IncomingMessage, body: string, service: string): boolean {
  const named = /SignedHeaders=([\w;-]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
  const own = new Set(['host', 'x-amz-date', 'x-amz-security-token']);
  const given = named.filter((name) => !own.has(name)).map((name) => [name, String(headers[name])]);
  const request = {
    method: method!,
    url: new URL(url!, `http://${headers.host}`),
    body,
    headers: Object.fromEntries(given),
  };
  return sign(request, KEY, { region: 'eu-west-1', service }, AT)['authorization'] === headers.authorization;
}

interface Service {
  signingName: string;
  errors: Record<'unsigned' | 'temporary' | 'permanent', Said>;
  read(request: IncomingMessage, body: string): AwsText;
  taken(id: string): Said;
}

const xml = (status: number, body: string): Said => ({ status, headers: { 'content-type': 'text/xml' }, body });
const xmlError = (status: number, code: string, message: string) =>
  xml(
    status,
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  );

const sns: Service = {
  signingName: 'sns',
  errors: {
    unsigned: xmlError(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match'),
    temporary: xmlError(429, 'Throttled', 'Rate exceeded'),
    permanent: xmlError(
      400,
      'InvalidParameter',
      'Invalid parameter: PhoneNumber Reason: it is not valid to publish to',
    ),
  },
  read(request, body) {
    const form = new URLSearchParams(body);
    assert.equal(form.get('Action'), 'Publish');
    assert.equal(form.get('MessageAttributes.entry.1.Value.StringValue'), 'Transactional');
    const key = decodeURIComponent(String(request.headers['x-muster-key']));
    return { to: form.get('PhoneNumber')!, text: form.get('Message')!, key };
  },
  taken: (id) =>
    xml(200, `<PublishResponse><PublishResult><MessageId>${id}</MessageId></PublishResult></PublishResponse>`),
};

const json = (status: number, value: object): Said => ({
  ...{ status, body: JSON.stringify(value), headers: { 'content-type': 'application/x-amz-json-1.0' } },
});

const eum: Service = {
  signingName: 'sms-voice',
  errors: {
    unsigned: json(400, { __type: 'com.amazon.coral.service#InvalidSignatureException', message: 'it does not match' }),
    temporary: json(400, { __type: 'ThrottlingException', Message: 'Rate exceeded' }),
    permanent: json(400, {
      ...{ __type: 'ValidationException', Reason: 'INVALID_PARAMETER', Message: 'it is no phone number' },
      Fields: [{ Name: 'DestinationPhoneNumber', Message: 'it is not valid' }],
    }),
  },
  read(request, body) {
    assert.equal(request.headers['x-amz-target'], 'PinpointSMSVoiceV2.SendTextMessage');
    const { DestinationPhoneNumber, MessageBody, OriginationIdentity, Context } = JSON.parse(body);
    assert.equal(OriginationIdentity, '+15550009999');
    return { to: DestinationPhoneNumber, text: MessageBody, key: decodeURIComponent(Context['muster-key']) };
  },
  taken: (MessageId) => json(200, { MessageId }),
};
