import { escapeMarkdown, fitted, noCalls } from '#providers/chat';
import { final, type Kind, membersIn, mendable, wordsOf } from './kind.ts';

const TITLE = 500;
/** A post has 16,383 characters at most unless its server says otherwise, and older servers take 4,000. */
const TEXT = 3_400;

const safe = (text: string) => noCalls(escapeMarkdown(text));

/** By the ids of Mattermost's errors. */
const faults: Readonly<Record<string, ReturnType<typeof final>>> = {
  'web.incoming_webhook.invalid.app_error': final('the webhook was deleted: make another one and bind it'),
  'web.incoming_webhook.channel.app_error': final('its channel is gone: make another webhook and bind it'),
  'web.incoming_webhook.channel_locked.app_error': final('it may not write to this channel: make another webhook'),
  'web.incoming_webhook.disabled.app_error': mendable('incoming webhooks are disabled on that server: enable them'),
};

/** A channel of Mattermost, or of what takes the same form. */
export const mattermost: Kind = {
  type: 'MATTERMOST',
  name: 'Mattermost',
  example: 'https://mattermost.example.com/hooks/0000',
  body(message) {
    const { title, text } = wordsOf(message);
    const { link } = message.card ?? {};
    const more = link ? `\n${link.url}` : '';
    return { text: `**${fitted(title, TITLE, safe)}**\n${fitted(text, TEXT, safe)}${more}` };
  },
  fault(answer) {
    const { id } = answer.status >= 400 ? membersIn(answer) : {};
    return typeof id === 'string' ? faults[id] : undefined;
  },
};
