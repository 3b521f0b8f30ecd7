import type { MathFunction } from './call.ts';
import { aggregates } from './functions-aggregate.ts';
import { choosing } from './functions-choose.ts';
import { overTime } from './functions-time.ts';
import { each } from './operators.ts';

/** A function of one number, of each value of its argument. */
const ofEach = (of: (value: number) => number): MathFunction => ({
  form: 'number or time series',
  args: [1, 1],
  run: (call) => each(call.context, call.value(0), of),
});

/** Every function of metric math that Muster computes, by name. */
export const functions: Readonly<Record<string, MathFunction>> = {
  ABS: ofEach(Math.abs),
  CEIL: ofEach(Math.ceil),
  FLOOR: ofEach(Math.floor),
  LOG: ofEach(Math.log),
  LOG10: ofEach(Math.log10),
  ...aggregates,
  ...overTime,
  ...choosing,
};

/** Functions of CloudWatch's that ask what Muster does not have, each with what to do. */
export const refused: Readonly<Record<string, string>> = {
  ANOMALY_DETECTION_BAND:
    'ANOMALY_DETECTION_BAND needs a model that this version of Muster does not train; compare with a threshold, or with AVG and STDDEV of the series',
  SEARCH: 'SEARCH is not available; name the metrics, as ListMetrics tells them, in queries of their own',
  INSIGHT_RULE_METRIC: 'INSIGHT_RULE_METRIC is not available: Muster has no Contributor Insights',
  DB_PERF_INSIGHTS: 'DB_PERF_INSIGHTS is not available: Muster has no databases of yours to ask',
  LAMBDA: 'LAMBDA is not available: put the data by PutMetricData',
  SERVICE_QUOTA: 'SERVICE_QUOTA is not available: write the quota as a number',
};
