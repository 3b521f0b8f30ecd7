import type { Explanation } from '#api/client/generated';
import { type Command, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { readObject } from '../files.ts';
import { json, plain } from '../table.ts';

/** Of all rules of a bus, how many are told unless the whole is wanted. */
const NEAREST = 10;

export const explainRule: Command = {
  name: 'rules explain',
  positionals: ['[RULE]'],
  options: {
    event: { type: 'string', value: 'FILE', about: 'an event as JSON, with its envelope; - is standard input' },
    id: { type: 'string', value: 'ID', about: 'instead: the id of an event that came' },
    bus: { type: 'string', value: 'NAME', about: 'the event bus; default unless given' },
    json: jsonOption,
  },
  summary: 'why a rule does, or does not, match an event',
  help: `
Tells by how little a rule misses an event: the fewest fields that would have to be different, the nearest first. Without RULE
all rules are held against the event; those that match come first, and of the others the nearest ${NEAREST} are told. Nothing is
started. Whether a rule is enabled makes no difference. RULE is its name.

  muster rules explain alarms --event event.json
  muster rules explain --id 01a20c56-24ac-7399-b1a6-867dbabd3098`,
  async run({ io, client }, given) {
    const [ruleName] = given.positionals;
    const [file, eventId, bus] = [given.text('event'), given.text('id'), given.text('bus')];
    if ((file === undefined) === (eventId === undefined))
      throw usage('one of --event and --id is needed', '`muster rules explain --help` explains it.');
    const event = file === undefined ? { eventId: eventId! } : { event: readObject('event', file) };
    const body = { ...event, ...(bus === undefined ? {} : { bus }) };
    if (ruleName !== undefined) {
      const found = (await client().api('explainRule', { params: { ruleName }, body })).body;
      io.out(given.flag('json') ? json(found) : told([found]));
      return undefined;
    }
    const { rules } = (await client().api('explainRules', { body })).body;
    const matching = rules.filter(({ matches }) => matches).length;
    if (given.flag('json')) io.out(json(rules));
    else io.out(told(rules.slice(0, matching + NEAREST)) || 'There is no rule.\n');
    return undefined;
  },
};

const told = (rules: Explanation[]) => rules.map((rule) => `${lines(rule).join('\n')}\n`).join('');

function lines({ rule, enabled, matches, misses, changedSince }: Explanation): string[] {
  const state = `${enabled ? '' : ' (disabled)'}${changedSince ? ' (changed since the event came)' : ''}`;
  if (matches) return [`${rule}${state}: matches`];
  const why = misses.map(({ field, wanted, got }) => `  ${plain(field)} was ${plain(got)}, wanted ${plain(wanted)}`);
  return [`${rule}${state}: does not match`, ...why];
}
