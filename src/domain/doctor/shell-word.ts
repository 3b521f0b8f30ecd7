/** A name as one word of a shell's line: in single quotes, where anything in it would mean something there. */
export const shellWord = (name: string): string =>
  /^[\p{L}\p{N}_.:/@%+,=-]+$/u.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
