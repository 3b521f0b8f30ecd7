import { channelContract } from '#test/kit/channel-contract';
import { openTwilio } from '#test/kit/twilio';
import { createSms } from './index.ts';

channelContract('SMS by Twilio', async () => {
  const twilio = await openTwilio();
  const { authToken: _token, ...unset } = twilio.options;
  return {
    channel: createSms(twilio.options),
    unset: createSms(unset),
    good: '+15550100001',
    received: async () => twilio.received.map(({ to, key, text }) => ({ to, key, text, id: key })),
    make: twilio.make,
    arrival: twilio.arrival,
    close: twilio.close,
  };
});
