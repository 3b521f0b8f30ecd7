import { fitsText, type OutgoingMessage, speech, textMessage } from '#domain/channels';
import type { Parts } from '#domain/templates';
import { count } from '#kernel/text';
import type { PageRow } from './pages.sql.ts';
import type { RenderContext } from './render.ts';

/** What is said of a page that has no public texts: subject and content stay with e-mail. */
export const GENERIC = 'You are engaged for an incident';
/** Incidents that are named, worst first; of the others it tells how many there are. */
const NAMED = 3;

/**
 * A text message or a call about these matters, worst first, a page each. Of several one code and one link acknowledge all.
 * Only public texts are in it, unless its `text` is one's own.
 */
export function renderForPhone(
  key: string,
  to: string,
  pages: PageRow[],
  context: RenderContext,
  texts: Parts,
): OutgoingMessage {
  const [page] = pages;
  const { secrets, publicUrl } = context;
  const one = pages.length === 1 && page;
  const code = one ? secrets.code(page.id) : secrets.codeForAll(key);
  const token = one ? secrets.token(page.id) : secrets.tokenForAll(key);
  const own = one ? texts['text'] : undefined;
  const text = own ?? (one ? textOf(page) : textOfAll(pages));
  const message = { key, to, subject: '', thread: page!.incident_id ?? page!.root_id };
  if (page!.channel_type === 'VOICE') {
    const all = one ? '' : ' all';
    const keys = `Press 1 to acknowledge${all}, 2 to escalate. The accept code is ${code}.`;
    return {
      ...message,
      text: speech(own === undefined ? `This is Muster. ${sentence(text)}` : sentence(text), keys),
      answerable: true,
    };
  }
  const link = `Code ${code} ${publicUrl}/ack/${token}`;
  // An address so long that nothing else would be read is left out: the code answers, too.
  return { ...message, text: textMessage(text, fitsText(link) ? link : `Code ${code}`) };
}

function textOf({ public_subject, public_content }: PageRow): string {
  if (!public_subject && !public_content) return GENERIC;
  return [public_subject, public_content].flatMap((part) => (part ? [sentence(part)] : [])).join(' ');
}

function textOfAll(pages: PageRow[]): string {
  const named = pages.slice(0, NAMED).map((page) => page.public_subject ?? GENERIC);
  const more = pages.length > NAMED ? `; and ${pages.length - NAMED} more` : '';
  return sentence(`${count(pages.length, 'incident')}: ${named.join('; ')}${more}`);
}

/** Ends like a sentence. */
const sentence = (text: string) => (/[.!?…]\s*$/.test(text) ? text.trim() : `${text.trim()}.`);
