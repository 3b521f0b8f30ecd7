import { Refusal } from '#kernel/refusal';
import { evaluate } from './math/evaluate.ts';
import { type Node, parse } from './math/parse.ts';
import { type Context, type Line, linesOf, lineValue, type Value } from './math/value.ts';
import { badQuery } from './refuse.ts';

/** An expression of a call, read. */
export interface Expression {
  id: string;
  tree: Node;
  /** Seconds; undefined: that of the metrics. */
  period: number | undefined;
}

export interface Computed {
  lines: Line[];
  /** Some datapoints were left out that are no finite numbers. */
  dropped: boolean;
}

/** Steps that the calculations of one call may take: about as many values as they touch. */
const MOST_STEPS = 5_000_000;
/** Expressions that stand on one another. */
const DEEPEST = 100;

export function readExpression(id: string, text: string, period: number | undefined): Expression {
  return { id, tree: named(id, () => parse(text)), period };
}

export interface Calculation {
  expressions: readonly Expression[];
  /** The series of the call's metrics by their ids, in their order. */
  metrics: ReadonlyMap<string, Line>;
  /** The instants of every period of the range. */
  grid(period: number): number[];
  /** Seconds: of what has none by itself. */
  period: number;
}

/** Computes every expression of a call; one may stand on another, in whatever order they come. */
export function compute({ expressions, metrics, grid, period: usual }: Calculation): Map<string, Computed> {
  const byId = new Map(expressions.map((expression) => [expression.id, expression]));
  const done = new Map<string, { value: Value; dropped: boolean }>();
  const underWay: string[] = [];
  let steps = 0;

  function worth(id: string, at: number): Value {
    const metric = metrics.get(id);
    if (metric) return lineValue(metric);
    const expression = byId.get(id);
    if (!expression) throw badQuery(`at character ${at}: there is no metric and no expression with the Id ${id}`);
    return (done.get(id) ?? work(expression)).value;
  }

  function contextOf({ period = usual }: Expression, onDropped: () => void): Context {
    return {
      valueOf: worth,
      metricIds: [...metrics.keys()],
      grid,
      period,
      step(points) {
        steps += points;
        if (steps > MOST_STEPS)
          throw badQuery(
            `wanted at most ${MOST_STEPS} steps in all expressions of a call, got more. Ask for a shorter time.`,
          );
      },
      dropped: onDropped,
    };
  }

  const work = (expression: Expression) => named(expression.id, () => workAlone(expression));

  function workAlone(expression: Expression) {
    const { id, tree } = expression;
    if (underWay.includes(id))
      throw badQuery(`the expressions ${[...underWay, id].join(' → ')} stand on one another in a circle`);
    if (underWay.length >= DEEPEST) throw badQuery(`wanted at most ${DEEPEST} expressions that stand on one another`);
    underWay.push(id);
    let dropped = false;
    const value = evaluate(
      contextOf(expression, () => {
        dropped = true;
      }),
      tree,
    );
    underWay.pop();
    const result = { value, dropped };
    done.set(id, result);
    return result;
  }

  return new Map(
    expressions.map((expression) =>
      named(expression.id, () => {
        const { value, dropped } = done.get(expression.id) ?? work(expression);
        let also = false;
        const lines = linesOf(
          contextOf(expression, () => {
            also = true;
          }),
          value,
        );
        return [expression.id, { lines, dropped: dropped || also }];
      }),
    ),
  );
}

const FAULT = 'Error in expression';

/** Says of which expression a refusal is, unless it says so already. */
function named<T>(id: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.message.startsWith(FAULT)) throw error;
    throw badQuery(`${FAULT} '${id}': ${error.message}`);
  }
}
