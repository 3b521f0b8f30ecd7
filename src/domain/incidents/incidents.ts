import type { SilencedIncidents } from '#domain/silences';
import { RECORD_DELETED } from '#domain/timeline';
import type { Actor } from '#kernel/actor';
import { notFound, Refusal } from '#kernel/refusal';
import { changedTags, type TagChange, type Tags } from '#kernel/tags';
import type { Queries, Tx } from '#storage/db';
import { engageByHand } from './by-hand.ts';
import { changed, differences, type IncidentChange } from './change.ts';
import { findingsSql } from './findings.sql.ts';
import { createFindings, type Findings } from './findings.ts';
import { type Incident, type IncidentRef, type IncidentStatus, incidentArn } from './incident.ts';
import { incidentsSql } from './incidents.sql.ts';
import { engageRaised } from './later.ts';
import { findNamed, type NamedIncident, slugOf } from './names.ts';
import { checkReopening } from './open-quota.ts';
import { createOwnEvents, type OwnEvents } from './own-events.ts';
import { relatedItemsSql } from './related-items.sql.ts';
import { createRelatedItems, type RelatedItems } from './related-items.ts';
import { retentionSql } from './retention.sql.ts';
import { known, noteEvent, toIncident, updateEvent } from './rows.ts';
import { raisedInSilence, silenceOver, waitsInSilence } from './silenced.ts';
import { type Started, type StartIncident, type StartRooms, startIncidents } from './start.ts';
import { topicsOf } from './watcher.ts';

export interface IncidentFilter {
  account: string;
  statuses?: IncidentStatus[];
  impacts?: number[];
  createdBy?: string[];
  /** Names of response plans; `NO_PLAN` for incidents without one. */
  plans?: string[];
  /** In the title or the summary, in any case. */
  text?: string;
  after?: Date;
  before?: Date;
  limit: number;
  position?: { createdAt: Date; id: string };
}

export interface Incidents extends OwnEvents {
  start(tx: Tx, now: Date, starts: StartIncident[]): Promise<Started[]>;
  get(on: Queries, ref: IncidentRef): Promise<Incident>;
  /** The account's incident of this id, if there is one. */
  find(on: Queries, account: string, id: string): Promise<Incident | undefined>;
  /** The newest open ones whose chat channel is a topic and who are not silenced. */
  openWithTopic(on: Queries, account: string, topic: string, limit: number): Promise<Incident[]>;
  /** The account's incident of this id, whatever plan it follows. */
  byId(on: Queries, account: string, id: string): Promise<Incident>;
  /** The same, locked until the transaction ends: for an edit that rests on what it was. */
  lock(tx: Tx, account: string, id: string): Promise<Incident>;
  /** The incident, held as it is until the transaction ends: what begins for it is stopped when it is resolved. */
  hold(tx: Tx, ref: IncidentRef): Promise<Incident>;
  /** The incident that people mean by a name: an id, a title or a response plan (`findNamed`). `field` is for refusals. */
  named(on: Queries, named: NamedIncident, field: string): Promise<IncidentRef>;
  /** Those of an account's incidents that are In Progress. */
  inProgress(on: Queries, account: string, ids: string[]): Promise<ReadonlySet<string>>;
  /** Whether there is an incident of this whole name. */
  has(on: Queries, ref: IncidentRef): Promise<boolean>;
  /** Newest first. */
  list(on: Queries, filter: IncidentFilter): Promise<Incident[]>;
  /**
   * Changes what is given; each change is on the timeline, a resolution note as a `Note`. RESOLVED stops all engagements
   * (design 10.6); a severity that is raised engages whom it adds by the response plan. Refuses (validation) a resolution note for an incident that is not resolved.
   */
  update(tx: Tx, now: Date, actor: Actor, ref: IncidentRef, change: IncidentChange): Promise<void>;
  /** Stops its engagements and takes it away; its timeline's entries stay. Deleting what is not there does nothing. */
  delete(tx: Tx, now: Date, actor: Actor, ref: IncidentRef): Promise<void>;
  tags(on: Queries, ref: IncidentRef): Promise<Tags>;
  changeTags(tx: Tx, ref: IncidentRef, change: TagChange): Promise<void>;
  /**
   * Engages somebody for an incident by hand, with the texts that its plan's people get; answers the engagement's id. Refuses a
   * resolved incident, without `force` also one that is silenced (conflict), and an unknown contact (notFound).
   */
  engage(
    tx: Tx,
    now: Date,
    actor: Actor,
    ref: IncidentRef,
    contactArn: string,
    options?: { force: boolean },
  ): Promise<string>;
  /** Until when, why and by whom an incident is silenced, in words; undefined: it is not. */
  silenced(on: Queries, now: Date, ref: IncidentRef): Promise<string | undefined>;
  /** A silence is over: what it had silenced is decided on. */
  silenceOver: SilencedIncidents['silenceOver'];
  related: RelatedItems;
  findings: Findings;
  /** Deletes all of an account's incidents with their related items, and what is known of its deployments. */
  erase(tx: Tx, account: string): Promise<void>;
}

