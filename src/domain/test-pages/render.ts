import { fitsText, type OutgoingMessage, speech, textMessage } from '#domain/channels';
import type { ContactChannel } from '#domain/contacts';
import { MINUTE } from '#kernel/clock';
import { count, cut, escapeHtml } from '#kernel/text';
import type { TestPage } from './test-page.ts';
import type { TestSecrets } from './test-secrets.ts';

/** What a test page needs besides itself. */
export interface RenderContext {
  secrets: TestSecrets;
  /** Where links lead: MUSTER_PUBLIC_URL. */
  publicUrl: string;
}

/** What is said, by each kind of channel. That nothing is wrong stands before all else. */
export function renderTest(page: TestPage, channel: ContactChannel, context: RenderContext): OutgoingMessage {
  const code = context.secrets.code(page.id);
  const link = `${context.publicUrl}/test/${context.secrets.token(page.id)}`;
  const { alias } = page.contact;
  const what = page.origin === 'drill' ? 'a drill' : 'a test';
  const common = { key: page.id, to: channel.address, thread: `test-${page.id}` };
  const subject = `Muster: this is ${what} for ${cut(alias, 60)}; nothing is wrong`;
  switch (channel.type) {
    case 'SMS': {
      const tail = `Code ${code} ${link}`;
      const text = `Nothing is wrong. Muster, ${what} for ${alias}: reply with the code.`;
      return { ...common, subject: '', text: textMessage(text, fitsText(tail) ? tail : `Code ${code}`) };
    }
    case 'VOICE': {
      const text = `This is Muster. Nothing is wrong. This is ${what} of the phone of ${alias}.`;
      const keys = `Press 1 to confirm that you heard it. The test code is ${code}.`;
      return { ...common, subject: '', text: speech(text, keys), answerable: true };
    }
    case 'SLACK_DM': {
      const { lead, wish } = wordsOf(page, channel, what);
      const label = 'It reached me';
      return {
        ...common,
        subject,
        text: `${lead} ${wish}`,
        card: {
          severity: 5,
          fields: [{ name: 'Test code', text: code }],
          link: { label, url: link },
          buttons: [{ act: 'answer-test', label, value: context.secrets.token(page.id), tone: 'primary' }],
          news: [],
        },
      };
    }
    default:
      return { ...common, subject, ...mailOf(page, channel, { what, code, link }) };
  }
}

function wordsOf({ answerBy, createdAt, contact }: TestPage, { name }: ContactChannel, what: string) {
  const minutes = count(Math.round((answerBy.getTime() - createdAt.getTime()) / MINUTE), 'minute');
  return {
    lead: `Nothing is wrong. This is ${what} of the channel "${name}" of ${contact.alias}: would a page reach you here?`,
    wish: `Please answer within ${minutes}.`,
  };
}

function mailOf(
  page: TestPage,
  channel: ContactChannel,
  { what, code, link }: Record<'what' | 'code' | 'link', string>,
) {
  const { lead, wish } = wordsOf(page, channel, what);
  const html = `<!doctype html><html><body style="font-family:system-ui,sans-serif;font-size:16px;line-height:1.5">
<p>${escapeHtml(lead)} ${wish}</p><p><a href="${escapeHtml(link)}">It reached me</a></p><p>Test code: <b>${code}</b></p></body></html>`;
  return { text: [lead, wish, '', `It reached me: ${link}`, `Test code: ${code}`].join('\n'), html };
}
