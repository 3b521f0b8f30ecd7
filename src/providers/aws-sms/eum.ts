import { type Channel, kindFault, type OutgoingMessage, type Sent } from '#domain/channels';
import { type AwsService, type AwsSmsOptions, createAwsClient } from './client.ts';
import type { AwsError } from './meanings.ts';

const service: AwsService = {
  name: 'AWS End User Messaging',
  signingName: 'sms-voice',
  host: (region) => `sms-voice.${region}.amazonaws.com`,
  needs: ({ region, from }) => ({ MUSTER_EUM_REGION: region, MUSTER_EUM_FROM: from }),
  idIn: (body) => textIn(read(body), 'MessageId'),
  errorIn,
};

/** Text messages by AWS End User Messaging SMS, from a number, pool or sender of the account's. */
export function createEumSms(options: AwsSmsOptions): Channel {
  const client = createAwsClient(service, options);
  return {
    type: 'SMS',
    provider: 'eum',
    ...(options.confirmsWithinMs === undefined ? {} : { confirmsWithinMs: options.confirmsWithinMs }),
    fields: [{ name: 'address', label: 'Mobile number', example: '+15550100001' }],
    notReady: client.notReady,
    addressFault: (address) => kindFault('SMS', address),
    async send({ key, to, text }: OutgoingMessage, signal: AbortSignal): Promise<Sent> {
      const wrong = kindFault('SMS', to);
      if (wrong !== undefined) return { ok: false, permanent: true, certain: true, reason: wrong };
      const message = {
        DestinationPhoneNumber: to,
        OriginationIdentity: options.from,
        MessageBody: text,
        MessageType: 'TRANSACTIONAL',
        // Stands in AWS's events about the message.
        Context: { 'muster-key': encodeURIComponent(key).slice(0, 800) },
      };
      const headers = {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'PinpointSMSVoiceV2.SendTextMessage',
      };
      return client.post(JSON.stringify(message), headers, signal);
    },
  };
}

type Read = Record<string, unknown>;

function read(body: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // No JSON: a proxy's page. The status is all that is known.
    return {};
  }
  return typeof value === 'object' && value !== null ? (value as Read) : {};
}

function textIn(value: Read, name: string): string | undefined {
  const found = value[name];
  return typeof found === 'string' && found !== '' ? found.slice(0, 2_000) : undefined;
}

function errorIn(body: string): AwsError | undefined {
  const value = read(body);
  const code = textIn(value, '__type')?.split('#').at(-1);
  if (code === undefined) return undefined;
  const reason = textIn(value, 'Reason');
  const message = textIn(value, 'Message') ?? textIn(value, 'message');
  const listed = Array.isArray(value['Fields']) ? value['Fields'].slice(0, 20) : [];
  const fields = listed.flatMap(
    (one: unknown) => textIn(typeof one === 'object' && one ? (one as Read) : {}, 'Name') ?? [],
  );
  return { code, fields, ...(reason ? { reason } : {}), ...(message ? { message } : {}) };
}
