import type { Spread } from './statistics.ts';

/** Columns as wide as their widest cell; the first to the left, the others to the right. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ');
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

/** Three figures are as many as such measurements bear. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** `0.12 (0.10–0.13)`: the median of the pairs, the lowest and the highest. */
export const range = ({ median, lowest, highest }: Spread) =>
  `${figure(median)} (${figure(lowest)}–${figure(highest)})`;

/** How far the row is to be trusted. */
export function trust(row: {
  measured: boolean;
  pairs: { quiet: number; tried: number };
  foreignCores: Spread;
}): string {
  const { quiet, tried } = row.pairs;
  const busy = `others used ${figure(row.foreignCores.median)} cores`;
  return row.measured ? `${quiet} quiet of ${tried}` : `NOT MEASURED: ${quiet} quiet of ${tried}, ${busy}`;
}
