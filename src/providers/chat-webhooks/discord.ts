import { escapeMarkdown, fitted } from '#providers/chat';
import { final, type Kind, membersIn, wordsOf } from './kind.ts';

const TITLE = 256;
const TEXT = 4_096;
/** By severity, 1 to 5. */
const COLOURS = [0xb00020, 0xe65100, 0xf9a825, 0x1565c0, 0x616161];

/** By Discord's numbers. */
const faults: Readonly<Record<number, ReturnType<typeof final>>> = {
  10003: final('its channel is gone: make another webhook and bind it'),
  10015: final('the webhook was deleted: make another one and bind it'),
  50027: final('the webhook’s token is another one by now: bind its new address'),
};

/** A channel of Discord. Its text stands in an embed, which calls nobody, and every mention is switched off besides. */
export const discord: Kind = {
  type: 'DISCORD',
  name: 'Discord',
  example: 'https://discord.com/api/webhooks/0000/0000',
  body(message) {
    const { title, text } = wordsOf(message);
    const { card } = message;
    const embed = {
      title: fitted(title, TITLE, escapeMarkdown),
      description: fitted(text, TEXT, escapeMarkdown),
      ...(card ? { url: card.link.url, color: COLOURS[card.severity - 1] ?? COLOURS[4] } : {}),
    };
    return { content: '', embeds: [embed], allowed_mentions: { parse: [] } };
  },
  url({ to }) {
    const url = new URL(to);
    url.searchParams.set('wait', 'true');
    return url.href;
  },
  idIn(answer) {
    const { id } = membersIn(answer);
    return typeof id === 'string' ? id : undefined;
  },
  fault(answer) {
    const { code } = answer.status >= 400 ? membersIn(answer) : {};
    return typeof code === 'number' ? faults[code] : undefined;
  },
};
