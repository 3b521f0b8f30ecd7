/** The text of a mail that has only HTML, in one pass: its lines, without what is quoted. */

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
/** What stands within these is no text. */
const HIDDEN = new Set(['style', 'script', 'head', 'title']);
/** These begin a new line. */
const BREAKS = new Set(['br', 'p', 'div', 'li', 'tr', 'h1', 'h2', 'h3', 'table', 'hr']);
const LONGEST = 131_072;

export function textOfHtml(html: string): string {
  const text: string[] = [];
  let hidden: string | undefined;
  for (const [whole, close, name] of html
    .slice(0, LONGEST)
    .matchAll(/<(\/?)([a-z][a-z0-9]{0,20})?[^<>]{0,4096}>|[^<]+|</gi)) {
    const tag = whole.length > 1 && whole.startsWith('<') ? (name ?? '').toLowerCase() : undefined;
    if (hidden !== undefined) {
      if (close && tag === hidden) hidden = undefined;
      continue;
    }
    if (tag === undefined) text.push(decoded(whole));
    // From here on it is what was answered.
    else if (tag === 'blockquote' && !close) break;
    else if (HIDDEN.has(tag) && !close) hidden = tag;
    else if (BREAKS.has(tag)) text.push('\n');
  }
  return text
    .join('')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Line breaks of the source are spaces in HTML. */
const decoded = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,5}));/gi, (whole, decimal, hex, name) => {
      if (name) return ENTITIES[String(name).toLowerCase()] ?? whole;
      const code = decimal ? Number(decimal) : Number.parseInt(String(hex), 16);
      return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code);
    });
