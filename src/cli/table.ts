import { cut } from '#kernel/text';
import type { Io, Screen } from './io.ts';
import { cutTo, padTo, widthOf } from './width.ts';

/** Longest text of a cell, and of the last in its row; the whole is in `--json`. */
const CELL = 60;
const LAST_CELL = 160;
/** A column is not made narrower than this to fit a terminal. */
const NARROWEST = 8;
const GAP = 2;

/** Text from elsewhere on one line, without what would steer a terminal. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();

/** `2026-11-24 03:10:00Z` */
export const when = (instant: Date | undefined): string =>
  instant === undefined ? '' : `${instant.toISOString().slice(0, 19).replace('T', ' ')}Z`;

/** Columns under their names, two spaces apart, in the screen's width; the last column is not filled up. */
export function table(head: string[], rows: string[][], screen?: Screen): string {
  const cells = [head, ...rows].map((row) =>
    row.map((cell, at) => cut(plain(cell), at === head.length - 1 ? LAST_CELL : CELL)),
  );
  const widths = fitted(
    head.map((_, column) => Math.max(...cells.map((row) => widthOf(row[column] ?? '')))),
    screen?.columns,
  );
  const line = (row: string[], number: number) =>
    row
      .map((cell, column) => {
        const text = cutTo(cell, widths[column]!);
        const filled = column === row.length - 1 ? text : padTo(text, widths[column]!);
        return screen?.colours ? painted(filled, cell, number === 0) : filled;
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  return `${cells.map(line).join('\n')}\n`;
}

/** Takes from the widest columns what is too much for the screen. */
function fitted(widths: number[], columns: number | undefined): number[] {
  const result = [...widths];
  if (columns === undefined) return result;
  const room = columns - GAP * (widths.length - 1);
  for (;;) {
    const widest = Math.max(...result);
    if (widest <= NARROWEST || result.reduce((sum, width) => sum + width, 0) <= room) return result;
    result[result.lastIndexOf(widest)] = widest - 1;
  }
}

const ESCAPE = '\u001b';
const [BOLD, RED, YELLOW, GREEN] = [1, 31, 33, 32];
/** Words that stand out; the colour only repeats what the word says. */
const COLOURS: Record<string, number> = {
  '1 critical': RED,
  '2 high': YELLOW,
  Open: YELLOW,
  'In Progress': YELLOW,
  Resolved: GREEN,
  ALARM: RED,
  OK: GREEN,
  fault: RED,
  warning: YELLOW,
  nobody: RED,
  'not activated': YELLOW,
};

function painted(text: string, cell: string, isHead: boolean): string {
  const colour = isHead ? BOLD : COLOURS[cell];
  return colour === undefined ? text : `${ESCAPE}[${colour}m${text}${ESCAPE}[0m`;
}

/** `name  value`, a line each; what has no value is left out. */
export function fields(pairs: [name: string, value: string | undefined][]): string {
  const given = pairs.filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '');
  const width = Math.max(0, ...given.map(([name]) => name.length));
  return given.map(([name, value]) => `${name.padEnd(width)}  ${plain(value)}\n`).join('');
}

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The rows under their heads for people; nothing at all where there are none, with a hint on standard error. */
export function listed(io: Io, head: string[], rows: string[][], hint: string): void {
  if (rows.length > 0) io.out(table(head, rows, io.screen));
  else io.err(`${hint}\n`);
}
