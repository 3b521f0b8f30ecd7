import type { Card, OutgoingMessage } from '#domain/channels';
import { cut } from '#kernel/text';
import { fitted, oneLine } from '#providers/chat';

/** Bounds of Slack's: https://docs.slack.dev/reference/block-kit/blocks */
const HEADER = 150;
const SECTION = 2_900;
const FIELD = 1_900;
const FIELDS = 10;
const BUTTONS = 25;
const BUTTON = 75;
const VALUE = 2_000;
/** Slack cuts at 40,000 itself, wherever that is. */
const TEXT = 12_000;

/** Text for Slack's markup: nothing that somebody typed is a link, a mention or a ping. */
const escapeSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** At most `length` characters of Slack's markup. */
export const slackText = (text: string, length: number): string => fitted(text, length, escapeSlack);

const mrkdwn = (text: string) => ({ type: 'mrkdwn', text, verbatim: true });

/** A message without a card: its subject in bold, then its text. */
export function plainText({ subject, text }: Pick<OutgoingMessage, 'subject' | 'text'>): string {
  const title = oneLine(subject);
  return `${title ? `*${slackText(title, 500)}*\n` : ''}${slackText(text, TEXT)}`;
}

/** A card as blocks: title, text, fields, a link, buttons. */
export function blocksOf({ subject, text }: Pick<OutgoingMessage, 'subject' | 'text'>, card: Card): object[] {
  const fields = card.fields
    .slice(0, FIELDS)
    .map(({ name, text: value }) => mrkdwn(`*${slackText(oneLine(name), 100)}*\n${slackText(value || '–', FIELD)}`));
  const buttons = card.buttons.slice(0, BUTTONS).map(({ act, label, value, tone }) => ({
    type: 'button',
    action_id: act,
    text: { type: 'plain_text', text: cut(label, BUTTON) },
    value: value.slice(0, VALUE),
    ...(tone ? { style: tone } : {}),
  }));
  return [
    { type: 'header', text: { type: 'plain_text', text: cut(oneLine(subject) || '–', HEADER), emoji: false } },
    ...(text ? [{ type: 'section', text: mrkdwn(slackText(text, SECTION)) }] : []),
    ...(fields.length > 0 ? [{ type: 'section', fields }] : []),
    {
      type: 'context',
      elements: [mrkdwn(`<${escapeSlack(card.link.url)}|${slackText(oneLine(card.link.label), 100)}>`)],
    },
    ...(buttons.length > 0 ? [{ type: 'actions', elements: buttons }] : []),
  ];
}
