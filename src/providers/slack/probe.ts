import type { Probed } from '#domain/channels';
import type { SlackClient } from './client.ts';

/** Whether the token still works, asked of Slack itself: today, and not when somebody is to be told. */
export async function slackProbe(client: SlackClient, signal: AbortSignal): Promise<Probed> {
  const todo = 'set MUSTER_SLACK_BOT_TOKEN to the bot token of the installed app, and see docs/chat.md';
  const missing = client.notReady();
  if (missing) return { ok: false, reason: missing, todo };
  const answer = await client.call('auth.test', { room: 'auth.test', message: '' }, {}, signal);
  return answer.ok ? { ok: true } : { ok: false, reason: answer.reason, todo };
}