export function createIncidents(rooms: StartRooms): Incidents {
  return {
    start: (tx, now, starts) => startIncidents(tx, now, rooms, starts),
    async get(on, ref) {
      return toIncident(known(await on.first(incidentsSql.get, [ref.account, ref.id]), ref));
    },
    async openWithTopic(on, account, topic, limit) {
      return (await on.rows(incidentsSql.openWithTopic, [account, topic, limit])).map(toIncident);
    },
    async find(on, account, id) {
      const row = await on.first(incidentsSql.get, [account, id]);
      return row && toIncident(row);
    },
    async byId(on, account, id) {
      return toIncident(there(await on.first(incidentsSql.get, [account, id]), id));
    },
    async lock(tx, account, id) {
      return toIncident(there(await tx.first(incidentsSql.lock, [account, id]), id));
    },
    async hold(tx, ref) {
      return toIncident(known(await tx.first(incidentsSql.hold, [ref.account, ref.id]), ref));
    },
    named: findNamed,
    async has(on, ref) {
      return (await on.first(incidentsSql.get, [ref.account, ref.id]))?.plan_name === ref.planName;
    },
    async inProgress(on, account, ids) {
      return new Set((await on.rows(incidentsSql.inProgress, [account, ids])).map(({ id }) => id));
    },
    async list(on, { account, statuses, impacts, createdBy, plans, text, after, before, limit, position }) {
      const filters = [statuses ?? null, impacts ?? null, createdBy ?? null, after ?? null, before ?? null];
      const rows = await on.rows(incidentsSql.list, [
        account,
        ...filters,
        position?.createdAt ?? null,
        position?.id ?? null,
        limit,
        plans ?? null,
        text ?? null,
      ]);
      return rows.map(toIncident);
    },
    async update(tx, now, actor, ref, change) {
      // Silences before incidents, as whoever ends one takes them.
      const silences = change.impact === undefined ? [] : await rooms.silences.hold(tx, now, [ref.account]);
      const was = toIncident(known(await tx.first(incidentsSql.lock, [ref.account, ref.id]), ref));
      const next = changed(was, change, now);
      const attributes = differences(was, next);
      const noted = next.resolutionNote !== undefined && next.resolutionNote !== was.resolutionNote;
      if (attributes.length === 0 && was.resolutionNote === next.resolutionNote) return;
      if (was.status === 'RESOLVED' && next.status !== 'RESOLVED') {
        await refuseTwin(tx, was);
        await checkReopening(tx, rooms.quotas.openIncidents, was);
      }
      await save(tx, now, actor, next).catch((error: unknown) => {
        throw isTwin(error) ? twinRefusal(was, 'which was opened just now,') : error;
      });
      // Engagements before the timeline, in an acknowledgement's order: else the two could block each other.
      if (next.status === 'RESOLVED' && was.status !== 'RESOLVED') {
        // Opened again, it pages nobody: neither at the end of a silence.
        await rooms.silences.release(tx, now, [ref.id]);
        await rooms.engagements.incidentOver(tx, now, ref.account, incidentArn(ref), 'the incident was resolved');
      }
      await rooms.timeline.append(tx, now, [
        ...(attributes.length > 0 ? [updateEvent(now, actor, next, attributes)] : []),
        ...(noted ? [noteEvent(now, actor, next)] : []),
      ]);
      if (topicsOf(was).join() !== topicsOf(next).join()) await retarget(tx, now, rooms, next);
      if (next.impact >= was.impact || next.status === 'RESOLVED') return;
      if (await raisedInSilence(tx, now, rooms, silences, next)) return;
      await engageRaised(tx, now, rooms, was, next, actor);
    },
    async delete(tx, now, actor, ref) {
      const row = await tx.first(incidentsSql.lock, [ref.account, ref.id]);
      if (row?.plan_name !== ref.planName) return;
      await rooms.engagements.incidentOver(tx, now, ref.account, incidentArn(ref), 'the incident was deleted');
      await tx.rows(relatedItemsSql.removeAll, [ref.account, ref.id]);
      await rooms.signals.forget(tx, ref.account, [ref.id]);
      await tx.rows(incidentsSql.delete, [ref.account, ref.id]);
      await tx.rows(retentionSql.keepDeleted, [ref.account, ref.id, ref.planName, now]);
      await rooms.timeline.append(tx, now, [updateEvent(now, actor, toIncident(row), [RECORD_DELETED])]);
    },
    async tags(on, ref) {
      return known(await on.first(incidentsSql.tags, [ref.account, ref.id]), ref).tags;
    },
    async changeTags(tx, ref, change) {
      const { tags } = known(await tx.first(incidentsSql.lockTags, [ref.account, ref.id]), ref);
      const next = changedTags(tags, change, rooms.quotas.tagsPerResource, {
        type: 'INCIDENT_RECORD',
        id: incidentArn(ref),
      });
      await tx.rows(incidentsSql.saveTags, [ref.account, ref.id, JSON.stringify(next)]);
    },
    engage: (tx, now, actor, ref, contactArn, { force } = { force: false }) =>
      engageByHand(tx, now, rooms, actor, ref, contactArn, force),
    silenced: (on, now, ref) => waitsInSilence(on, now, rooms, ref),
    silenceOver: (tx, now, silence, ids) => silenceOver(tx, now, rooms, silence, ids),
    related: createRelatedItems(rooms),
    findings: createFindings(),
    ...createOwnEvents(rooms),
    async erase(tx, account) {
      await tx.rows(incidentsSql.lockAll, [account]);
      await tx.rows(relatedItemsSql.erase, [account]);
      await tx.rows(findingsSql.erase, [account]);
      await tx.rows(retentionSql.eraseDeleted, [account]);
      await rooms.signals.erase(tx, account);
      await tx.rows(incidentsSql.erase, [account]);
    },
  };
}

