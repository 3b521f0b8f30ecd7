/** Text messages: one of them holds 160 characters of GSM 03.38, or 70 of anything else. */

const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** These take the place of two. */
const EXTENDED = '^{}\\[~]|€';
const basic = new Set(BASIC);
const extended = new Set(EXTENDED);
const GSM_LENGTH = 160;
const UCS2_LENGTH = 70;
/** Less of a text than this tells nothing. */
const LEAST_TEXT = 10;

/** How many of the 160 places a text takes; undefined where it has a character that GSM 03.38 does not. */
export function gsmLength(text: string): number | undefined {
  let length = 0;
  for (const character of text) {
    if (basic.has(character)) length += 1;
    else if (extended.has(character)) length += 2;
    else return undefined;
  }
  return length;
}

/** Whether what never is cut fits a text message beside some words. It has to be GSM 03.38, as links and codes are. */
export const fitsText = (whole: string) => (gsmLength(whole) ?? GSM_LENGTH) <= GSM_LENGTH - LEAST_TEXT - 1;

/**
 * A text message of 10 to 160 characters (70 where it cannot be written in GSM 03.38): `text`, cut at a word where it has to
 * be, and `whole`, which never is. Throws RangeError where `whole` alone is too long: see `fitsText`.
 */
export function textMessage(text: string, whole: string): string {
  if (!fitsText(whole)) throw new RangeError(`a text message cannot hold ${whole.length} characters whole`);
  const flat = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const room = UCS2_LENGTH - whole.length - 1;
  const plain = toGsm(flat);
  if (gsmLength(flat) === undefined && room >= LEAST_TEXT && (flat.length <= room || isLost(flat, plain)))
    return `${cutAtWord(flat, room, (part) => part.length, '…')} ${whole}`;
  const places = GSM_LENGTH - gsmLength(whole)! - 1;
  return `${cutAtWord(plain, places, (part) => gsmLength(part)!, '...')} ${whole}`;
}

/** Whether GSM 03.38 leaves less than half of the letters. */
function isLost(flat: string, plain: string): boolean {
  const letters = (text: string) => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return letters(plain) * 2 < letters(flat);
}

/** What carriers and editors put in the place of plain characters. */
const PLAIN: Record<string, string> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '`': "'",
};

/** The same in GSM 03.38: without the accents that it lacks; a question mark for the rest, one for many together. */
function toGsm(text: string): string {
  const characters = [...text].map((character) => {
    if (basic.has(character) || extended.has(character)) return character;
    const plain = PLAIN[character] ?? character.normalize('NFKD').replace(/\p{M}/gu, '');
    return gsmLength(plain) === undefined ? '\0' : plain;
  });
  return characters.join('').replace(/\0+/g, '?');
}

/** The longest beginning that is no longer than `most` by `length`; a cut one ends at a word, and shows that it was cut. */
function cutAtWord(text: string, most: number, length: (part: string) => number, mark: string): string {
  if (length(text) <= most) return text;
  let head = '';
  for (const character of text) {
    if (length(head + character + mark) > most) break;
    head += character;
  }
  const space = head.lastIndexOf(' ');
  return `${space > head.length / 2 ? head.slice(0, space) : head}${mark}`;
}
