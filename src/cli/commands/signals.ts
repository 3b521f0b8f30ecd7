import type { Signal } from '#api/client/generated';
import { type Command, jsonOption } from '../command.ts';
import { listSignals } from '../own-lists.ts';
import { json, listed, when } from '../table.ts';
import { readCount } from '../words.ts';

const HEAD = ['PLAN', 'WHAT', 'STATE', 'FIRED', 'LAST', 'RECOVERED', 'INCIDENT'];
const rowOf = (one: Signal): string[] => [
  ...[one.plan, one.name, one.flapping ? 'flaps' : one.firing ? 'fires' : 'recovered', `${one.fired}`],
  ...[when(new Date(one.lastFiredAt)), `${one.recoveries}`, one.incidentId.slice(-12)],
];

export const listSignalsCommand: Command = {
  name: 'signals list',
  positionals: [],
  options: {
    firing: { type: 'boolean', about: 'only what fires' },
    plan: { type: 'string', value: 'PLAN', about: 'for the incidents of this plan, by name' },
    json: jsonOption,
  },
  summary: 'alarms and alerts that fired: how often, for which incident, what flaps',
  help: `
Lists the alarms and alerts that have fired for response plans within 90 days, by plan and name.

  muster signals list --firing`,
  async run({ io, client }, given) {
    const plan = given.text('plan');
    const query = { ...(given.flag('firing') ? { firing: true } : {}), ...(plan === undefined ? {} : { plan }) };
    const signals = await listSignals(client(), query);
    if (given.flag('json')) io.out(json(signals));
    else listed(io, HEAD, signals.map(rowOf), 'Nothing has fired for a response plan.');
    return undefined;
  },
};

export const neverOver: Command = {
  name: 'signals never-over',
  positionals: [],
  options: {
    times: { type: 'string', value: 'N', about: 'what has fired at least so often; 3 unless given' },
    days: { type: 'string', value: 'DAYS', about: 'since so many days or longer; 7 unless given' },
    json: jsonOption,
  },
  summary: 'alarms and alerts that never say that they are over',
  help: `
Lists what has fired again and again and never recovered: it keeps its incident open, and hides what comes after it.

  muster signals never-over --times 5 --days 14`,
  async run({ io, client }, given) {
    const query = {
      times: readCount('times', given.text('times') ?? '3', 1_000_000),
      days: readCount('days', given.text('days') ?? '7', 90),
    };
    const { items } = (await client().api('listNeverOver', { query })).body;
    if (given.flag('json')) io.out(json(items));
    else listed(io, HEAD, items.map(rowOf), 'All that fires says when it is over.');
    return undefined;
  },
};
