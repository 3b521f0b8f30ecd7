import type { Channel, OutgoingMessage, Sent } from '#domain/channels';
import { createTwilioClient, numberFault, type TwilioOptions } from '#providers/twilio';

/** Text messages by Twilio. */
export function createSms(options: TwilioOptions): Channel {
  const client = createTwilioClient(options);
  return {
    type: 'SMS',
    provider: 'twilio',
    fields: [{ name: 'address', label: 'Mobile number', example: '+15550100001' }],
    ...(options.confirmsWithinMs === undefined ? {} : { confirmsWithinMs: options.confirmsWithinMs }),
    notReady: client.notReady,
    probe: client.probe,
    addressFault: numberFault,
    async send({ key, to, text }: OutgoingMessage, signal: AbortSignal): Promise<Sent> {
      const wrong = numberFault(to);
      if (wrong !== undefined) return { ok: false, permanent: true, certain: true, reason: wrong };
      const form = Object.entries({ To: to, Body: text, StatusCallback: client.callbackUrl('status', key) });
      return client.create('Messages', key, form, signal);
    },
  };
}
