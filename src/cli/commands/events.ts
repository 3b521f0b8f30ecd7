import { type Command, jsonOption } from '../command.ts';
import { exitCodes, usage } from '../fault.ts';
import { MOST } from '../names.ts';
import { listEventDeliveries, listLogLines } from '../own-lists.ts';
import { json, listed, when } from '../table.ts';
import { readCount } from '../words.ts';

/** What became of events. */

const STATUSES = ['pending', 'delivered', 'failed'] as const;
const limitOption = {
  type: 'string',
  value: 'N',
  about: `how many at most; 25 unless given, at most ${MOST}`,
} as const;

export const eventDeliveries: Command = {
  name: 'events deliveries',
  positionals: [],
  options: {
    rule: { type: 'string', value: 'RULE', about: 'of this rule' },
    bus: { type: 'string', value: 'BUS', about: 'on this bus' },
    status: { type: 'string', value: 'STATUS', about: 'pending, delivered or failed', choices: STATUSES },
    limit: limitOption,
    json: jsonOption,
  },
  summary: 'what became of events at their targets, newest first',
  help: `
Lists each event at each target of each rule that it fired: delivered, tried still, failed and why, and what came of its dead letter.
With filters it looks among the 200,000 newest.

  muster events deliveries --status failed
  muster events deliveries --rule latency --limit 100`,
  async run({ io, client }, given) {
    const [rule, bus, status] = ['rule', 'bus', 'status'].map((name) => given.text(name));
    const known = STATUSES.find((one) => one === status);
    if (status !== undefined && known === undefined)
      throw usage(`--status: wanted one of ${STATUSES.join(', ')}, got ${JSON.stringify(status)}`);
    const filters = { ...(rule ? { rule } : {}), ...(bus ? { bus } : {}), ...(known ? { status: known } : {}) };
    const all = await listEventDeliveries(client(), filters, readCount('limit', given.text('limit') ?? '25', MOST));
    const rows = all.map((one) => [
      when(new Date(one.at)),
      one.bus === 'default' ? one.rule : `${one.bus}/${one.rule}`,
      one.targetId,
      one.deadLetter === null ? one.status : `${one.status}, dead letter ${one.deadLetter}`,
      String(one.attempts),
      one.error ?? one.result ?? '',
    ]);
    if (given.flag('json')) io.out(json(all));
    else listed(io, ['TIME', 'RULE', 'TARGET', 'STATUS', 'TRIES', 'WHAT'], rows, 'No delivery.');
    return exitCodes.ok;
  },
};

export const eventLog: Command = {
  name: 'events log',
  positionals: ['GROUP'],
  options: { limit: limitOption, json: jsonOption },
  summary: 'what rules wrote to a log group, newest first',
  help: `
Lists the lines of a log group. GROUP is its name as in the target's ARN, without what follows a colon.

  muster events log /aws/events/orders`,
  async run({ io, client }, given) {
    const limit = readCount('limit', given.text('limit') ?? '25', MOST);
    const lines = await listLogLines(client(), given.positionals[0]!, limit);
    if (given.flag('json')) io.out(json(lines));
    else {
      const rows = lines.map(({ at, rule, line }) => [when(new Date(at)), rule, line]);
      listed(io, ['TIME', 'RULE', 'LINE'], rows, 'No rule has written to it.');
    }
    return exitCodes.ok;
  },
};
