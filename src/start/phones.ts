import type { Channel } from '#domain/channels';
import { SECOND } from '#kernel/clock';
import { createOutgoing } from '#providers/outgoing';
import { createSms } from '#providers/sms';
import { createVoice } from '#providers/voice';
import type { Settings } from '../settings.ts';

const TWILIO = 'https://api.twilio.com';

/** Text messages and calls; none where no setting of Twilio's is given. One alone is told as missing the others. */
export function phones(settings: Settings, publicUrl: string): Channel[] {
  const accountSid = settings.MUSTER_TWILIO_ACCOUNT_SID;
  const authToken = settings.MUSTER_TWILIO_AUTH_TOKEN;
  const from = settings.MUSTER_TWILIO_FROM;
  if (!accountSid && !authToken && !from) return [];
  const baseUrl = settings.MUSTER_TWILIO_BASE_URL ?? TWILIO;
  // The operator's own setting, so it may be anywhere.
  const outgoing = createOutgoing({ allowPrivate: false, trusted: [new URL(baseUrl).origin] });
  const twilio = { accountSid, authToken, from, baseUrl, publicUrl, outgoing };
  return [
    createSms({ ...twilio, confirmsWithinMs: settings.MUSTER_SMS_CONFIRM_SECONDS * SECOND }),
    createVoice({ ...twilio, confirmsWithinMs: settings.MUSTER_VOICE_CONFIRM_SECONDS * SECOND }),
  ];
}