async function refuseTwin(tx: Tx, incident: Incident): Promise<void> {
  const twin = await tx.first(incidentsSql.openTwin, [incident.account, incident.dedupeString, incident.id]);
  if (!twin) return;
  throw twinRefusal(incident, twin.id);
}

function twinRefusal(incident: Incident, twin: string): Refusal {
  const message = `It cannot be opened again: incident ${twin} with the same dedupe string is open`;
  return new Refusal('conflict', message, { resourceType: 'INCIDENT_RECORD', resourceId: incidentArn(incident) });
}

/** A twin that was opened after we looked: the index decides between two transactions. */
const isTwin = (error: unknown) => (error as { constraint?: string }).constraint === 'incidents_open_by_dedupe';

/** One that is silenced is told to nobody outside: when that is over, whom it names then is told. */
async function retarget(tx: Tx, now: Date, { watcher, silences }: StartRooms, next: Incident): Promise<void> {
  if ((await silences.held(tx, [next.id])).length === 0) await watcher()?.retargeted(tx, now, next);
}

async function save(tx: Tx, now: Date, actor: Actor, next: Incident): Promise<void> {
  const chat = next.chatChannel ? JSON.stringify(next.chatChannel) : null;
  const plain = [next.title, next.summary ?? null, next.impact, next.status];
  const values = [
    ...plain,
    chat,
    JSON.stringify(next.notificationTargets),
    now,
    actor.principal,
    next.resolvedAt ?? null,
    slugOf(next.title),
    next.resolutionPlan ? JSON.stringify(next.resolutionPlan) : null,
    next.resolutionNote ?? null,
  ];
  await tx.rows(incidentsSql.update, [next.account, next.id, ...values]);
}

function there<Row>(row: Row | undefined, id: string): Row {
  if (!row) throw notFound('INCIDENT_RECORD', id);
  return row;
}
