import type { Channel } from '#domain/channels';
import { SECOND } from '#kernel/clock';
import { createEumSms, createSnsSms } from '#providers/aws-sms';
import { createOutgoing } from '#providers/outgoing';
import { createSms } from '#providers/sms';
import { createGatewaySms } from '#providers/sms-gateway';
import { createVoice } from '#providers/voice';
import type { Settings } from '../settings.ts';
import { awsCredentials } from './aws-credentials.ts';
import { inOrder, type Offer } from './order.ts';

const TWILIO = 'https://api.twilio.com';

export interface PhoneNeeds {
  publicUrl: string;
  now: () => Date;
  /** The value of a secret of the operator's account. Rejects where there is none. */
  secret: (nameOrArn: string) => Promise<string>;
}

/**
 * Text messages and calls, by the providers of which a setting is given. One alone is told as missing the others; without any
 * there is no provider.
 */
export function phones(settings: Settings, needs: PhoneNeeds): Channel[] {
  const twilio = twilioOf(settings, needs);
  const sms: Offer[] = [
    { name: 'twilio', given: twilio.given, make: twilio.sms },
    ...awsOffers(settings, needs),
    gatewayOffer(settings, needs),
  ];
  const voice: Offer[] = [{ name: 'twilio', given: twilio.given, make: twilio.voice }];
  return [
    ...inOrder('MUSTER_SMS_PROVIDERS', settings.MUSTER_SMS_PROVIDERS, sms),
    ...inOrder('MUSTER_VOICE_PROVIDERS', settings.MUSTER_VOICE_PROVIDERS, voice),
  ];
}

/** The operator's own settings name these addresses, so they may be anywhere. */
const outgoingTo = (url: string | undefined) =>
  createOutgoing({ allowPrivate: false, trusted: url !== undefined && URL.canParse(url) ? [new URL(url).origin] : [] });

function twilioOf(settings: Settings, { publicUrl }: PhoneNeeds) {
  const accountSid = settings.MUSTER_TWILIO_ACCOUNT_SID;
  const authToken = settings.MUSTER_TWILIO_AUTH_TOKEN;
  const from = settings.MUSTER_TWILIO_FROM;
  const baseUrl = settings.MUSTER_TWILIO_BASE_URL ?? TWILIO;
  const options = () => ({ accountSid, authToken, from, baseUrl, publicUrl, outgoing: outgoingTo(baseUrl) });
  return {
    given: [accountSid, authToken, from].some(Boolean),
    sms: () => createSms({ ...options(), confirmsWithinMs: settings.MUSTER_SMS_CONFIRM_SECONDS * SECOND }),
    voice: () => createVoice({ ...options(), confirmsWithinMs: settings.MUSTER_VOICE_CONFIRM_SECONDS * SECOND }),
  };
}

function awsOffers(settings: Settings, { now }: PhoneNeeds): Offer[] {
  const credentials = awsCredentials(settings);
  const options = (region?: string, from?: string, baseUrl?: string) => ({
    ...{ ...credentials, region, from, baseUrl, now, outgoing: outgoingTo(baseUrl) },
  });
  const sns = () => options(settings.MUSTER_SNS_REGION, settings.MUSTER_SNS_FROM, settings.MUSTER_SNS_BASE_URL);
  const eum = () => options(settings.MUSTER_EUM_REGION, settings.MUSTER_EUM_FROM, settings.MUSTER_EUM_BASE_URL);
  return [
    { name: 'sns', given: settings.MUSTER_SNS_REGION !== undefined, make: () => createSnsSms(sns()) },
    {
      name: 'eum',
      given: settings.MUSTER_EUM_REGION !== undefined,
      make: () => createEumSms({ ...eum(), ...eumConfirms(settings) }),
    },
  ];
}

/** Only where AWS tells us what became of a message is it waited for. */
const eumConfirms = ({ MUSTER_EUM_EVENTS_TOPIC: topic, MUSTER_SMS_CONFIRM_SECONDS: seconds }: Settings) =>
  topic === undefined ? {} : { confirmsWithinMs: seconds * SECOND };

function gatewayOffer(settings: Settings, { secret }: PhoneNeeds): Offer {
  const url = settings.MUSTER_SMS_GATEWAY_URL;
  const named = settings.MUSTER_SMS_GATEWAY_SECRET;
  // Only a gateway that can tell us so ever confirms a message.
  const confirms = settings.MUSTER_SMS_GATEWAY_TOKEN !== undefined;
  const make = () =>
    createGatewaySms({
      url,
      method: settings.MUSTER_SMS_GATEWAY_METHOD,
      headers: settings.MUSTER_SMS_GATEWAY_HEADERS,
      body: settings.MUSTER_SMS_GATEWAY_BODY,
      from: settings.MUSTER_SMS_GATEWAY_FROM,
      ok: settings.MUSTER_SMS_GATEWAY_OK,
      idPointer: settings.MUSTER_SMS_GATEWAY_ID_POINTER,
      refusals: settings.MUSTER_SMS_GATEWAY_REFUSALS,
      secret: named === undefined ? undefined : () => secret(named),
      outgoing: outgoingTo(url),
      ...(confirms ? { confirmsWithinMs: settings.MUSTER_SMS_CONFIRM_SECONDS * SECOND } : {}),
    });
  return { name: 'gateway', given: url !== undefined, make };
}
