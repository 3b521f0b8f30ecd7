/** What a timeline event may point to (AWS: EventReference, exactly one member). */
export type Reference = { resource: string } | { relatedItemId: string };

/** The event types that Muster writes, by AWS's exact names (aws-behaviour.md 2.5, design 10.4). */
export const eventTypes = {
  trigger: 'SSM Incident Trigger',
  start: 'SSM Incident Start',
  update: 'SSM Incident Record Update',
  page: 'SSM Contacts Page for Incident',
  acknowledgement: 'SSM Contacts Page Acknowledgement for Incident',
  automationStartFailure: 'SSM Automation Execution Start Failure for Incident',
  custom: 'Custom Event',
  note: 'Note',
} as const;

/**
 * What the last event of a deleted incident says to have changed: the record itself. Live views tell a deletion by it, so that
 * what is written and what is looked for must be the same.
 */
export const RECORD_DELETED = { attributeName: 'incidentRecord', newValue: 'DELETED' } as const;

/** Which incident's timeline: its account and the UUID at the end of its ARN. */
export interface TimelineOf {
  account: string;
  incidentId: string;
}

/** Something that happened, to be written. */
export interface NewEvent extends TimelineOf {
  /** Made by the writer, so that it can be told before the commit. */
  eventId: string;
  /** When it happened; may lie in the past or future for a caller's own events. */
  time: Date;
  type: string;
  /** JSON text, at most 12,000 characters. */
  data: string;
  references?: Reference[];
  /** The principal who did it (law 8). */
  actor: string;
  /** It is the first of an incident that this transaction opens: nobody else can have written there, so nothing is locked. */
  begins?: boolean;
  /** It says how telling a follower went: followers are not told of it. */
  aboutFollowers?: boolean;
}

/** That something was written: of live views, which look at the event itself then. */
export interface Written {
  incidentId: string;
  /** Its place in the incident's chain: rises by one with every entry, in the order of commits. */
  seq: number;
  kind: 'event' | 'change' | 'removal';
  eventId: string;
  type: string;
  /** It says that the incident was deleted. */
  deletes: boolean;
  writtenAt: Date;
}

/** A change of an event; what is not given stays. */
export type EventChange = Pick<NewEvent, 'account' | 'incidentId' | 'eventId' | 'actor'> & Partial<NewEvent>;

/** An event as it stands now: its latest entry. */
export interface TimelineEvent extends TimelineOf {
  eventId: string;
  time: Date;
  type: string;
  data: string;
  references: Reference[];
  actor: string;
  /** When this entry was written. */
  updatedAt: Date;
  seq: number;
}
