/** A number as Java writes a double, and so as CloudWatch's texts have it: `50.0`, `0.25`, `1.0E7`, `1.5E-4`. */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (size >= 1e-3 && size < 1e7) return withFraction(String(value));
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${withFraction(digits)}E${Number(exponent)}`;
}

const withFraction = (digits: string) => (digits.includes('.') ? digits : `${digits}.0`);

/** Text that stands in JSON as it is. */
class Verbatim {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A number for `javaJson` that is written as Java does. */
export const double = (value: number) => new Verbatim(javaDouble(value));

/** JSON as `JSON.stringify` writes it, but for doubles: that would write 50.0 as 50. */
export function javaJson(value: unknown): string {
  if (value instanceof Verbatim) return value.text;
  if (Array.isArray(value)) return `[${value.map(javaJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${javaJson(member)}`).join(',')}}`;
}
