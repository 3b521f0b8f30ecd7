import type { MissedEvent, Why, WhyIncident } from '#api/client/generated';
import { type Command, jsonOption } from '../command.ts';
import { incidentArn, shortName } from '../incident-names.ts';
import { lastOf } from '../names.ts';
import { json, plain } from '../table.ts';
import { readCount, readTime, severityText } from '../words.ts';
import { clockIn, readZone, zoneOption } from '../zone.ts';

/** As wide as the longest hop. */
const HOP = 8;

export const why: Command = {
  name: 'why',
  positionals: ['CONTACT'],
  options: {
    at: { type: 'string', value: 'TIME', about: '2026-11-24T03:10Z, now, 2h-ago; now unless given' },
    minutes: { type: 'string', value: 'N', about: 'how far it is looked before and after; 10 unless given' },
    incident: { type: 'string', value: 'INCIDENT', about: 'only this one, from its opening to its end' },
    zone: zoneOption,
    json: jsonOption,
  },
  summary: 'why a person was, or was not, paged',
  help: `
Tells from what was stored why a person was paged around a moment, hop by hop; or the first thing that would have had to be
different. CONTACT is the person's alias or ARN.

  muster why ana --at 2026-11-24T03:10Z
  muster why ana --incident 4f2a91c0de77 --zone Europe/Berlin
  muster why ana --at 2h-ago --minutes 30 --json`,
  async run({ io, client }, given) {
    const zone = readZone(given.text('zone'));
    const at = readTime('at', given.text('at') ?? 'now', io.now());
    const minutes = given.text('minutes');
    const incident = given.text('incident');
    const query = {
      contact: given.positionals[0]!,
      at: at.toISOString(),
      ...(minutes === undefined ? {} : { minutes: readCount('minutes', minutes, 1_440) }),
      ...(incident === undefined ? {} : { incident: lastOf(await incidentArn(client(), incident)) }),
    };
    const { body: found } = await client().api('why', { query });
    io.out(given.flag('json') ? json(found) : told(found, zone));
    return undefined;
  },
};

function told({ person, from, to, paged, cause, incidents, missed }: Why, zone: string): string {
  const when = `from ${clockIn(from, zone, true)} to ${clockIn(to, zone, true)}`;
  const lines = [`${plain(person)} was ${paged ? '' : 'not '}paged ${when}.`];
  if (cause) lines.push(`Because ${plain(cause.text)} (${cause.name}).`);
  for (const incident of incidents) lines.push('', ...incidentLines(incident, zone));
  for (const event of missed) lines.push('', ...missedLines(event, zone));
  return `${lines.join('\n')}\n`;
}

function incidentLines({ arn, title, severity, openedAt, cause, way, lines }: WhyIncident, zone: string): string[] {
  const head = `Incident ${shortName(arn)}, ${plain(title)} (severity ${severityText(severity)}), opened ${clockIn(openedAt, zone, true)}:`;
  const reached = way.map((hop) => `  ${plain(hop)}`);
  const not = cause ? [`  not paged: ${plain(cause.text)} (${cause.name})`] : [];
  return [
    head,
    ...not,
    ...reached,
    ...lines.map(({ at, hop, text }) => `  ${clockIn(at, zone)}  ${hop.padEnd(HOP)}  ${plain(text)}`),
  ];
}

function missedLines({ at, source, detailType, rules, failures }: MissedEvent, zone: string): string[] {
  const looked = rules.map(({ name, enabled, misses, changedSince }) => {
    const why = misses.map(({ field, wanted, got }) => `${field} wanted ${wanted}, got ${got}`).join('; ');
    const state = `${enabled ? '' : ' (disabled)'}${changedSince ? ' (changed since)' : ''}`;
    return `  rule ${plain(name)}${state}: ${plain(why) || 'matches'}`;
  });
  const failed = failures.map(
    ({ rule, error }) => `  rule ${plain(rule)} matched, and could not deliver: ${plain(error)}`,
  );
  const head = `Event at ${clockIn(at, zone)} (${plain(source)}, ${plain(detailType)}) came to nothing:`;
  return [head, ...failed, ...(failures.length > 0 ? [] : looked)];
}
