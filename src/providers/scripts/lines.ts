import type { Readable } from 'node:stream';

/**
 * Hands on the lines of a stream that somebody hostile writes. `onTooMuch` is called once, when a line or all of it is longer than
 * allowed (bytes); after that nothing more is read into memory.
 */
export function lines(
  stream: Readable,
  most: { line: number; all: number },
  onLine: (line: string) => void,
  onTooMuch: () => void,
): void {
  let open: Buffer[] = [];
  let length = 0;
  let all = 0;
  let isOver = false;
  const tooMuch = () => {
    isOver = true;
    open = [];
    onTooMuch();
  };
  const finish = (rest: Buffer) => {
    const line = Buffer.concat([...open, rest]);
    open = [];
    length = 0;
    if (line.length > most.line) tooMuch();
    else onLine(line.toString('utf8'));
  };
  stream.on('data', (part: Buffer) => {
    if (isOver) return;
    all += part.length;
    if (all > most.all) return tooMuch();
    let from = 0;
    for (let at = part.indexOf(10); at >= 0 && !isOver; at = part.indexOf(10, from)) {
      finish(part.subarray(from, at));
      from = at + 1;
    }
    if (isOver) return;
    length += part.length - from;
    if (length > most.line) tooMuch();
    else open.push(part.subarray(from));
  });
}
