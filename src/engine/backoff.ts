/** Seconds between tries after an error nobody foresaw: 1, 2, 4 … 60. */
export function backoffMs(attempt: number): number {
  return Math.min(60_000, 1_000 * 2 ** Math.min(Math.max(attempt, 1) - 1, 10));
}
