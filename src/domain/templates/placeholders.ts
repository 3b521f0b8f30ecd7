/** What can stand in braces in a template. A further kind of value is a row here, and a member where values are made. */

/** By name: what it stands for, and an example. */
export const placeholders = {
  'incident.title': {
    about: 'The incident’s title; without an incident, the page’s own heading.',
    example: 'Payment API latency',
  },
  'incident.severity': { about: 'Its severity, 1 to 5.', example: '2' },
  'incident.severityWord': {
    about: 'The same as a word: critical, high, medium, low, informational.',
    example: 'high',
  },
  'incident.summary': {
    about: 'Its summary; without an incident, the page’s own content.',
    example: 'p99 over 2 s in eu-west-1',
  },
  'incident.status': { about: 'Open, In Progress or Resolved.', example: 'Open' },
  'incident.id': { about: 'Its id.', example: '01900000-0000-7000-8000-000000000001' },
  'incident.arn': {
    about: 'Its ARN.',
    example: 'arn:aws:ssm-incidents::123456789012:incident-record/payments/01900000-0000-7000-8000-000000000001',
  },
  'incident.link': {
    about: 'Where its page is seen without a key: the page behind the acknowledgement link.',
    example: 'https://muster.example.com/ack/…',
  },
  'incident.openedAt': { about: 'When it was opened, in UTC.', example: '2026-01-02 03:10:00 UTC' },
  'incident.source': {
    about: 'What opened it: aws.cloudwatch, aws.events or another source.',
    example: 'aws.cloudwatch',
  },
  'alarm.name': { about: 'The name of the alarm that opened it.', example: 'payments-p99' },
  'alarm.state': { about: 'The state that it went into.', example: 'ALARM' },
  'alarm.reason': {
    about: 'The reason that it gave.',
    example: 'Threshold Crossed: 3 datapoints were greater than 2.0',
  },
  'alarm.arn': { about: 'Its ARN.', example: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:payments-p99' },
  'plan.name': { about: 'The response plan that it follows.', example: 'payments' },
  'contact.name': { about: 'The person’s name, or alias.', example: 'Ana' },
  'contact.alias': { about: 'The person’s alias.', example: 'ana' },
  'page.subject': {
    about: 'The heading that the page has without a template.',
    example: 'Severity 2: Payment API latency',
  },
  'page.content': { about: 'The content that it has without one.', example: 'p99 over 2 s in eu-west-1' },
  'page.stage': { about: 'Which stage of the engagement plan sent it, from 1.', example: '1' },
  'page.attempt': { about: 'Which attempt in that stage it is, from 1.', example: '1' },
  code: { about: 'The accept code.', example: '123456' },
  'ack.link': { about: 'The acknowledgement link.', example: 'https://muster.example.com/ack/…' },
} as const satisfies Record<string, { about: string; example: string }>;

export type Placeholder = keyof typeof placeholders;

/** What a template is filled with: a text for each placeholder, and the event that opened the incident, if any. */
export interface PlaceholderValues {
  plain: Readonly<Record<Placeholder, string>>;
  event: unknown;
}

export const isPlaceholder = (name: string): name is Placeholder => Object.hasOwn(placeholders, name);

/** A member of the event: its path, such as `event.detail.state.value` or `event.resources.0`. */
export const EVENT_PATH = /^event(?:\.[\w$@:-]{1,100}){1,20}$/;

/** Longer ones are cut: an event may hold anything. */
const MAX_VALUE = 4_000;

/** The text of a placeholder; empty where there is none. */
export function placeholderText({ plain, event }: PlaceholderValues, name: string): string {
  return isPlaceholder(name) ? plain[name].toWellFormed().slice(0, MAX_VALUE) : placeholderTextAt(event, name);
}

/** The text of a member of the event, by such a path; empty where there is none. */
export const placeholderTextAt = (event: unknown, name: string): string =>
  textAt(event, name.split('.').slice(1)).toWellFormed().slice(0, MAX_VALUE);

function textAt(event: unknown, path: string[]): string {
  let at = event;
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return '';
    at = (at as Record<string, unknown>)[name];
  }
  if (at === undefined || at === null) return '';
  return typeof at === 'object' ? JSON.stringify(at) : String(at);
}
