import { lineAt, linesAt, type MathFunction, numberAt, wanted, wordAt } from './call.ts';
import { highest, lowest, mean, sum } from './functions-aggregate.ts';
import { type Context, finite, gathered, type Line, linesValue, lineValue, type Value } from './value.ts';

type Call = Parameters<MathFunction['run']>[0];

const ORDERS = { AVG: mean, MAX: highest, MIN: lowest, SUM: sum };

export const choosing: Readonly<Record<string, MathFunction>> = {
  IF: { form: 'condition, value where it holds, value elsewhere', args: [2, 3], run: choose },
  METRICS: {
    form: 'a text that ids hold, or nothing',
    args: [0, 1],
    run(call) {
      const [part] = call.args;
      if (part && part.kind !== 'text') throw wanted(call, 'a text in quotes');
      const ids = call.context.metricIds.filter((id) => !part || id.includes(part.text));
      return gathered(
        call.context,
        ids.map((id) => lineAt({ ...call, value: () => call.context.valueOf(id, call.at) }, 0)),
      );
    },
  },
  FIRST: { form: 'several time series', args: [1, 1], run: (call) => one(call, linesAt(call, 0)[0]) },
  LAST: { form: 'several time series', args: [1, 1], run: (call) => one(call, linesAt(call, 0).at(-1)) },
  REMOVE_EMPTY: {
    form: 'several time series',
    args: [1, 1],
    run: (call) => linesValue(linesAt(call, 0).filter(({ values }) => values.length > 0)),
  },
  SLICE: {
    form: 'several time series, from, before',
    args: [2, 3],
    run(call) {
      const lines = linesAt(call, 0);
      const from = placeAt(call, 1);
      return linesValue(lines.slice(from, call.args.length > 2 ? placeAt(call, 2) : undefined));
    },
  },
  SORT: {
    form: 'several time series, AVG, MAX, MIN or SUM, ASC or DESC, how many',
    args: [3, 4],
    run: sort,
  },
};

/** The condition decides for each instant that it has a value at; a number decides for all. */
function choose(call: Call): Value {
  const { context } = call;
  const condition = call.value(0);
  if (condition.kind === 'lines') throw wanted(call, 'a number or one time series as condition, got several');
  const branches = [branchAt(call, 1), branchAt(call, 2)] as const;
  if (condition.kind === 'scalar' && Number.isNaN(condition.value)) return lineValue(nothing(context));
  if (condition.kind === 'scalar') return branches[condition.value === 0 ? 1 : 0] ?? lineValue(nothing(context));
  const { line } = condition;
  context.step(line.values.length);
  const lookups = branches.map(lookup);
  const values = line.values.map((value, index) => lookups[value === 0 ? 1 : 0]!(line.times[index]!));
  const kept = [...values.keys()].filter((index) => values[index] !== undefined);
  return lineValue(
    finite(context, {
      ...line,
      times: kept.map((index) => line.times[index]!),
      values: kept.map((index) => values[index]!),
    }),
  );
}

function branchAt(call: Call, index: number): Value | undefined {
  if (index >= call.args.length) return undefined;
  const value = call.value(index);
  if (value.kind === 'lines') throw wanted(call, `a number or one time series as argument ${index + 1}, got several`);
  return value;
}

function lookup(value: Value | undefined): (time: number) => number | undefined {
  if (value?.kind === 'scalar') return () => value.value;
  if (value?.kind !== 'line') return () => undefined;
  const { times, values } = value.line;
  const known = new Map(times.map((time, index) => [time, values[index]!]));
  return (time) => known.get(time);
}

const nothing = ({ period }: Context): Line => ({ label: '', period, times: [], values: [] });
const one = ({ context }: Call, line: Line | undefined) => lineValue(line ?? nothing(context));

function placeAt(call: Call, index: number): number {
  const place = numberAt(call, index);
  if (Number.isInteger(place) && place >= 0) return place;
  throw wanted(call, `a whole number from 0 as argument ${index + 1}, got ${place}`);
}

/** Series without a value come last in either order. */
function sort(call: Call): Value {
  const { context } = call;
  const by = wordAt(call, 1, ['AVG', 'MAX', 'MIN', 'SUM']);
  const order = wordAt(call, 2, ['ASC', 'DESC']);
  if (!by) throw wanted(call, 'AVG, MAX, MIN or SUM as argument 2');
  if (!order) throw wanted(call, 'ASC or DESC as argument 3');
  const ranked = linesAt(call, 0).map((line) => {
    context.step(line.values.length);
    return { line, empty: line.values.length === 0, rank: ORDERS[by](line.values) };
  });
  ranked.sort((a, b) => {
    if (a.empty || b.empty) return Number(a.empty) - Number(b.empty);
    return order === 'ASC' ? a.rank - b.rank : b.rank - a.rank;
  });
  const most = call.args.length > 3 ? placeAt(call, 3) : ranked.length;
  return linesValue(ranked.slice(0, most).map(({ line }) => line));
}
