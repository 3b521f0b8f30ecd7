import { Refusal } from '#kernel/refusal';
import type { Scalar } from './alternative.ts';
import { ESCAPED, type Field, NUMBER, PLAIN, READ, ROOT } from './field.ts';
import { MAX_ARRAY_DEPTH, tooDeep } from './match.ts';
import { mix, type Names, type Step } from './names.ts';
import { readNumber } from './number.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
/** With this bit, a bracket is the brace of its side. */
const EITHER = 0x20;
const SPACE = 0x20;
const FIRST_BYTES = 64 * 1024;
/** Behind the text, so that a step too far meets the end and not the text before. */
const END_BYTES = 8;

/**
 * Walks the JSON text of an event to the fields that patterns name, and steps over the rest without reading it. Text that is
 * no JSON is noticed where it is walked.
 */
export class Scanner {
  private bytes = Buffer.alloc(FIRST_BYTES);
  private text = '';
  /** Whether places in bytes are places in the text. */
  private ascii = true;
  /** The fields that have values, in no order. */
  readonly touched: Field[] = [];
  /** Of each element: the one around its array. */
  readonly around: number[] = [ROOT];
  /** Of each element: its array. */
  readonly arrays: number[] = [ROOT];
  private elementCount = 1;
  private arrayCount = 1;
  private depth = 0;

  /** Throws `Refusal('validation')`: no JSON object, more than `MAX_ARRAY_DEPTH` arrays in each other. */
  scan(text: string, names: Names): void {
    this.open(text);
    const start = this.space(0);
    if (this.bytes[start] !== OPEN_BRACE) throw this.malformed(start);
    this.object(start + 1, names, ROOT);
  }

  private open(written: string): void {
    for (const field of this.touched) field.clear();
    this.touched.length = 0;
    this.elementCount = 1;
    this.arrayCount = 1;
    this.depth = 0;
    let text = written;
    let length = this.write(text);
    if (length !== text.length && !text.isWellFormed()) {
      // Half a pair has no bytes of its own: as an escape it is told apart.
      text = wellFormed(text);
      length = this.write(text);
    }
    this.text = text;
    this.ascii = length === text.length;
  }

  private write(text: string): number {
    if (text.length * 3 + END_BYTES > this.bytes.length) this.bytes = Buffer.alloc(text.length * 4 + END_BYTES);
    const length = this.bytes.write(text, 0, 'utf8');
    for (let at = length; at < length + END_BYTES; at += 1) this.bytes[at] = 0;
    return length;
  }

  private space(at: number): number {
    let next = at;
    while (isSpace(this.bytes[next]!)) next += 1;
    return next;
  }

  private object(start: number, names: Names, element: number): number {
    const bytes = this.bytes;
    let at = bytes[start] === QUOTE ? start : this.space(start);
    if (bytes[at] === CLOSE_BRACE) return at + 1;
    for (;;) {
      if (bytes[at] !== QUOTE) throw this.malformed(at);
      const from = at + 1;
      let hash = 0;
      at = from;
      let byte = bytes[at]!;
      for (; byte !== QUOTE && byte !== BACKSLASH; byte = bytes[at]!) {
        if (byte < SPACE) throw this.malformed(at);
        hash = mix(hash, byte);
        at += 1;
      }
      let step: Step | undefined;
      if (byte === QUOTE) step = names.find(bytes, from, at, hash);
      else {
        at = this.closing(at);
        step = names.byName(this.unescaped(from, at));
      }
      at += 1;
      if (bytes[at] !== COLON) at = this.space(at);
      if (bytes[at] !== COLON) throw this.malformed(at);
      at += 1;
      at = step === undefined ? this.skip(at) : this.value(at, step, element);
      byte = bytes[at]!;
      if (byte !== COMMA && byte !== CLOSE_BRACE) {
        at = this.space(at);
        byte = bytes[at]!;
      }
      at += 1;
      if (byte === CLOSE_BRACE) return at;
      if (byte !== COMMA) throw this.malformed(at - 1);
      if (bytes[at] !== QUOTE) at = this.space(at);
    }
  }

  /** The value of a name that patterns use. */
  private value(start: number, step: Step, element: number): number {
    let at = start;
    let byte = this.bytes[at]!;
    if (isSpace(byte)) {
      at = this.space(at);
      byte = this.bytes[at]!;
    }
    if (byte === OPEN_BRACE) return step.names ? this.object(at + 1, step.names, element) : this.container(at + 1);
    if (byte === OPEN_BRACKET) return this.array(at + 1, step, element);
    return step.field ? this.scalar(at, byte, step.field, element) : this.skip(at);
  }

