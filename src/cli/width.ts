/** How much room text takes in a terminal: most characters one place, East Asian ones and emoji two, accents none. */

const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|^\p{Emoji_Presentation}|\ufe0f/u;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a reader sees as one character, with the places it takes. */
const characters = (text: string) =>
  [...segmenter.segment(text)].map(({ segment }) => ({ segment, width: WIDE.test(segment) ? 2 : 1 }));

export const widthOf = (text: string): number => characters(text).reduce((sum, { width }) => sum + width, 0);

export const padTo = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** At most `width` places; a cut text ends in an ellipsis. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let room = width - 1;
  let kept = '';
  for (const { segment, width: needed } of characters(text)) {
    if (needed > room) break;
    kept += segment;
    room -= needed;
  }
  return `${kept}…`;
}
