import { randomUUID } from 'node:crypto';
import { type Command, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { incidentArn, shortName } from '../incident-names.ts';
import { json, table, when } from '../table.ts';
import { dataText, eventsOf } from '../timeline.ts';
import { readCount, readTime } from '../words.ts';

export const timeline: Command = {
  name: 'incidents timeline',
  positionals: ['INCIDENT'],
  options: {
    limit: { type: 'string', value: 'N', about: 'the first N events; 100 unless given, 1000 at most' },
    json: jsonOption,
  },
  summary: 'what happened in an incident, oldest first',
  help: `
Tells what happened to an incident, oldest first. INCIDENT is its ARN, four or more characters of its id or, while it
is not resolved, its title or response plan.

  muster incidents timeline 4f2a91c0de77
  muster incidents timeline 4f2a91c0de77 --json`,
  async run({ io, client }, given) {
    const limit = readCount('limit', given.text('limit') ?? '100', 1_000);
    const events = await eventsOf(client(), await incidentArn(client(), given.positionals[0]!), limit);
    const rows = events.map((event) => [when(event.eventTime), event.eventType, dataText(event.eventData)]);
    io.out(given.flag('json') ? json(events) : table(['TIME', 'EVENT', 'WHAT'], rows, io.screen));
    return undefined;
  },
};

export const note: Command = {
  name: 'incidents note',
  positionals: ['INCIDENT', 'TEXT'],
  options: {
    time: { type: 'string', value: 'TIME', about: 'when it was, e.g. 2026-11-24T03:10Z or 10m-ago; now unless given' },
    json: jsonOption,
  },
  summary: "write a note on an incident's timeline",
  help: `
Writes a note on the timeline. INCIDENT is its ARN, four or more characters of its id or, while it
is not resolved, its title or response plan. Prints the note's id.

  muster incidents note 4f2a91c0de77 "Rolled back to build 812"
  muster incidents note 4f2a91c0de77 "Customers reported it" --time 10m-ago`,
  async run({ io, client }, given) {
    const [named = '', text = ''] = given.positionals;
    if (text.trim() === '') throw usage('TEXT: a note needs words', '`muster incidents note --help` explains it.');
    const time = given.text('time');
    const made = await client().call('CreateTimelineEvent', {
      clientToken: randomUUID(),
      incidentRecordArn: await incidentArn(client(), named),
      eventType: 'Note',
      eventData: JSON.stringify(text),
      eventTime: time === undefined ? io.now() : readTime('time', time, io.now()),
    });
    io.out(given.flag('json') ? json(made) : `${made.eventId}\n`);
    io.err(`Noted on incident ${shortName(made.incidentRecordArn)}.\n`);
    return undefined;
  },
};
