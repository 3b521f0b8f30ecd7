import type { Notice, OutgoingMessage } from '#domain/channels';
import type { Parts } from '#domain/templates';
import { count, cut } from '#kernel/text';
import type { PageRow } from './pages.sql.ts';
import type { RenderContext } from './render.ts';
import { GENERIC } from './render-phone.ts';

/** As long as a mail's. */
const SUBJECT = 180;

/**
 * A push or a webhook about these matters, worst first, a page each: as text and as data. No code is in it, for its receiver
 * answers at an address. A push gets the public texts alone, since a locked screen shows it; a webhook all, as a mail does.
 * `texts` are those of one's own for a push.
 */
export function renderAsData(
  key: string,
  to: string,
  pages: PageRow[],
  { secrets }: RenderContext,
  texts: Parts = {},
): OutgoingMessage {
  const [page] = pages;
  const isOne = pages.length === 1;
  const told = pages.map(page!.channel_type === 'PUSH' ? publicTexts : wholeTexts);
  const titles = told.map(({ title }) => title);
  const many = `${count(pages.length, 'incident')}: ${titles.join('; ')}`;
  const token = isOne ? secrets.token(page!.id) : secrets.tokenForAll(key);
  const notice: Notice = {
    kind: 'page',
    answerPath: `/ack/${token}`,
    severity: Math.min(...pages.map(({ severity }) => severity)),
    incidents: pages.map(({ incident_arn: arn, severity }, index) => ({ arn, title: titles[index]!, severity })),
  };
  return {
    key,
    to,
    subject: cut(texts['title'] ?? (isOne ? titles[0]! : many), SUBJECT),
    text: texts['text'] ?? (isOne ? told[0]!.text : titles.join('\n')),
    thread: isOne ? (page!.incident_id ?? page!.root_id) : `digest-${key}`,
    notice,
  };
}

const publicTexts = ({ public_subject, public_content }: PageRow) => ({
  title: public_subject || GENERIC,
  text: public_content ?? '',
});

const wholeTexts = ({ subject, content }: PageRow) => ({ title: subject, text: content });
