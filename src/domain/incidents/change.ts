import { invalid } from '#kernel/refusal';
import type { Incident, IncidentStatus, ResolutionPlan } from './incident.ts';

/** What is to change; what is absent stays. */
export interface IncidentChange {
  title?: string;
  summary?: string;
  impact?: number;
  status?: IncidentStatus;
  /** null removes it. */
  chatChannel?: { chatbotSns: string[] } | null;
  notificationTargets?: { snsTopicArn: string }[];
  /** null removes it. */
  resolutionPlan?: ResolutionPlan | null;
  /** Said at the end: refused for an incident that is not resolved by then. An empty one removes it. */
  resolutionNote?: string;
}

/** The incident after the change. One that is opened again has neither an end nor a note on it. */
export function changed(was: Incident, change: IncidentChange, now: Date): Incident {
  const { chatChannel, resolutionPlan, resolutionNote, ...plain } = change;
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
  const next: Incident = { ...was, ...given };
  if (chatChannel) next.chatChannel = chatChannel;
  else if (chatChannel === null) delete next.chatChannel;
  if (resolutionPlan) next.resolutionPlan = inOrder(resolutionPlan);
  else if (resolutionPlan === null) delete next.resolutionPlan;
  if (resolutionNote && next.status !== 'RESOLVED') throw noteTooEarly(next.status);
  if (resolutionNote) next.resolutionNote = resolutionNote;
  else if (resolutionNote === '') delete next.resolutionNote;
  if (next.status === 'RESOLVED') {
    next.resolvedAt ??= now;
  } else {
    delete next.resolvedAt;
    delete next.resolutionNote;
  }
  return next;
}

/** Its members in one order, whoever made it: changes are found by comparing texts. */
export function inOrder({ what, by, until }: ResolutionPlan): ResolutionPlan {
  return { what, ...(by ? { by } : {}), ...(until ? { until } : {}) };
}

function noteTooEarly(status: IncidentStatus) {
  const message = `resolutionNote: wanted a note with the status Resolved, or on a resolved incident; this one is ${status}. Resolve it in the same call, or write a timeline event of the type Note.`;
  return invalid(message, { name: 'resolutionNote', message });
}

const ATTRIBUTES = [
  'title',
  'summary',
  'impact',
  'status',
  'chatChannel',
  'notificationTargets',
  'resolutionPlan',
] as const;

/** What the timeline says of the record's change. The note is an event of its own. */
export function differences(was: Incident, next: Incident): { attributeName: string; newValue: string }[] {
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
  return ATTRIBUTES.filter((name) => text(was[name]) !== text(next[name])).map((name) => ({
    attributeName: name,
    newValue: text(next[name]),
  }));
}
