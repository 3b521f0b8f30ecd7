import { lineAt, type MathFunction, numberAt, wanted, wordAt } from './call.ts';
import { type Context, constant, finite, type Line, linesValue, lineValue, scalar, type Value } from './value.ts';

/** One series of another, or each of several. */
function ofLines(call: { context: Context; value(index: number): Value }, of: (line: Line) => Line): Value {
  const given = call.value(0);
  if (given.kind === 'lines') return linesValue(given.lines.map(of));
  return lineValue(of(given.kind === 'line' ? given.line : constant(call.context, given.value)));
}

/** What each value and the one before it make; the first one has none before it. */
const pairwise = (of: (step: { value: number; seconds: number }) => number): MathFunction => ({
  form: 'time series',
  args: [1, 1],
  run: (call) =>
    ofLines(call, (line) => {
      call.context.step(line.values.length);
      const values = line.values.slice(1).map((value, index) => {
        const seconds = (line.times[index + 1]! - line.times[index]!) / 1_000;
        return of({ value: value - line.values[index]!, seconds });
      });
      return finite(call.context, { ...line, times: line.times.slice(1), values });
    }),
});

/** A number of each instant of the range, whether or not the series has a value there. */
const ofInstants = (of: (at: Date) => number): MathFunction => ({
  form: 'time series',
  args: [1, 1],
  run(call) {
    const { period, label } = lineAt(call, 0);
    const times = call.context.grid(period);
    call.context.step(times.length);
    return lineValue({ label, period, times, values: times.map((time) => of(new Date(time))) });
  },
});

export const overTime: Readonly<Record<string, MathFunction>> = {
  DIFF: pairwise(({ value }) => value),
  DIFF_TIME: pairwise(({ seconds }) => seconds),
  RATE: pairwise(({ value, seconds }) => value / seconds),
  RUNNING_SUM: {
    form: 'time series',
    args: [1, 1],
    run: (call) =>
      ofLines(call, (line) => {
        call.context.step(line.values.length);
        let total = 0;
        return finite(call.context, { ...line, values: line.values.map((value) => (total += value)) });
      }),
  },
  PERIOD: { form: 'time series', args: [1, 1], run: (call) => scalar(lineAt(call, 0).period) },
  TIME_SERIES: {
    form: 'number',
    args: [1, 1],
    run: (call) => lineValue(constant(call.context, numberAt(call, 0))),
  },
  EPOCH: ofInstants((at) => at.getTime() / 1_000),
  MINUTE: ofInstants((at) => at.getUTCMinutes()),
  HOUR: ofInstants((at) => at.getUTCHours()),
  // Monday is 1, Sunday 7.
  DAY: ofInstants((at) => ((at.getUTCDay() + 6) % 7) + 1),
  DATE: ofInstants((at) => at.getUTCDate()),
  MONTH: ofInstants((at) => at.getUTCMonth() + 1),
  YEAR: ofInstants((at) => at.getUTCFullYear()),
  FILL: {
    form: 'time series, then a number, a time series, REPEAT or LINEAR',
    args: [2, 2],
    run(call) {
      const filler = fillerOf(call);
      return ofLines(call, (line) => filled(call.context, line, filler));
    },
  },
};

/** What to put where a series has nothing; undefined leaves it so. `before` and `after` are the places of its neighbours. */
type Filler = (time: number, line: Line, before: number, after: number) => number | undefined;

function fillerOf(call: Parameters<MathFunction['run']>[0]): Filler {
  const word = wordAt(call, 1, ['REPEAT', 'LINEAR']);
  if (word === 'REPEAT') return (_time, { values }, before) => values[before];
  if (word === 'LINEAR') return between;
  const by = call.value(1);
  if (by.kind === 'scalar') return () => by.value;
  if (by.kind === 'lines')
    throw wanted(call, 'a number, a time series, REPEAT or LINEAR as argument 2, got several time series');
  const { times, values } = by.line;
  const known = new Map(times.map((time, index) => [time, values[index]!]));
  return (time) => known.get(time);
}

const between: Filler = (time, { times, values }, before, after) => {
  const [from, to] = [times[before], times[after]];
  if (from === undefined || to === undefined) return undefined;
  return values[before]! + ((values[after]! - values[before]!) * (time - from)) / (to - from);
};

/** A value at every instant of the range for which there is one, or a filler. */
function filled(context: Context, line: Line, filler: Filler): Line {
  const grid = context.grid(line.period);
  context.step(grid.length + line.times.length);
  const times: number[] = [];
  const values: number[] = [];
  let next = 0;
  for (const time of grid) {
    while (next < line.times.length && line.times[next]! < time) next++;
    const value = line.times[next] === time ? line.values[next] : filler(time, line, next - 1, next);
    if (value === undefined) continue;
    times.push(time);
    values.push(value);
  }
  return finite(context, { ...line, times, values });
}
