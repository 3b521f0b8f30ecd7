import type { AlarmsInput, AlarmsOutput, Client } from '../client.ts';
import { type Command, type Given, jsonOption, type Option } from '../command.ts';
import { usage } from '../fault.ts';
import { MOST } from '../names.ts';
import { collect } from '../paging.ts';
import { json, listed, when } from '../table.ts';
import { readCount, readTime } from '../words.ts';

type Metric = NonNullable<AlarmsOutput<'ListMetrics'>['Metrics']>[number];
type Datum = NonNullable<AlarmsInput<'PutMetricData'>['MetricData']>[number];
type Datapoint = NonNullable<AlarmsOutput<'GetMetricStatistics'>['Datapoints']>[number];
type Dimension = { Name: string; Value: string };

const dimensionOption: Option = {
  type: 'string',
  value: 'NAME=VALUE',
  about: 'a dimension of the metric; several times for several',
  several: true,
};

export const listMetrics: Command = {
  name: 'metrics list',
  positionals: [],
  options: {
    namespace: { type: 'string', value: 'TEXT', about: 'only of this namespace' },
    name: { type: 'string', value: 'TEXT', about: 'only of this name' },
    dimension: {
      ...dimensionOption,
      about: 'only with this dimension, of whatever value where =VALUE is left out; several times for several',
    },
    active: { type: 'boolean', about: 'only those that got data in the last three hours' },
    limit: { type: 'string', value: 'N', about: `at most N; 100 unless given, ${MOST} at most` },
    json: jsonOption,
  },
  summary: 'the metrics that got data in the last two weeks',
  help: `
Lists metrics by namespace and name, with their dimensions.

  muster metrics list --namespace Payments
  muster metrics list --dimension Service=api --active`,
  async run({ io, client }, given) {
    const [Namespace, MetricName] = [given.text('namespace'), given.text('name')];
    const filter = {
      ...(Namespace === undefined ? {} : { Namespace }),
      ...(MetricName === undefined ? {} : { MetricName }),
      ...(given.flag('active') ? { RecentlyActive: 'PT3H' as const } : {}),
      Dimensions: given.texts('dimension').map((text) => (text.includes('=') ? dimensionOf(text) : { Name: text })),
    };
    const metrics = await found(client(), filter, readCount('limit', given.text('limit') ?? '100', MOST));
    const rows = metrics.map((metric) => [metric.Namespace ?? '', metric.MetricName ?? '', dimensionsOf(metric)]);
    if (given.flag('json')) io.out(json(metrics));
    else listed(io, ['NAMESPACE', 'NAME', 'DIMENSIONS'], rows, 'No metric fits.');
    return undefined;
  },
};

function found(client: Client, filter: AlarmsInput<'ListMetrics'>, limit: number): Promise<Metric[]> {
  return collect(limit, async (NextToken) => {
    const page = await client.alarms('ListMetrics', { ...filter, ...(NextToken ? { NextToken } : {}) });
    return { items: page.Metrics ?? [], next: page.NextToken };
  });
}

const dimensionsOf = ({ Dimensions = [] }: Metric) => Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join(' ');

function dimensionOf(text: string): Dimension {
  const [, Name, Value] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (Name !== undefined && Value !== undefined) return { Name, Value };
  throw usage(`--dimension: wanted NAME=VALUE, got ${JSON.stringify(text)}`);
}

/** The metric that a command names. */
const named = (given: Given) => ({
  Namespace: given.positionals[0]!,
  MetricName: given.positionals[1]!,
  Dimensions: given.texts('dimension').map(dimensionOf),
});

export const putMetric: Command = {
  name: 'metrics put',
  positionals: ['NAMESPACE', 'NAME', 'VALUE'],
  options: {
    dimension: dimensionOption,
    unit: { type: 'string', value: 'UNIT', about: 'such as Seconds, Bytes, Percent, Count/Second' },
    at: { type: 'string', value: 'TIME', about: 'when it was so, e.g. 10m-ago; now unless given' },
    fine: { type: 'boolean', about: 'tell its seconds apart, as long as they are kept' },
  },
  summary: 'put one value of a metric',
  help: `
Stores a value; alarms over the metric see it at their next evaluation. VALUE is a number, or several with commas between.

  muster metrics put Payments Latency 2400 --unit Milliseconds --dimension Service=api
  muster metrics put Payments Latency 120,180,2400 --at 10m-ago`,
  async run({ io, client }, given) {
    const { Namespace, ...metric } = named(given);
    const at = given.text('at');
    const unit = given.text('unit');
    const datum: Datum = {
      ...metric,
      Values: valuesOf(given.positionals[2]!),
      ...(at === undefined ? {} : { Timestamp: readTime('at', at, io.now()) }),
      // Looked at by the server, which knows the units.
      ...(unit === undefined ? {} : { Unit: unit as NonNullable<Datum['Unit']> }),
      ...(given.flag('fine') ? { StorageResolution: 1 } : {}),
    };
    await client().alarms('PutMetricData', { Namespace, MetricData: [datum] });
    io.err(`Stored ${datum.Values!.length} of ${Namespace} ${metric.MetricName}.\n`);
    return undefined;
  },
};

const valuesOf = (text: string) =>
  text.split(',').map((one) => {
    const value = Number(one);
    if (one.trim() !== '' && Number.isFinite(value)) return value;
    throw usage(`VALUE: wanted a number, or several with commas between, got ${JSON.stringify(text)}`);
  });

const BASIC = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;

export const getMetric: Command = {
  name: 'metrics get',
  positionals: ['NAMESPACE', 'NAME'],
  options: {
    dimension: dimensionOption,
    statistic: {
      type: 'string',
      value: 'TEXT',
      about: 'Average unless given; Sum, Maximum, p99, tm90, PR(:300) …',
      choices: BASIC,
    },
    period: { type: 'string', value: 'N', about: 'seconds that one value is of; 300 unless given' },
    from: { type: 'string', value: 'TIME', about: 'since when, e.g. 3h-ago, which it is unless given' },
    to: { type: 'string', value: 'TIME', about: 'until when; with the present minute unless given' },
    unit: { type: 'string', value: 'UNIT', about: 'only data of this unit' },
    json: jsonOption,
  },
  summary: 'a statistic of a metric, period by period',
  help: `
Shows one statistic, one row a period that holds data. Data of several units are shown apart.

  muster metrics get Payments Latency --dimension Service=api --statistic p99 --period 60 --from 1h-ago`,
  async run({ io, client }, given) {
    const name = given.text('statistic') ?? 'Average';
    const basic = BASIC.find((one) => one === name);
    const unit = given.text('unit');
    const now = io.now();
    const { Datapoints = [] } = await client().alarms('GetMetricStatistics', {
      ...named(given),
      ...(basic ? { Statistics: [basic] } : { ExtendedStatistics: [name] }),
      ...(unit === undefined ? {} : { Unit: unit as NonNullable<Datum['Unit']> }),
      Period: readCount('period', given.text('period') ?? '300', 86_400 * 365),
      StartTime: readTime('from', given.text('from') ?? '3h-ago', now),
      EndTime: readTime('to', given.text('to') ?? '1m', now),
    });
    const value = (point: Datapoint) => (basic ? point[basic] : point.ExtendedStatistics?.[name]);
    const rows = Datapoints.map((point) => [when(point.Timestamp), String(value(point) ?? ''), point.Unit ?? '']);
    if (given.flag('json')) io.out(json(Datapoints));
    else listed(io, ['PERIOD FROM', name.toUpperCase(), 'UNIT'], rows, 'No data.');
    return undefined;
  },
};
