import type { Fate } from '#domain/channels';
import { meaningOf } from '#providers/twilio';

/** What a status callback says; `underWay` while a call lasts, undefined where it says nothing that is not known. */
export function fateOf(form: ReadonlyMap<string, string>): Fate | 'underWay' | undefined {
  const message = form.get('MessageStatus');
  if (message !== undefined) return messageFate(message, form);
  const call = form.get('CallStatus');
  return call === undefined ? undefined : callFate(call, form);
}

function messageFate(status: string, form: ReadonlyMap<string, string>): Fate | undefined {
  if (status === 'delivered' || status === 'read') return { kind: 'delivered', info: `Twilio: ${status}` };
  return status === 'failed' || status === 'undelivered' ? failed(status, form) : undefined;
}

function callFate(status: string, form: ReadonlyMap<string, string>): Fate | 'underWay' | undefined {
  if (status === 'in-progress') return 'underWay';
  if (['busy', 'no-answer', 'failed', 'canceled'].includes(status)) return failed(status, form);
  if (status !== 'completed') return undefined;
  return isMachine(form)
    ? { kind: 'failed', info: 'an answering machine took the call' }
    : { kind: 'delivered', info: 'Twilio: the call was answered' };
}

/** Whether no person was on the line. */
export const isMachine = (form: ReadonlyMap<string, string>) => /^(machine|fax)/.test(form.get('AnsweredBy') ?? '');

const WORDS: Record<string, string> = {
  busy: 'the line was busy',
  'no-answer': 'nobody picked up',
  canceled: 'the call was cancelled at Twilio',
};

function failed(status: string, form: ReadonlyMap<string, string>): Fate {
  const words = WORDS[status];
  if (words) return { kind: 'failed', info: words };
  const code = /^\d{1,6}$/.exec(form.get('ErrorCode') ?? '')?.[0];
  if (!code) return { kind: 'failed', info: `Twilio could not deliver it (${status})` };
  const { advice, permanent } = meaningOf(Number(code));
  const info = `Twilio could not deliver it (${status}, error ${code}): ${advice}`;
  return { kind: 'failed', info, ...(permanent ? { permanent } : {}) };
}
