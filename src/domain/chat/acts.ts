import { type Contact, type ContactRef, type Contacts, contactArn, keyOf } from '#domain/contacts';
import type { ByPerson, Engagements } from '#domain/engagements';
import {
  CUSTOM_SOURCE,
  type Incident,
  type IncidentRef,
  type IncidentStatus,
  type Incidents,
  incidentArn,
} from '#domain/incidents';
import type { OnCall } from '#domain/oncall';
import { eventTypes } from '#domain/timeline';
import type { Actor } from '#kernel/actor';
import { invalid, notFound } from '#kernel/refusal';
import { cut } from '#kernel/text';
import type { Tx } from '#storage/db';
import { type Command, HELP } from './command.ts';
import { peopleIn, statusWords } from './words.ts';

export interface ActRooms {
  contacts: Contacts;
  engagements: Engagements;
  byPerson: ByPerson;
  incidents: Incidents;
  onCall: OnCall;
}

/** What a deed came to: what is answered, and what the trail says was done (nothing where nothing was changed). */
export interface Done {
  say: string;
  did?: { what: string; parameters: Record<string, unknown> };
}

/** Somebody who is linked to a person, and what they want. Refusals say what is wrong, as everywhere. */
export interface Deeds {
  command(tx: Tx, now: Date, actor: Actor, person: ContactRef, command: Command): Promise<Done>;
  /** A button in the message of an incident. */
  press(tx: Tx, now: Date, actor: Actor, person: ContactRef, act: string, incidentId: string): Promise<Done>;
  /** A form that was filled in. */
  noteOn(tx: Tx, now: Date, actor: Actor, incidentId: string, text: string): Promise<Done>;
}

/** How many incidents, schedules or people an answer names. */
const TOLD = 20;
const BY = 'Slack';

export function createDeeds(rooms: ActRooms): Deeds {
  const { incidents, engagements, byPerson } = rooms;
  const named = async (tx: Tx, { account }: Actor, name: string): Promise<Incident> =>
    incidents.get(tx, await incidents.named(tx, { account, name }, 'INCIDENT'));

  async function setStatus(tx: Tx, now: Date, actor: Actor, incident: Incident, status: IncidentStatus): Promise<Done> {
    if (incident.status === status) return { say: `${incident.title} is ${statusWords[status]} already.` };
    await incidents.update(tx, now, actor, incident, { status });
    return done('setStatus', incident, { status }, `${incident.title} is ${statusWords[status]} now.`);
  }

  async function acknowledge(tx: Tx, now: Date, person: ContactRef, incident?: Incident): Promise<Done> {
    if (incident?.status === 'RESOLVED')
      return { say: `${incident.title} is resolved: nobody needs to answer any more.` };
    const arn = incident && incidentArn(incident);
    const got = await byPerson.acknowledge(tx, now, person, BY, arn);
    if (got.kind === 'nothing')
      return { say: incident ? `Nobody is being paged for ${incident.title}.` : 'No page to you waits for an answer.' };
    const title = got.kind === 'own' ? got.page.subject : incident!.title;
    const parameters = { incident: got.kind === 'own' ? got.page.incident_arn : arn };
    return { say: `Acknowledged: ${title}.`, did: { what: 'acknowledge', parameters } };
  }

  async function escalate(tx: Tx, now: Date, person: ContactRef, incident: Incident): Promise<Done> {
    if (!(await byPerson.escalate(tx, now, person, incidentArn(incident))))
      return { say: `There is no further stage for ${incident.title}: nobody is being paged, or all have been.` };
    return done('escalate', incident, {}, `${incident.title} is escalated: the next stage begins now.`);
  }

  async function note(tx: Tx, now: Date, actor: Actor, incident: IncidentRef, text: string): Promise<Done> {
    const { title } = await incidents.get(tx, incident);
    const event = {
      incident,
      time: now,
      type: eventTypes.note,
      data: JSON.stringify(cut(text, 3_500)),
      references: [],
    };
    const eventId = await incidents.addEvent(tx, now, actor, event);
    return done('note', incident, { eventId }, `The note is on the timeline of ${title}.`);
  }

  return {
    noteOn: async (tx, now, actor, incidentId, text) =>
      note(tx, now, actor, await incidents.byId(tx, actor.account, incidentId), text),
    async press(tx, now, actor, person, act, incidentId) {
      const incident = await incidents.byId(tx, actor.account, incidentId);
      switch (act) {
        case 'ack':
          return acknowledge(tx, now, person, incident);
        case 'progress':
          return setStatus(tx, now, actor, incident, 'IN_PROGRESS');
        case 'resolve':
          return setStatus(tx, now, actor, incident, 'RESOLVED');
        case 'escalate':
          return escalate(tx, now, person, incident);
        case 'note':
          return { say: `The form could not be opened. Write it: /muster note ${incident.id} TEXT` };
        default:
          return { say: 'This version of Muster knows no such button. /muster help tells what can be done.' };
      }
    },
    async command(tx, now, actor, person, command) {
      switch (command.kind) {
        case 'list':
          return list(tx, rooms, actor);
        case 'start':
          return start(tx, now, rooms, actor, command);
        case 'ack':
          return acknowledge(tx, now, person, command.incident ? await named(tx, actor, command.incident) : undefined);
        case 'progress':
          return setStatus(tx, now, actor, await named(tx, actor, command.incident), 'IN_PROGRESS');
        case 'resolve':
          return setStatus(tx, now, actor, await named(tx, actor, command.incident), 'RESOLVED');
        case 'escalate':
          return escalate(tx, now, person, await named(tx, actor, command.incident));
        case 'note':
          return note(tx, now, actor, await named(tx, actor, command.incident), command.text);
        case 'oncall':
          return whoIsOnCall(tx, now, rooms, actor, command.schedule);
        case 'page':
          return page(tx, now, rooms, actor, person, command);
        case 'engage': {
          const incident = await named(tx, actor, command.incident);
          const { alias, ...ref } = await contactNamed(tx, rooms, actor, command.person);
          const id = await incidents.engage(tx, now, actor, incident, contactArn({ ...ref, alias }));
          return done(
            'engage',
            incident,
            { contact: alias, engagement: id },
            `${alias} is engaged for ${incident.title}.`,
          );
        }
        case 'unclear':
          return { say: command.say };
        default:
          return { say: HELP };
      }
    },
  };

  async function page(
    tx: Tx,
    now: Date,
    { contacts }: ActRooms,
    actor: Actor,
    person: ContactRef,
    command: Extract<Command, { kind: 'page' }>,
  ): Promise<Done> {
    const whom = await contactNamed(tx, { contacts }, actor, command.person);
    const subject = cut(`${person.alias}: ${command.text}`, 200);
    const [id] = await engagements.start(tx, now, [
      {
        contactArn: contactArn(whom),
        matter: {
          account: actor.account,
          severity: PAGE_SEVERITY,
          sender: person.alias,
          subject,
          content: command.text,
          publicSubject: subject,
          requestId: actor.requestId,
        },
      },
    ]);
    const did = { what: 'page', parameters: { contact: whom.alias, engagement: id } };
    return { say: `${whom.alias} is being paged.`, did };
  }
}

