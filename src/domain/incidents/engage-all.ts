import type { Engagements, Matter } from '#domain/engagements';
import type { Engaging } from '#domain/response-plans';
import { eventTypes, type NewEvent, type Timeline } from '#domain/timeline';
import { newId } from '#kernel/ids';
import { count } from '#kernel/text';
import type { Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { type Incident, incidentArn } from './incident.ts';

export interface EngageRooms {
  timeline: Timeline;
  engagements: Engagements;
  due: DueWork;
  /** Milliseconds that a minute of a plan lasts. */
  minuteMs: number;
}

/** Where those wait whom a severity engages some minutes later; the key is the incident's id and the contact's ARN. */
export const LATER_QUEUE = 'incident-engagement';

/** What waits there. */
export interface Later {
  incidentId: string;
  contactArn: string;
  afterMinutes: number;
}

/** Whom to engage for an incident, and what is to be told besides. */
export interface Asked {
  incident: Incident;
  requestId?: string;
  engaging: Engaging[];
  told: Told[];
}

export interface Told {
  type: string;
  data: string;
}

export const custom = (text: string): Told => ({ type: eventTypes.custom, data: JSON.stringify(text) });

/** Engages those who are due at once, sets timers for the others, and tells all that people should know of it, after `before`. */
export async function engageAll(
  tx: Tx,
  now: Date,
  rooms: EngageRooms,
  asked: Asked[],
  before: NewEvent[] = [],
): Promise<void> {
  const missing = await engageAtOnce(tx, now, rooms, asked, before);
  await setTimers(tx, now, rooms, asked);
  const events = asked.flatMap((one) => {
    const { account, id: incidentId } = one.incident;
    const of = { account, incidentId, actor: 'ssm-incidents.amazonaws.com', time: now };
    const told = [...one.told, ...(missing.get(one) ?? []).map(toldMissing(one)), ...toldLater(one)];
    return told.map((each): NewEvent => ({ ...of, ...each, eventId: newId(now) }));
  });
  await rooms.timeline.append(tx, now, events);
}

/** Answers the contacts that are not there. */
async function engageAtOnce(
  tx: Tx,
  now: Date,
  { engagements }: EngageRooms,
  asked: Asked[],
  before: NewEvent[],
): Promise<Map<Asked, string[]>> {
  const starts = asked.flatMap((one) =>
    one.engaging.flatMap(({ contactArn, afterMinutes }) => (afterMinutes === 0 ? [{ contactArn, one }] : [])),
  );
  const started = await engagements.start(
    tx,
    now,
    starts.map(({ contactArn, one }) => ({ contactArn, matter: matterOf(one) })),
    before,
  );
  const missing = Map.groupBy(
    starts.filter((_start, index) => started[index] === undefined),
    ({ one }) => one,
  );
  return new Map([...missing].map(([one, own]) => [one, own.map(({ contactArn }) => contactArn)]));
}

const later = ({ engaging }: Asked) => engaging.filter(({ afterMinutes }) => afterMinutes > 0);

async function setTimers(tx: Tx, now: Date, { due, minuteMs }: EngageRooms, asked: Asked[]): Promise<void> {
  const work = asked.flatMap((one) =>
    later(one).map(({ contactArn, afterMinutes }) => ({
      queue: LATER_QUEUE,
      key: `${one.incident.id}/${contactArn}`,
      account: one.incident.account,
      runAt: new Date(Math.ceil(now.getTime() + afterMinutes * minuteMs)),
      priority: one.incident.impact,
      payload: { incidentId: one.incident.id, contactArn, afterMinutes } satisfies Later,
      ...(one.requestId ? { requestId: one.requestId } : {}),
    })),
  );
  await due.put(
    tx,
    now,
    work.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  );
}

const toldMissing =
  ({ incident }: Asked) =>
  (arn: string): Told =>
    custom(
      `Nobody is paged for ${arn}: there is no such contact. Create it, or take it out of response plan ${incident.planName}.`,
    );

const toldLater = (one: Asked): Told[] =>
  later(one).map(({ contactArn, afterMinutes }) =>
    custom(
      `Severity ${one.incident.impact} engages ${contactArn} in ${count(afterMinutes, 'minute')}, unless the incident is acknowledged or over by then`,
    ),
  );

/** What an engagement for an incident is about, and the texts of its pages. */
export function matterOf({ incident, requestId }: Pick<Asked, 'incident' | 'requestId'>): Omit<Matter, 'region'> {
  const { account, id, impact, title, summary } = incident;
  const arn = incidentArn(incident);
  return {
    account,
    incident: { id, arn },
    severity: impact,
    sender: 'Incident Manager',
    subject: `Severity ${impact}: ${title}`,
    content: [
      summary,
      `Opened ${incident.createdAt.toISOString().slice(0, 19).replace('T', ' ')} UTC by ${incident.source.resourceArn ?? incident.source.createdBy}.`,
    ]
      .filter(Boolean)
      .join('\n\n'),
    publicSubject: `Severity ${impact}: ${title}`,
    publicContent: `You are engaged for an incident of severity ${impact}.`,
    ...(requestId ? { requestId } : {}),
  };
}
