import { escapeHtml } from '#kernel/text';
import { fitted, oneLine } from '#providers/chat';
import { final, type Kind, membersIn, wordsOf } from './kind.ts';

const TITLE = 200;
const TEXT = 12_000;

/** A space of Google Chat. Its text stands in a card, where nobody is called; messages about one thing share a thread. */
export const googleChat: Kind = {
  type: 'GOOGLE_CHAT',
  name: 'Google Chat',
  example: 'https://chat.googleapis.com/v1/spaces/0000/messages?key=0000&token=0000',
  body(message) {
    const { title, text } = wordsOf(message);
    const { link } = message.card ?? {};
    const paragraph = fitted(text, TEXT, (part) => escapeHtml(part).replaceAll('\n', '<br>'));
    const button = link && { text: link.label, onClick: { openLink: { url: link.url } } };
    const widgets = [
      { textParagraph: { text: paragraph } },
      ...(button ? [{ buttonList: { buttons: [button] } }] : []),
    ];
    const card = { header: { title: fitted(title, TITLE, (part) => part) }, sections: [{ widgets }] };
    const thread = message.thread && { thread: { threadKey: oneLine(message.thread).slice(0, 100) } };
    return { cardsV2: [{ cardId: 'muster', card }], ...thread };
  },
  url({ to, key }) {
    const url = new URL(to);
    // A second one under this id is not made: it gets the first one's answer.
    url.searchParams.set('requestId', encodeURIComponent(key).slice(0, 100));
    url.searchParams.set('messageReplyOption', 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD');
    return url.href;
  },
  idIn(answer) {
    const { name } = membersIn(answer);
    return typeof name === 'string' ? name : undefined;
  },
  fault(answer) {
    const { error } = answer.status >= 400 ? membersIn(answer) : {};
    const { status } = (error ?? {}) as { status?: unknown };
    return status === 'NOT_FOUND' ? final('the webhook or its space is gone: make another one and bind it') : undefined;
  },
};
