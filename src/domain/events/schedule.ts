import { DAY, HOUR, MINUTE } from '#kernel/clock';
import { invalid } from '#kernel/refusal';
import { type Cron, CronFault, parseCron } from './cron.ts';

/** When a rule fires by itself. */
export interface Schedule {
  /** The first time after `after`; `from` is when a rate began to count. Undefined when there is none any more. */
  next(after: Date, from: Date): Date | undefined;
}

const UNITS: Readonly<Record<string, number>> = { minute: MINUTE, hour: HOUR, day: DAY };
/** About as long as a century, in minutes. */
const MOST = 99_999_999;

/** Reads `rate(…)` or `cron(…)`. Refuses (validation) any other text, and says what is wrong. */
export function parseSchedule(text: string): Schedule {
  const [, kind, inner = ''] = /^(rate|cron)\((.*)\)$/.exec(text) ?? [];
  if (kind === 'rate') return rate(inner);
  if (kind === 'cron') return { next: cron(inner).next };
  throw refuse('wanted rate(5 minutes) or cron(0 10 ? * MON-FRI *)', text);
}

function rate(inner: string): Schedule {
  const [, digits = '', unit = '', plural] = /^(\d{1,8}) (minute|hour|day)(s?)$/.exec(inner) ?? [];
  const number = Number(digits);
  if (plural === undefined || number < 1 || number > MOST)
    throw refuse('wanted rate(1 minute), rate(5 minutes), rate(1 hour) or rate(7 days)', `rate(${inner})`);
  if ((number === 1) === (plural === 's'))
    throw refuse(
      `wanted rate(${number} ${unit}${number === 1 ? '' : 's'}): the singular for 1 and no other`,
      `rate(${inner})`,
    );
  const every = number * UNITS[unit]!;
  return {
    next(after, from) {
      const gone = Math.max(0, Math.floor((after.getTime() - from.getTime()) / every));
      return new Date(from.getTime() + (gone + 1) * every);
    },
  };
}

function cron(inner: string): Cron {
  try {
    return parseCron(inner);
  } catch (error) {
    if (error instanceof CronFault) throw refuse(error.message, `cron(${inner})`);
    throw error;
  }
}

function refuse(wanted: string, got: string) {
  const message = `${wanted}; got ${JSON.stringify(got)}`;
  return invalid(`Parameter ScheduleExpression is not valid: ${message}`, { name: 'ScheduleExpression', message });
}
