import type { Channel } from '#domain/channels';
import { chime } from './chime.ts';
import { discord } from './discord.ts';
import { googleChat } from './google-chat.ts';
import { mattermost } from './mattermost.ts';
import { teams } from './teams.ts';
import { createWebhook, type WebhookOptions } from './webhook.ts';

/** The kinds of room that are written to at an address of their own. */
export const createWebhooks = (options: WebhookOptions): Channel[] =>
  [teams, chime, mattermost, discord, googleChat].map((kind) => createWebhook(kind, options));
