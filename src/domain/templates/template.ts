import { nearest } from '#kernel/nearest';
import { EVENT_PATH, isPlaceholder, type PlaceholderValues, placeholders, placeholderText } from './placeholders.ts';

/** A template's text, read: pieces that stand as they are, and names of what is filled in. */
export type Segment = { text: string } | { name: string };

/** Placeholders in one text at most. */
const MOST = 200;
const LONGEST_NAME = 200;
/** Faults of one text that are told. */
const TOLD = 10;

/** Reads a text in one pass. Answers its pieces, and all that is wrong with it, in words. */
export function parseTemplate(source: string): { segments: Segment[]; faults: string[] } {
  const segments: Segment[] = [];
  const faults: string[] = [];
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf('{{', at);
    if (open < 0) break;
    const close = source.indexOf('}}', open + 2);
    if (close < 0) {
      faults.push(`wanted }} after the {{ at character ${open + 1}, got the end of the text`);
      break;
    }
    if (open > at) segments.push({ text: source.slice(at, open) });
    const name = source.slice(open + 2, close).trim();
    // More than a few nobody reads, and each costs a search for the nearest name.
    const fault = faults.length < TOLD ? nameFault(name) : undefined;
    if (fault) faults.push(fault);
    segments.push({ name });
    at = close + 2;
  }
  if (at < source.length) segments.push({ text: source.slice(at) });
  const count = segments.filter((segment) => 'name' in segment).length;
  if (count > MOST) faults.unshift(`wanted at most ${MOST} placeholders, got ${count}`);
  return { segments, faults: [...new Set(faults)].slice(0, TOLD) };
}

function nameFault(name: string): string | undefined {
  if (isPlaceholder(name) || (name.length <= LONGEST_NAME && EVENT_PATH.test(name))) return undefined;
  const shown = JSON.stringify(name.slice(0, 60));
  if (name.startsWith('event'))
    return `${shown} is no path into the event: wanted one such as event.detail.state.value`;
  const like = nearest(name.slice(0, 60), Object.keys(placeholders));
  return `there is no placeholder ${shown}${like ? `; the nearest one is {{${like}}}` : ''}`;
}

/** The placeholders in a text, each once. */
export const namesIn = (segments: Segment[]): Set<string> =>
  new Set(segments.flatMap((segment) => ('name' in segment ? [segment.name] : [])));

/** The filled text; each value is escaped as its target needs it, the template's own text never. */
export const fill = (segments: Segment[], values: PlaceholderValues, asTarget: (value: string) => string): string =>
  segments
    .map((segment) => ('text' in segment ? segment.text : asTarget(placeholderText(values, segment.name))))
    .join('');
