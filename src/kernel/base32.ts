/** Bytes as RFC 4648's base 32, in small letters and without padding: for tokens where case may be lost. */

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

export function toBase32(bytes: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let text = '';
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += LETTERS[(held >> (bits - 5)) & 31];
  }
  return bits > 0 ? text + LETTERS[(held << (5 - bits)) & 31] : text;
}

/** The bytes of a text in either case; undefined where it is no such text, or not the one that its bytes are written as. */
export function fromBase32(text: string): Buffer | undefined {
  const small = text.toLowerCase();
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of small) {
    const value = LETTERS.indexOf(letter);
    if (value < 0) return undefined;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 255);
  }
  const found = Buffer.from(bytes);
  return toBase32(found) === small ? found : undefined;
}