/** Somebody asks for somebody: as urgent as a severe incident, and behind the most severe ones. */
const PAGE_SEVERITY = 2;

function done(what: string, incident: IncidentRef, parameters: Record<string, unknown>, say: string): Done {
  return { say, did: { what, parameters: { incident: incidentArn(incident), ...parameters } } };
}

async function list(tx: Tx, { incidents }: ActRooms, { account }: Actor): Promise<Done> {
  const open = await incidents.list(tx, { account, statuses: ['OPEN', 'IN_PROGRESS'], limit: TOLD + 1 });
  if (open.length === 0) return { say: 'No incident is open.' };
  const lines = open
    .slice(0, TOLD)
    .map(({ impact, status, title, id }) => `${impact} ${statusWords[status]}: ${cut(title, 80)} (${id})`);
  return { say: [...lines, ...(open.length > TOLD ? ['and more'] : [])].join('\n') };
}

async function start(
  tx: Tx,
  now: Date,
  { incidents }: ActRooms,
  actor: Actor,
  { plan, title }: Extract<Command, { kind: 'start' }>,
): Promise<Done> {
  const [started] = await incidents.start(tx, now, [
    {
      actor,
      plan: { account: actor.account, name: plan },
      ...(title ? { title: cut(title, 200) } : {}),
      trigger: { source: CUSTOM_SOURCE, timestamp: now },
      relatedItems: [],
    },
  ]);
  if (!started || 'refused' in started) throw started!.refused;
  const say = started.created
    ? `The incident is open: ${started.arn}`
    : `It is added to an open incident: ${started.arn}`;
  return { say, did: { what: 'start', parameters: { plan, incident: started.arn } } };
}

async function contactNamed(
  tx: Tx,
  { contacts }: Pick<ActRooms, 'contacts'>,
  { account, region }: Actor,
  alias: string,
): Promise<Contact> {
  const ref = { account, region, alias: alias.replace(/^@/, '').toLowerCase() };
  const found = (await contacts.find(tx, [ref])).get(keyOf(ref));
  if (!found)
    throw notFound('CONTACT', `${alias}: wanted the alias of a person, escalation plan or schedule in ${region}`);
  return found;
}

async function whoIsOnCall(
  tx: Tx,
  now: Date,
  { contacts, onCall }: ActRooms,
  actor: Actor,
  name: string | undefined,
): Promise<Done> {
  const schedules = name
    ? [await contactNamed(tx, { contacts }, actor, name)]
    : (await contacts.schedules(tx, actor.account)).slice(0, TOLD);
  if (schedules.length === 0) return { say: 'There is no on-call schedule.' };
  const lines: string[] = [];
  for (const schedule of schedules) {
    if ('type' in schedule && schedule.type !== 'ONCALL_SCHEDULE')
      throw invalid(`SCHEDULE: wanted an on-call schedule, got ${schedule.alias}, which is of type ${schedule.type}`);
    lines.push(`${schedule.alias}: ${peopleIn(await onCall.at(tx, contactArn(schedule), now))}`);
  }
  return { say: lines.join('\n') };
}
