import type { MathFunction } from './call.ts';
import { linesAt } from './call.ts';
import { across, lineValue, scalar } from './value.ts';

export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly number[], count = values.length) => sum(values) / count;

/** Of the whole, as CloudWatch has it: the root of the mean square of the distances from the mean. */
function deviation(values: readonly number[], count: number): number {
  const middle = mean(values, count);
  // What is missing is 0: so far from the mean as that.
  const missing = (count - values.length) * middle ** 2;
  return Math.sqrt((values.reduce((total, value) => total + (value - middle) ** 2, 0) + missing) / count);
}

// Not Math.max(...values): a series may be longer than a call's arguments can be.
export const highest = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
export const lowest = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);

/** Of one series a number; of several one series, value by value. `count`: how many there are, also without a value there. */
const aggregate = (of: (values: number[], count: number) => number): MathFunction => ({
  form: 'time series, or several',
  args: [1, 1],
  run({ context, value }) {
    const given = value(0);
    if (given.kind === 'scalar') return given;
    if (given.kind === 'lines') return lineValue(across(context, given.lines, of));
    const { values } = given.line;
    context.step(values.length);
    return scalar(of(values, values.length));
  },
});

export const aggregates: Readonly<Record<string, MathFunction>> = {
  SUM: aggregate(sum),
  AVG: aggregate(mean),
  MIN: aggregate(lowest),
  MAX: aggregate(highest),
  STDDEV: aggregate(deviation),
  DATAPOINT_COUNT: aggregate((values) => values.length),
  METRIC_COUNT: {
    form: 'several time series',
    args: [1, 1],
    run: (call) => scalar(linesAt(call, 0).length),
  },
};
