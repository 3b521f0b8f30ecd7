/** What somebody wrote back. Spaces, case and punctuation do not matter. */
export type Reply =
  | { kind: 'stop' }
  | { kind: 'start' }
  /** Without a code: the last page. */
  | { kind: 'acknowledge'; code?: string }
  | { kind: 'unclear' };

const STOP = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT']);
const START = new Set(['START', 'UNSTOP', 'SUBSCRIBE']);
/** No text message is longer. */
const LONGEST = 1_600;

export function readReply(text: string): Reply {
  const plain = text
    .slice(0, LONGEST)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
  if (STOP.has(plain)) return { kind: 'stop' };
  if (START.has(plain)) return { kind: 'start' };
  const [, code] = /^(?:ACK(?:NOWLEDGED?)?|CODE|OK)?([0-9]{0,10})$/.exec(plain) ?? [];
  if (plain === '' || code === undefined) return { kind: 'unclear' };
  return code === '' ? { kind: 'acknowledge' } : { kind: 'acknowledge', code };
}
