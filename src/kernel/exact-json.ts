/** JSON whose numbers keep the digits in which they were written, also where a double would hold others. */

/** As the language has it since 2025: a reviver is told how a value stood in the text, and such a text can be written again. */
const exact = JSON as unknown as {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
  rawJSON(text: string): unknown;
};

/** What a double may not give back as it stood: many digits, zeros at the end, an exponent, minus zero. */
const SUSPECT = /[0-9.]{16}|\.[0-9]*0(?![0-9])|[0-9]e|-0/i;

/**
 * The value of a JSON text for writing it again by `JSON.stringify`: a number that would not come out as it stood is an object that is
 * written so. Not for reading. Throws what `JSON.parse` throws.
 */
export function parseExact(text: string): unknown {
  if (!SUSPECT.test(text)) return JSON.parse(text);
  return exact.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && JSON.stringify(value) !== source
      ? exact.rawJSON(source)
      : value,
  );
}
