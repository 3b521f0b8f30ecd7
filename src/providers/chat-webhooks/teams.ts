import { cut } from '#kernel/text';
import { type Kind, mendable, wordsOf } from './kind.ts';

/** A card may have 28 KB; a line is an element of some 120 bytes. */
const TEXT = 8_000;
const LINES = 120;

/** Runs of text know no Markdown, so that nothing in them is markup or calls anybody. */
const line = (text: string, more: object = {}) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text: text || ' ', ...more }],
});

/** Microsoft Teams: a workflow's webhook ("When a Teams webhook request is received"), or an incoming webhook of a channel. */
export const teams: Kind = {
  type: 'TEAMS',
  name: 'Microsoft Teams',
  example: 'https://prod-01.westeurope.logic.azure.com/workflows/0000/triggers/manual/paths/invoke?sig=0000',
  body(message) {
    const { title, text } = wordsOf(message);
    const lines = cut(text, TEXT).split('\n').slice(0, LINES);
    const { link } = message.card ?? {};
    const content = {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.4',
      body: [line(cut(title, 300), { weight: 'Bolder', size: 'Medium' }), ...lines.map((one) => line(one))],
      ...(link ? { actions: [{ type: 'Action.OpenUrl', title: link.label, url: link.url }] } : {}),
    };
    const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content };
    return { type: 'message', attachments: [attachment] };
  },
  // Incoming webhooks answer 200 when what lies behind them refused the message, and say so in words.
  fault: ({ text }) => (/HTTP error 429/i.test(text) ? mendable('Teams takes no more at the moment') : hidden(text)),
};

const hidden = (text: string) =>
  /delivery failed/i.test(text) ? mendable('Teams did not deliver it: look at the channel’s webhook') : undefined;
