import { channelContract } from '#test/kit/channel-contract';
import { openTwilio } from '#test/kit/twilio';
import { createVoice } from './index.ts';

channelContract('Calls by Twilio', async () => {
  const twilio = await openTwilio();
  const { authToken: _token, ...unset } = twilio.options;
  return {
    channel: createVoice(twilio.options),
    unset: createVoice(unset),
    good: '+15550100001',
    received: async () => twilio.received.map(({ to, key, text }) => ({ to, key, text, id: key })),
    make: twilio.make,
    arrival: twilio.arrival,
    close: twilio.close,
  };
});
