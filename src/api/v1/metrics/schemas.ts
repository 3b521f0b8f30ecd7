import {
  listOf,
  mapOf,
  maybe,
  named,
  number,
  object,
  orNull,
  pageOf,
  paging,
  text,
  time,
  whole,
  yes,
} from '../schema.ts';

const NAME = 'The metric’s name.';
const NAMESPACE = 'What it is of: a service, a program, a team.';
const dimensions = mapOf(
  text(1, 1_024, 'Its value.'),
  30,
  'What tells it apart from others of its name; the exact set belongs to the metric.',
);
const statistics = object(
  {
    samples: number('How many values there were.'),
    sum: number('Their sum.'),
    minimum: number('The lowest.'),
    maximum: number('The highest.'),
  },
  'What is known of values that were not sent.',
);

const Metric = named(
  'Metric',
  { namespace: text(1, 255, NAMESPACE), name: text(1, 255, NAME), dimensions },
  'A metric that got data in the last two weeks.',
);

export const MetricPage = pageOf('Metric', Metric);

export const MetricFilter = named(
  'MetricFilter',
  {
    namespace: maybe(text(1, 255, 'Of this namespace.')),
    name: maybe(text(1, 255, 'Of this name.')),
    dimension: maybe(
      listOf(
        text(1, 1_280, 'A dimension’s name, or name=value.'),
        10,
        'With all of these dimensions, of that value where one is given.',
      ),
    ),
    active: maybe(yes('Only those that got data in the last three hours.')),
    ...paging,
  },
  'Conditions that all hold.',
);

const Datum = named(
  'Datum',
  {
    name: text(1, 255, NAME),
    dimensions: maybe(dimensions),
    at: maybe(time('When it was so: from two weeks ago to two hours ahead; now unless given.')),
    value: maybe(number('One value; or `values`, or `statistics`.')),
    values: maybe(listOf(number('A value.'), 150, 'Several values.')),
    counts: maybe(listOf(number('A count.'), 150, 'How often each value came; once unless given.')),
    statistics: maybe(statistics),
    unit: maybe(
      text(1, 32, 'Milliseconds, Bytes, Percent, Count/Second … as CloudWatch names them; None unless given.'),
    ),
    fine: maybe(yes('Its seconds are told apart, as long as they are kept; else its minutes.', { default: false })),
  },
  'What is told of a metric: exactly one of `value`, `values` and `statistics`.',
);

export const MetricDataIn = named(
  'MetricDataIn',
  { namespace: text(1, 255, NAMESPACE), data: listOf(Datum, 1_000, 'What is told; all is stored, or nothing.') },
  'Data of metrics.',
);

export const MetricDataStored = named(
  'MetricDataStored',
  { stored: whole(1, 1_000, 'How many data were stored.') },
  'What was stored.',
);

const Question = named(
  'MetricQuestion',
  {
    id: text(1, 255, 'By which expressions name it: letters, digits and _, the first a small letter.'),
    namespace: maybe(text(1, 255, `${NAMESPACE} With \`name\`, \`statistic\` and \`period\`, or else \`expression\`.`)),
    name: maybe(text(1, 255, NAME)),
    dimensions: maybe(dimensions),
    statistic: maybe(text(1, 100, 'Average, Sum, Minimum, Maximum, SampleCount, p99, tm90, PR(:300) …')),
    unit: maybe(text(1, 32, 'Only data of this unit.')),
    expression: maybe(text(1, 2_048, 'Metric math over the ids of other questions.')),
    period: maybe(whole(1, 31_536_000, 'Seconds that one value is of: 1, 5, 10, 20, 30 or a multiple of 60.')),
    label: maybe(text(1, 2_048, 'What the series is called; dynamic parts as CloudWatch has them are filled in.')),
    hidden: maybe(yes('It is for expressions only, and not answered.', { default: false })),
  },
  'A question of one metric, or of an expression.',
);

export const MetricQuery = named(
  'MetricQuery',
  {
    from: time('Since when.'),
    to: maybe(time('Until when: data of this instant are not in it. The present minute is, unless it is given.')),
    questions: listOf(Question, 500, 'What is asked.'),
  },
  'What is asked of metrics.',
);

const Series = named(
  'MetricSeries',
  {
    id: text(1, 255, 'The question’s.'),
    label: text(0, 10_000, 'What it is called.'),
    period: whole(1, 31_536_000, 'Seconds that one value is of.'),
    points: listOf(
      object({ at: time('When the period begins.'), value: number('Its value.') }, 'One period.'),
      100_800,
      'The periods that hold data, in the order of time.',
    ),
    message: orNull(text(1, 1_000, 'What went wrong with some of its points.')),
  },
  'A time series.',
);

export const MetricAnswer = named(
  'MetricAnswer',
  { series: listOf(Series, 100_000, 'The series, in the order of the questions; an expression may have several.') },
  'What metrics answer.',
);
