/** A time series within a calculation: what is missing is not there. */
export interface Line {
  label: string;
  /** Seconds. */
  period: number;
  /** Milliseconds, ascending. */
  times: number[];
  values: number[];
}

/** What an expression is worth: a number, a time series, or several of them. */
export type Value = { kind: 'scalar'; value: number } | { kind: 'line'; line: Line } | { kind: 'lines'; lines: Line[] };

/** What a calculation knows besides its operands. */
export interface Context {
  /** The time series of the call's metrics and expressions, by id. */
  valueOf(id: string, at: number): Value;
  /** Ids of its metrics, in their order. */
  metricIds: readonly string[];
  /** The instants of every period of the range. */
  grid(period: number): number[];
  /** Seconds; of a series that is made of a number. */
  period: number;
  /** Counts the steps of a call's calculations; refuses too many. */
  step(points: number): void;
  /** Told that datapoints were left out that are no finite numbers. */
  dropped(): void;
}

/** A number; what is not finite is none at all, and what comes of it is none either. */
export const scalar = (value: number): Value => ({
  kind: 'scalar',
  value: Number.isFinite(value) ? value : Number.NaN,
});
export const lineValue = (line: Line): Value => ({ kind: 'line', line });
export const linesValue = (lines: Line[]): Value => ({ kind: 'lines', lines });

/** A line of other values at the same times; what is no finite number is left out. */
export function mapped(context: Context, line: Line, of: (value: number, index: number) => number): Line {
  context.step(line.values.length);
  return finite(context, { ...line, values: line.values.map(of) });
}

/** Without what is no finite number. */
export function finite(context: Context, line: Line): Line {
  if (line.values.every(Number.isFinite)) return line;
  context.dropped();
  const kept = [...line.values.keys()].filter((index) => Number.isFinite(line.values[index]));
  return {
    ...line,
    times: kept.map((index) => line.times[index]!),
    values: kept.map((index) => line.values[index]!),
  };
}

/** Two lines where both have a value. */
export function joined(context: Context, left: Line, right: Line, of: (a: number, b: number) => number): Line {
  context.step(left.values.length + right.values.length);
  const others = new Map(right.times.map((time, index) => [time, right.values[index]!]));
  const shared = [...left.times.keys()].filter((index) => others.has(left.times[index]!));
  return finite(context, {
    ...left,
    period: Math.max(left.period, right.period),
    times: shared.map((index) => left.times[index]!),
    values: shared.map((index) => of(left.values[index]!, others.get(left.times[index]!)!)),
  });
}

/** A number at every instant of the range. */
export function constant(context: Context, value: number, period = context.period, label = ''): Line {
  const times = Number.isFinite(value) ? context.grid(period) : [];
  if (!Number.isFinite(value)) context.dropped();
  context.step(times.length);
  return { label, period, times, values: times.map(() => value) };
}

/** Several lines as one: at each time that any has, `of` of the values there; `count` is of all lines. */
export function across(
  context: Context,
  lines: readonly Line[],
  of: (values: number[], count: number) => number,
): Line {
  const byTime = new Map<number, number[]>();
  for (const { times, values } of lines) {
    context.step(times.length);
    for (const [index, time] of times.entries()) {
      const there = byTime.get(time);
      if (there) there.push(values[index]!);
      else byTime.set(time, [values[index]!]);
    }
  }
  const times = [...byTime.keys()].sort((a, b) => a - b);
  const period = Math.max(context.period, ...lines.map((line) => line.period));
  const values = times.map((time) => of(byTime.get(time)!, lines.length));
  return finite(context, { label: '', period, times, values });
}

/** Several series in one list; they cost as much as they hold, however often they stand in it. */
export function gathered(context: Context, lines: Line[]): Value {
  context.step(lines.reduce((total, { values }) => total + values.length + 1, 0));
  return linesValue(lines);
}

/** As time series: a number is one that is the same at every instant. */
export function linesOf(context: Context, value: Value): Line[] {
  switch (value.kind) {
    case 'scalar':
      return [constant(context, value.value)];
    case 'line':
      return [value.line];
    case 'lines':
      return value.lines;
  }
}
