/**
 * A number that no double stands for: written with more digits than one holds, or beyond its range. It equals only what is
 * written the same, and is neither more nor less than any other.
 */
export class Inexact {
  /** As written. */
  readonly written: string;

  constructor(written: string) {
    this.written = written;
  }

  /** In JSON as it was written. */
  toJSON(): unknown {
    return rawJson(this.written);
  }
}

/** So that digits that no double holds get into a text; the types of the language do not know it yet. */
const { rawJSON: rawJson } = JSON as unknown as { rawJSON: (text: string) => unknown };

/** Digits and a point that every double holds. */
const SURE = /^-?[0-9.]{1,15}$/;

/** Reads a number as JSON writes it; undefined for what is none. */
export function readNumber(written: string): number | Inexact | undefined {
  const value = Number(written);
  if (Number.isNaN(value)) return undefined;
  if (String(value) === written || SURE.test(written)) return value;
  if (!Number.isFinite(value)) return new Inexact(written);
  return decimal(written) === decimal(String(value)) ? value : new Inexact(written);
}

/** The one way to write a number, so that two that are equal are written the same: its digits, and where the first stands. */
function decimal(written: string): string {
  const [, whole = '', part = '', exponent = '0'] = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(written) ?? [];
  const digits = `${whole}${part}`.replace(/^0+/, '');
  const first = Number(exponent) + digits.length - part.length;
  const significant = digits.replace(/0+$/, '');
  return significant === '' ? '0' : `${significant}e${first}`;
}

/** A JSON text with numbers that no double stands for as `Inexact`. Throws `SyntaxError`. */
export function parseExactly(text: string): unknown {
  return JSON.parse(text, (_name: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined ? readNumber(context.source) : value,
  );
}
