import type { Channel } from '#domain/channels';
import { createWebhooks } from '#providers/chat-webhooks';
import { createOutgoing } from '#providers/outgoing';
import {
  createSlack,
  createSlackClient,
  createSlackDirect,
  createSlackGroups,
  type SlackClient,
} from '#providers/slack';
import type { Settings } from '../settings.ts';

const SLACK = 'https://slack.com';

/** Chat rooms: those with an address of their own always, Slack where one of its settings is given. */
export function chat(settings: Settings, now: () => Date): { channels: Channel[]; slack?: SlackClient } {
  const allowPrivate = settings.MUSTER_ALLOW_PRIVATE_ADDRESSES;
  const outgoing = createOutgoing({ allowPrivate, trusted: [] });
  const webhooks = createWebhooks({ outgoing, now, allowHttp: allowPrivate });
  const botToken = settings.MUSTER_SLACK_BOT_TOKEN;
  if (!botToken && !settings.MUSTER_SLACK_SIGNING_SECRET) return { channels: webhooks };
  const baseUrl = settings.MUSTER_SLACK_BASE_URL ?? SLACK;
  // The operator's own setting, so it may be anywhere.
  const trusted = createOutgoing({ allowPrivate: false, trusted: [new URL(baseUrl).origin] });
  const slack = createSlackClient({ botToken, baseUrl, outgoing: trusted, now });
  const direct = createSlackDirect(slack, { buttons: settings.MUSTER_SLACK_SIGNING_SECRET !== undefined });
  return { channels: [createSlack(slack), direct, createSlackGroups(slack), ...webhooks], slack };
}
