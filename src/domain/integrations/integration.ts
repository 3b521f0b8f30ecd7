import type { ServiceType } from '#domain/channels';

export type IntegrationKind = 'pagerduty' | 'opsgenie' | 'jsm';

/** What a kind of integration is and needs, as data: forms and the secret's check are made of it. */
export interface IntegrationAbility {
  name: string;
  channelType: ServiceType;
  /** What the channel is addressed by. */
  to: string;
  /** Members that its secret must have, and what each is. A secret that is no JSON is the first of them. */
  secret: readonly { member: string; about: string }[];
  /** It takes a note for each piece of news. */
  notes: boolean;
}

export const integrationKinds: Readonly<Record<IntegrationKind, IntegrationAbility>> = {
  pagerduty: {
    name: 'PagerDuty (Events API v2)',
    channelType: 'PAGERDUTY',
    to: 'events',
    secret: [{ member: 'pagerDutyRoutingKey', about: 'the integration key of a service (Events API v2)' }],
    notes: false,
  },
  opsgenie: {
    name: 'Opsgenie',
    channelType: 'OPSGENIE',
    to: 'alerts',
    secret: [{ member: 'apiKey', about: 'the key of an API integration; `region` EU beside it for the European site' }],
    notes: true,
  },
  jsm: {
    name: 'Jira Service Management',
    channelType: 'JSM',
    to: 'alerts',
    secret: [{ member: 'apiKey', about: 'the key of an API integration of its operations team' }],
    notes: true,
  },
};

/** Another service that is told of an account's incidents. */
export interface Integration {
  id: string;
  account: string;
  name: string;
  kind: IntegrationKind;
  /** Absent: the incidents of every plan, and those without one. */
  planName?: string;
  /** Only incidents at least so severe: 1 (most) to 5 (every one). */
  severity: number;
  /** The secret's name or ARN. */
  secretId: string;
  createdAt: Date;
  createdBy: string;
}

/** A secret's members; one that is no JSON object is its kind's first member. */
export function credentialOf(value: string, first: string): Readonly<Record<string, string>> {
  let read: unknown;
  try {
    read = JSON.parse(value);
  } catch (error) {
    if (error instanceof SyntaxError) return { [first]: value.trim() };
    throw error;
  }
  if (typeof read !== 'object' || read === null) return { [first]: value.trim() };
  const members = Object.entries(read).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(members);
}
