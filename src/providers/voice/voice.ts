import { CALL_SECONDS, type Channel, type OutgoingMessage, SAID_TIMES, type Sent } from '#domain/channels';
import { createTwilioClient, keysTwiml, numberFault, sayTwiml, type TwilioOptions } from '#providers/twilio';

/** Seconds that it rings: after that it is somebody's voice mail in most networks. */
const RING_SECONDS = 30;

/** Calls by Twilio: the text is said, and where it can be answered a key is waited for. */
export function createVoice(options: TwilioOptions): Channel {
  const client = createTwilioClient(options);
  return {
    type: 'VOICE',
    provider: 'twilio',
    fields: [{ name: 'address', label: 'Phone number', example: '+15550100001' }],
    ...(options.confirmsWithinMs === undefined ? {} : { confirmsWithinMs: options.confirmsWithinMs }),
    notReady: client.notReady,
    probe: client.probe,
    addressFault: numberFault,
    async send({ key, to, text, answerable }: OutgoingMessage, signal: AbortSignal): Promise<Sent> {
      const wrong = numberFault(to);
      if (wrong !== undefined) return { ok: false, permanent: true, certain: true, reason: wrong };
      const Twiml = answerable ? keysTwiml(text, client.callbackUrl('voice', key)) : sayTwiml(text, SAID_TIMES);
      const form = Object.entries({
        ...{ To: to, Twiml, Timeout: String(RING_SECONDS), TimeLimit: String(CALL_SECONDS) },
        ...{ StatusCallback: client.callbackUrl('status', key), MachineDetection: 'Enable' },
      });
      const events = ['answered', 'completed'].map((event): [string, string] => ['StatusCallbackEvent', event]);
      return client.create('Calls', key, [...form, ...events], signal);
    },
  };
}
