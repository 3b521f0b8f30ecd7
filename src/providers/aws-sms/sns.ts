import { type Channel, kindFault, type OutgoingMessage, type Sent } from '#domain/channels';
import { type AwsService, type AwsSmsOptions, createAwsClient } from './client.ts';

const tag = (body: string, name: string) => new RegExp(`<${name}>([^<]{1,2000})</${name}>`).exec(body)?.[1];
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const plain = (text: string) => text.replace(/&(\w+);/g, (all, name: string) => NAMED[name] ?? all);

const service: AwsService = {
  name: 'Amazon SNS',
  signingName: 'sns',
  host: (region) => `sns.${region}.amazonaws.com`,
  needs: ({ region }) => ({ MUSTER_SNS_REGION: region }),
  idIn: (body) => tag(body, 'MessageId'),
  errorIn(body) {
    const code = tag(body, 'Code');
    const message = tag(body, 'Message');
    return code === undefined ? undefined : { code, ...(message === undefined ? {} : { message: plain(message) }) };
  },
};

/** Text messages by Amazon SNS, straight to a number. It never says whether one arrived. */
export function createSnsSms(options: AwsSmsOptions): Channel {
  const client = createAwsClient(service, options);
  const attributes = Object.entries({
    'AWS.SNS.SMS.SMSType': 'Transactional',
    ...(options.from ? { [fromAttribute(options.from)]: options.from } : {}),
  });
  return {
    type: 'SMS',
    provider: 'sns',
    fields: [{ name: 'address', label: 'Mobile number', example: '+15550100001' }],
    notReady: client.notReady,
    addressFault: (address) => kindFault('SMS', address),
    async send({ key, to, text }: OutgoingMessage, signal: AbortSignal): Promise<Sent> {
      const wrong = kindFault('SMS', to);
      if (wrong !== undefined) return { ok: false, permanent: true, certain: true, reason: wrong };
      const form = new URLSearchParams({ Action: 'Publish', Version: '2010-03-31', PhoneNumber: to, Message: text });
      for (const [index, [name, value]] of attributes.entries()) {
        const at = `MessageAttributes.entry.${index + 1}`;
        form.set(`${at}.Name`, name);
        form.set(`${at}.Value.DataType`, 'String');
        form.set(`${at}.Value.StringValue`, value);
      }
      // SNS knows no idempotency key: this is for whoever stands in for it, and for whoever reads its logs.
      const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-muster-key': encodeURIComponent(key) };
      return client.post(form.toString(), headers, signal);
    },
  };
}

/** A number is an origination number; anything else a sender's name. */
const fromAttribute = (from: string) => (/^\+\d/.test(from) ? 'AWS.MM.SMS.OriginationNumber' : 'AWS.SNS.SMS.SenderID');
