import { setTimeout as pause } from 'node:timers/promises';
import type { IncidentRecordStatus, TimelineEvent } from '@aws-sdk/client-ssm-incidents';
import { clock } from './mail.ts';
import { MAIL_MS, present, type World } from './world.ts';

/** What this account's incidents and timelines hold, looked at without a word. */

/** ARNs, newest first. */
export async function incidentArns({ aws }: World): Promise<string[]> {
  const { incidentRecordSummaries } = await aws.incidents.quiet.listIncidentRecords({});
  return present(incidentRecordSummaries, 'incidents').map((one) => present(one.arn, 'an ARN'));
}

export async function statusOf({ aws }: World, arn: string): Promise<IncidentRecordStatus | undefined> {
  return (await aws.incidents.quiet.getIncidentRecord({ arn })).incidentRecord?.status;
}

/** All events of the incident, in their order. */
export async function timelineOf({ aws }: World, incidentRecordArn: string): Promise<TimelineEvent[]> {
  const events: TimelineEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await aws.incidents.quiet.listTimelineEvents({ incidentRecordArn, sortOrder: 'ASCENDING', nextToken });
    for (const { eventId } of present(page.eventSummaries, 'timeline events')) {
      const { event } = await aws.incidents.quiet.getTimelineEvent({ incidentRecordArn, eventId });
      events.push(present(event, 'the event'));
    }
    nextToken = page.nextToken;
  } while (nextToken);
  return events;
}

export const countOf = (events: TimelineEvent[], type: string) => events.filter((one) => one.eventType === type).length;

/** Asks until the answer is `wanted`: what a mail's arrival sets going ends a moment after it. */
export async function eventually<T>(ask: () => Promise<T>, wanted: (value: T) => boolean): Promise<T> {
  const end = performance.now() + MAIL_MS;
  for (;;) {
    const value = await ask();
    if (wanted(value) || performance.now() > end) return value;
    await pause(50);
  }
}

/** Each event on a line, with its time, the seconds since the first, and what it says. */
export function tellTimeline({ script }: World, events: TimelineEvent[]): void {
  const first = events[0]?.eventTime?.getTime() ?? 0;
  for (const { eventTime, eventType, eventData } of events) {
    const time = present(eventTime, 'a time');
    const after = `+${((time.getTime() - first) / 1000).toFixed(1)} s`.padStart(8);
    script.say(`${clock(time)} ${after}  ${(eventType ?? '').padEnd(46)} ${gist(eventType ?? '', eventData ?? '')}`);
  }
}

/** The one thing that matters in an event's data. */
function gist(type: string, data: string): string {
  const value: unknown = JSON.parse(data);
  if (typeof value === 'string') return value;
  const fields = value as Record<string, unknown>;
  if (type === 'SSM Incident Trigger')
    return `by ${fields['triggerArn']}${fields['createdIncident'] ? '' : ' (folded in)'}`;
  if (type === 'SSM Incident Record Update') {
    const changes = fields['modifiedAttributes'] as { attributeName: string; newValue: string }[];
    return changes.map(({ attributeName, newValue }) => `${attributeName} is ${newValue}`).join(', ');
  }
  const contact = fields['contactArn'];
  return typeof contact === 'string' ? (contact.split('/').at(-1) ?? '') : String(fields['incidentTitle'] ?? '');
}

/** Types of an incident's timeline, as AWS names them. */
export const types = {
  trigger: 'SSM Incident Trigger',
  start: 'SSM Incident Start',
  update: 'SSM Incident Record Update',
  page: 'SSM Contacts Page for Incident',
  acknowledgement: 'SSM Contacts Page Acknowledgement for Incident',
  note: 'Note',
};
