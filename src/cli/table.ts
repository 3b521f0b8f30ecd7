import { cut } from '#kernel/text';

/** Longest text of a cell, and of the last in its row; the whole is in `--json`. */
const CELL = 60;
const LAST_CELL = 160;

/** Text from elsewhere on one line, without what would steer a terminal. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();

/** `2026-11-24 03:10:00Z` */
export const when = (instant: Date | undefined): string =>
  instant === undefined ? '' : `${instant.toISOString().slice(0, 19).replace('T', ' ')}Z`;

/** Columns under their names, two spaces apart; the last column is not filled up. */
export function table(head: string[], rows: string[][]): string {
  const cells = [head, ...rows].map((row) =>
    row.map((cell, at) => cut(plain(cell), at === head.length - 1 ? LAST_CELL : CELL)),
  );
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return `${cells.map(line).join('\n')}\n`;
}

/** `name  value`, a line each; what has no value is left out. */
export function fields(pairs: [name: string, value: string | undefined][]): string {
  const given = pairs.filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '');
  const width = Math.max(0, ...given.map(([name]) => name.length));
  return given.map(([name, value]) => `${name.padEnd(width)}  ${plain(value)}\n`).join('');
}

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
