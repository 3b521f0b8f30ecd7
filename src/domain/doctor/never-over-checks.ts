import { type Signals, signalName } from '#domain/signals';
import { after, DAY } from '#kernel/clock';
import { count } from '#kernel/text';
import type { Check } from './check.ts';

/** What fires so often and never recovers in so many days never says that it is over. */
const TIMES = 3;
const DAYS = 7;
const MOST = 50;

/** Alarms and alerts that fire again and again and never say that they are over: their incident hides what comes after it. */
export const neverOverCheck = (signals: Pick<Signals, 'neverOver'>): Check => ({
  id: 'never-over',
  title: 'What fires says when it is over',
  async run(on, now, { account }) {
    const found = await signals.neverOver(on, account, TIMES, after(now, -DAYS * DAY), MOST);
    return found.map(({ key, planName, fired }) => ({
      severity: 'note',
      subject: signalName(key),
      text: `It has fired ${count(fired, 'time')} for response plan ${planName} since more than ${DAYS} days ago, and never said that it was over.`,
      whatToDo:
        'Have its sender tell when it is over (an alarm back to OK, an alert resolved), or see to it that somebody resolves its incidents.',
      command: `muster signals never-over --times ${TIMES} --days ${DAYS}`,
    }));
  },
});
