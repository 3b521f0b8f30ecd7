import { fitted, noCalls } from '#providers/chat';
import { type Kind, wordsOf } from './kind.ts';

const CONTENT = 4_096;

/** A room of Amazon Chime. It begins with its title, so that it is never the `/md` that would make Markdown of it. */
export const chime: Kind = {
  type: 'CHIME',
  name: 'Amazon Chime',
  example: 'https://hooks.chime.aws/incomingwebhooks/0000?token=0000',
  body(message) {
    const { title, text } = wordsOf(message);
    const link = message.card ? `\n${message.card.link.url}` : '';
    const head = title.replace(/^\/+/, '');
    return { Content: `${fitted(`${head}\n${text}`, CONTENT - link.length, noCalls)}${link}` };
  },
};