  private array(start: number, step: Step, outside: number): number {
    if (this.depth === MAX_ARRAY_DEPTH) throw tooDeep(step.path);
    this.depth += 1;
    const bytes = this.bytes;
    const array = this.arrayCount++;
    let at = this.space(start);
    if (bytes[at] === CLOSE_BRACKET) {
      this.depth -= 1;
      return at + 1;
    }
    for (;;) {
      let byte = bytes[at]!;
      if ((byte | EITHER) === OPEN_BRACE) at = this.value(at, step, this.element(array, outside));
      else at = step.field ? this.scalar(at, byte, step.field, outside) : this.skip(at);
      byte = bytes[at]!;
      if (byte !== COMMA && byte !== CLOSE_BRACKET) {
        at = this.space(at);
        byte = bytes[at]!;
      }
      at += 1;
      if (byte === CLOSE_BRACKET) {
        this.depth -= 1;
        return at;
      }
      if (byte !== COMMA) throw this.malformed(at - 1);
      at = this.space(at);
    }
  }

  private element(array: number, outside: number): number {
    const made = this.elementCount++;
    this.around[made] = outside;
    this.arrays[made] = array;
    return made;
  }

  private scalar(start: number, first: number, field: Field, element: number): number {
    if (field.count === 0) this.touched.push(field);
    const bytes = this.bytes;
    if (first === QUOTE) {
      let at = start + 1;
      let byte = bytes[at]!;
      for (; byte !== QUOTE && byte !== BACKSLASH; byte = bytes[at]!) {
        if (byte < SPACE) throw this.malformed(at);
        at += 1;
      }
      const kind = byte === QUOTE ? PLAIN : ESCAPED;
      if (kind === ESCAPED) at = this.closing(at);
      field.found(kind, start + 1, at, element);
      return at + 1;
    }
    const end = this.bare(start);
    if (first === 0x2d || (first >= 0x30 && first <= 0x39)) field.found(NUMBER, start, end, element);
    else field.read(this.literal(start, end), element);
    return end;
  }

  private literal(start: number, end: number): Scalar {
    const word = this.bytes.toString('latin1', start, end);
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'null') return null;
    throw this.malformed(start);
  }

  /** Steps over a value of any kind. */
  private skip(start: number): number {
    const bytes = this.bytes;
    let at = start;
    let byte = bytes[at]!;
    if (isSpace(byte)) {
      at = this.space(at);
      byte = bytes[at]!;
    }
    if (byte === QUOTE) return this.closing(at + 1) + 1;
    if ((byte | EITHER) === OPEN_BRACE) return this.container(at + 1);
    return this.bare(at);
  }

  /** The end of a number, true, false or null. */
  private bare(start: number): number {
    const bytes = this.bytes;
    let at = start;
    for (;;) {
      const byte = bytes[at]!;
      if (byte === COMMA || (byte | EITHER) === CLOSE_BRACE || byte <= SPACE) break;
      at += 1;
    }
    if (at === start) throw this.malformed(at);
    return at;
  }

  /** The place of the quote that ends a text. */
  private closing(start: number): number {
    const bytes = this.bytes;
    for (let at = start; ; at += 1) {
      const byte = bytes[at]!;
      if (byte === QUOTE) return at;
      if (byte === BACKSLASH) at += 1;
      else if (byte < SPACE) throw this.malformed(at);
    }
  }

  /** Behind the end of the object or array that was opened before `start`. */
  private container(start: number): number {
    const bytes = this.bytes;
    let open = 1;
    let at = start;
    for (;;) {
      const byte = bytes[at++]!;
      // Digits, signs and capitals are most of what lies between.
      if (byte > QUOTE && byte < OPEN_BRACKET) continue;
      const bracket = byte | EITHER;
      if (byte === QUOTE) {
        let inside = bytes[at++]!;
        while (inside !== QUOTE) {
          if (inside === BACKSLASH) at += 1;
          else if (inside < SPACE) throw this.malformed(at - 1);
          inside = bytes[at++]!;
        }
      } else if (bracket === OPEN_BRACE) open += 1;
      else if (bracket === CLOSE_BRACE) {
        open -= 1;
        if (open === 0) return at;
      } else if (byte === 0) throw this.malformed(at - 1);
    }
  }

  /** A value of a field, read when it is first asked for. */
  valueOf(field: Field, at: number): Scalar {
    const kind = field.kinds[at]!;
    if (kind === READ) return field.values[at]!;
    const from = field.froms[at]!;
    const to = field.tos[at]!;
    const value =
      kind === NUMBER ? this.number(from, to) : kind === PLAIN ? this.slice(from, to) : this.unescaped(from, to);
    field.values[at] = value;
    field.kinds[at] = READ;
    return value;
  }

  private slice(from: number, to: number): string {
    return this.ascii ? this.text.slice(from, to) : this.bytes.toString('utf8', from, to);
  }

  private number(from: number, to: number): Scalar {
    const value = readNumber(this.slice(from, to));
    if (value === undefined) throw this.malformed(from);
    return value;
  }

  private unescaped(from: number, to: number): string {
    try {
      return JSON.parse(this.slice(from - 1, to + 1)) as string;
    } catch (error) {
      if (error instanceof SyntaxError) throw this.malformed(from);
      throw error;
    }
  }

  private malformed(at: number): Refusal {
    return new Refusal('validation', `event: wanted a JSON object, got text that is none at byte ${at}`);
  }
}

const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

function wellFormed(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal('validation', `event: wanted JSON (${error.message})`);
    throw error;
  }
}
