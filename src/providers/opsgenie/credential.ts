import type { Probed } from '#domain/channels';
import { clean, get } from '#providers/chat';
import type { Outgoing } from '#providers/outgoing';
import { meaningOf } from './errors.ts';

export interface Trying {
  who: string;
  base: string;
  setting: string;
  outgoing: Outgoing;
  timeoutMs?: number | undefined;
}

/** Whether the alert service knows the key: it is asked for one alert. A key that may create alerts and not read them is known, too. */
export async function tryAlerts(
  { who, base, setting, outgoing, timeoutMs }: Trying,
  apiKey: string | undefined,
  signal: AbortSignal,
): Promise<Probed> {
  const todo = 'Put the key of an API integration into the secret, as apiKey';
  if (!apiKey) return { ok: false, reason: 'the secret lacks apiKey', todo };
  const headers = { authorization: `GenieKey ${apiKey}` };
  const getting = {
    who,
    url: `${base}/v2/alerts?limit=1`,
    headers,
    secrets: [apiKey],
    advice: `check ${setting} and the network`,
  };
  const answer = await get(outgoing, { ...getting, ...(timeoutMs ? { timeoutMs } : {}) }, signal);
  if (!('status' in answer))
    return { ok: false, reason: answer.reason, todo: 'Mend it; it is looked at again by itself' };
  if (answer.status < 300 || answer.status === 403) return { ok: true };
  const { advice } = meaningOf(answer.status);
  return { ok: false, reason: clean(`${who} would not show its alerts (${answer.status}): ${advice}`, [apiKey]), todo };
}
