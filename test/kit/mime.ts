/** What of a mail a test wants to see: its headers and its readable parts, decoded. */
interface ParsedMail {
  /** By lower-case name, unfolded, encoded words decoded; of a repeated one all, in order. */
  headers: Map<string, string[]>;
  text: string;
  html: string;
}

/** Reads a mail (RFC 5322, MIME). `raw` is one character for each byte. Line breaks in the parts become `\n`. */
export function parseMail(raw: string): ParsedMail {
  const { headers, body } = split(raw);
  const found: ParsedMail = { headers, text: '', html: '' };
  collect(headers, body, found);
  return found;
}

/** The first value of a header, or an empty string. */
export function header(mail: { headers: Map<string, string[]> }, name: string): string {
  return mail.headers.get(name.toLowerCase())?.[0] ?? '';
}

function split(raw: string): { headers: Map<string, string[]>; body: string } {
  const end = raw.indexOf('\r\n\r\n');
  const [head, body] = end < 0 ? [raw, ''] : [raw.slice(0, end), raw.slice(end + 4)];
  const headers = new Map<string, string[]>();
  for (const line of head.replace(/\r\n(?=[ \t])/g, '').split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = decodeWords(utf8(line.slice(colon + 1).trim()));
    headers.set(name, [...(headers.get(name) ?? []), value]);
  }
  return { headers, body };
}

function collect(headers: Map<string, string[]>, body: string, into: ParsedMail): void {
  const type = header({ headers }, 'content-type') || 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (/^multipart\//i.test(type) && boundary !== undefined) {
    for (const part of partsOf(body, boundary)) {
      const inner = split(part);
      collect(inner.headers, inner.body, into);
    }
    return;
  }
  const content = decode(body, header({ headers }, 'content-transfer-encoding')).replaceAll('\r\n', '\n');
  if (/^text\/html/i.test(type)) into.html += content;
  else if (/^text\/plain/i.test(type)) into.text += content;
}

/** The parts between the boundary's lines; the line break before a boundary belongs to the boundary. */
function partsOf(body: string, boundary: string): string[] {
  const pieces = `\r\n${body}`.split(`\r\n--${boundary}`);
  const last = pieces.findIndex((piece) => piece.startsWith('--'));
  return pieces.slice(1, last < 0 ? undefined : last).map((piece) => piece.replace(/^[ \t]*\r\n/, ''));
}

function decode(body: string, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8');
    case 'quoted-printable':
      return utf8(unquote(body.replace(/[ \t]+(?=\r\n)/g, '').replaceAll('=\r\n', '')));
    default:
      return utf8(body);
  }
}

function unquote(text: string): string {
  return text.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** RFC 2047; between two encoded words white space means nothing, and a character may be spread over both. */
function decodeWords(value: string): string {
  const word = /=\?utf-8\?([qb])\?([^?]*)\?=/i;
  const run = new RegExp(`${word.source}(?:\\s+${word.source})*`, 'gi');
  return value.replace(run, (words) => {
    const bytes = [...words.matchAll(new RegExp(word.source, 'gi'))].map(([, kind = '', content = '']) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(content, 'base64').toString('latin1')
        : unquote(content.replaceAll('_', ' ')),
    );
    return utf8(bytes.join(''));
  });
}

function utf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
