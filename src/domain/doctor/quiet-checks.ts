import { DEFAULT_BUS, matchesEverything, type Rules } from '#domain/events';
import { DAY } from '#kernel/clock';
import { parsePattern } from '#kernel/patterns/index';
import { count, cut } from '#kernel/text';
import type { Check } from './check.ts';
import type { Ward } from './ward.ts';

/** Rules that are older than so many days and have matched nothing in that time. */
export const quietRulesCheck = (ward: Ward, rules: Pick<Rules, 'matchedSince'>, days: number): Check => ({
  id: 'quiet-rules',
  title: `Every rule has matched something within ${count(days, 'day')}`,
  async run(on, now, patient) {
    const since = new Date(now.getTime() - days * DAY);
    const old = (await ward.rules(on, patient)).filter(
      ({ state, targets, changedAt }) => state === 'ENABLED' && targets.length > 0 && changedAt < since,
    );
    if (old.length === 0) return [];
    const matched = new Set<string>();
    for (const region of patient.regions) {
      const names = await rules.matchedSince(on, { account: patient.account, region, bus: DEFAULT_BUS }, since);
      for (const name of names) matched.add(`${region}/${name}`);
    }
    return old
      .filter(({ region, name }) => !matched.has(`${region}/${name}`))
      .map(({ name }) => ({
        severity: 'warning',
        subject: `rule ${name}`,
        text: `It has matched no event for ${count(days, 'day')}.`,
        whatToDo: `Hold it against an event that it should match: muster rules test ${name} --event …. If nothing sends such events any more, switch it off.`,
        command: `muster rules disable ${name}`,
      }));
  },
});

/** Rules that every event matches: each starts what they name. */
export const sweepingRulesCheck = (ward: Ward): Check => ({
  id: 'sweeping-rules',
  title: 'No rule takes every event there is',
  async run(on, _now, patient) {
    const rules = await ward.rules(on, patient);
    return rules
      .filter(({ state, targets }) => state === 'ENABLED' && targets.length > 0)
      .flatMap(({ pattern, ...rule }) => (pattern === undefined ? [] : [{ ...rule, pattern }]))
      .filter(({ pattern, account, region }) => matchesEverything(parsePattern(pattern), { account, region }))
      .map(({ name, pattern }) => ({
        severity: 'warning',
        subject: `rule ${name}`,
        text: `Every event matches it, whatever it is about: ${cut(pattern, 200)}`,
        whatToDo: `Name what it is for in its pattern, such as source and detail-type, or switch it off: muster rules disable ${name}`,
        command: `muster rules disable ${name}`,
      }));
  },
});
