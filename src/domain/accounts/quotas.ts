import type { Quota } from '#kernel/quota';

interface Declared {
  code: string;
  /** What there may be so many of. */
  name: string;
  default: number;
  /** The highest that can be set: the model's own limit where it has one, beyond which nothing gets. */
  max: number;
  /** Whether 0 can be set, which means: any number. */
  none?: true;
}

const declare = <Setting extends string>(setting: Setting, declared: Declared) => ({ setting, ...declared });

/** Every quota, once. Defaults are AWS's where they are known (decision 0030). */
export const quotaTable = {
  plans: declare('MUSTER_QUOTA_PLANS', {
    code: 'RESPONSE_PLANS_PER_ACCOUNT',
    name: 'response plans in an account',
    default: 1_000,
    max: 1_000_000,
  }),
  engagementsPerPlan: declare('MUSTER_QUOTA_ENGAGEMENTS_PER_PLAN', {
    code: 'ENGAGEMENTS_PER_RESPONSE_PLAN',
    name: 'engagements of a response plan',
    default: 5,
    max: 5,
  }),
  actionsPerPlan: declare('MUSTER_QUOTA_ACTIONS_PER_PLAN', {
    code: 'ACTIONS_PER_RESPONSE_PLAN',
    name: 'actions of a response plan',
    default: 1,
    max: 1,
  }),
  integrationsPerPlan: declare('MUSTER_QUOTA_INTEGRATIONS_PER_PLAN', {
    code: 'INTEGRATIONS_PER_RESPONSE_PLAN',
    name: 'integrations of a response plan',
    default: 1,
    max: 1,
  }),
  notificationTargetsPerPlan: declare('MUSTER_QUOTA_NOTIFICATION_TARGETS_PER_PLAN', {
    code: 'NOTIFICATION_TARGETS_PER_RESPONSE_PLAN',
    name: 'notification targets of a response plan',
    default: 10,
    max: 10,
  }),
  chatTopicsPerPlan: declare('MUSTER_QUOTA_CHAT_TOPICS_PER_PLAN', {
    code: 'CHAT_TOPICS_PER_RESPONSE_PLAN',
    name: 'chat topics of a response plan',
    default: 5,
    max: 5,
  }),
  policiesPerPlan: declare('MUSTER_QUOTA_POLICIES_PER_PLAN', {
    code: 'RESOURCE_POLICIES_PER_RESPONSE_PLAN',
    name: 'policies of a response plan',
    default: 20,
    max: 1_000,
  }),
  openIncidents: declare('MUSTER_QUOTA_OPEN_INCIDENTS', {
    code: 'OPEN_INCIDENTS_PER_ACCOUNT',
    name: 'incidents open at once in an account',
    default: 0,
    max: 10_000_000,
    none: true,
  }),
  relatedItemsPerIncident: declare('MUSTER_QUOTA_RELATED_ITEMS_PER_INCIDENT', {
    code: 'RELATED_ITEMS_PER_INCIDENT',
    name: 'related items of an incident',
    default: 100,
    max: 1_000,
  }),
  referencesPerEvent: declare('MUSTER_QUOTA_REFERENCES_PER_EVENT', {
    code: 'REFERENCES_PER_TIMELINE_EVENT',
    name: 'references of a timeline event',
    default: 10,
    max: 10,
  }),
  regionsPerReplicationSet: declare('MUSTER_QUOTA_REGIONS_PER_REPLICATION_SET', {
    code: 'REGIONS_PER_REPLICATION_SET',
    name: 'Regions of a replication set',
    default: 3,
    max: 3,
  }),
  tagsPerResource: declare('MUSTER_QUOTA_TAGS_PER_RESOURCE', {
    code: 'TAGS_PER_RESOURCE',
    name: 'tags of a resource',
    default: 50,
    max: 50,
  }),
  contacts: declare('MUSTER_QUOTA_CONTACTS', {
    code: 'CONTACTS_PER_REGION',
    name: 'contacts and escalation plans in a Region of an account',
    default: 5_000,
    max: 1_000_000,
  }),
  channelsPerContact: declare('MUSTER_QUOTA_CHANNELS_PER_CONTACT', {
    code: 'CHANNELS_PER_CONTACT',
    name: 'channels of a contact',
    default: 50,
    max: 1_000,
  }),
  testPagesPerHour: declare('MUSTER_QUOTA_TEST_PAGES_PER_HOUR', {
    code: 'TEST_PAGES_PER_HOUR',
    name: 'test pages to a channel within an hour, those of drills left out',
    default: 5,
    max: 100,
  }),
  rotations: declare('MUSTER_QUOTA_ROTATIONS', {
    code: 'ROTATIONS_PER_REGION',
    name: 'rotations in a Region of an account',
    default: 1_000,
    max: 1_000_000,
  }),
  contactsPerRotation: declare('MUSTER_QUOTA_CONTACTS_PER_ROTATION', {
    code: 'CONTACTS_PER_ROTATION',
    name: 'contacts in a rotation',
    default: 30,
    max: 30,
  }),
  overridesPerRotation: declare('MUSTER_QUOTA_OVERRIDES_PER_ROTATION', {
    code: 'OVERRIDES_PER_ROTATION',
    name: 'overrides of a rotation',
    default: 1_000,
    max: 1_000,
  }),
  rotationsPerSchedule: declare('MUSTER_QUOTA_ROTATIONS_PER_SCHEDULE', {
    code: 'ROTATIONS_PER_SCHEDULE',
    name: 'rotations of an on-call schedule',
    default: 8,
    max: 25,
  }),
  offeredSwaps: declare('MUSTER_QUOTA_OFFERED_SWAPS', {
    code: 'OFFERED_SWAPS_PER_REGION',
    name: 'swaps that wait for an answer in a Region of an account',
    default: 500,
    max: 100_000,
  }),
  rotationsPerTemporarySchedule: declare('MUSTER_QUOTA_ROTATIONS_PER_TEMPORARY_SCHEDULE', {
    code: 'ROTATIONS_PER_TEMPORARY_SCHEDULE',
    name: 'rotations of a temporary schedule',
    default: 25,
    max: 25,
  }),
  shiftsPerTemporarySchedule: declare('MUSTER_QUOTA_SHIFTS_PER_TEMPORARY_SCHEDULE', {
    code: 'SHIFTS_PER_TEMPORARY_SCHEDULE',
    name: 'shifts of a temporary schedule',
    default: 500,
    max: 500,
  }),
  heartbeatMonitors: declare('MUSTER_QUOTA_HEARTBEAT_MONITORS', {
    code: 'HEARTBEAT_MONITORS_PER_ACCOUNT',
    name: 'heartbeat monitors in an account',
    default: 1_000,
    max: 100_000,
  }),
  hosts: declare('MUSTER_QUOTA_HOSTS', {
    code: 'HOSTS_PER_ACCOUNT',
    name: 'hosts of an account on which runbooks run commands',
    default: 500,
    max: 10_000,
  }),
  silences: declare('MUSTER_QUOTA_SILENCES', {
    code: 'SILENCES_PER_ACCOUNT',
    name: 'silences in an account that are not over',
    default: 1_000,
    max: 100_000,
  }),
  secrets: declare('MUSTER_QUOTA_SECRETS', {
    code: 'SECRETS_PER_REGION',
    name: 'secrets in a Region of an account',
    default: 500_000,
    max: 1_000_000,
  }),
  documents: declare('MUSTER_QUOTA_DOCUMENTS', {
    code: 'DOCUMENTS_PER_REGION',
    name: 'documents in a Region of an account',
    default: 500,
    max: 100_000,
  }),
  documentVersions: declare('MUSTER_QUOTA_DOCUMENT_VERSIONS', {
    code: 'VERSIONS_PER_DOCUMENT',
    name: 'versions of a document',
    default: 1_000,
    max: 100_000,
  }),
  parameters: declare('MUSTER_QUOTA_PARAMETERS', {
    code: 'PARAMETERS_PER_REGION',
    name: 'parameters in a Region of an account',
    default: 10_000,
    max: 1_000_000,
  }),
  integrations: declare('MUSTER_QUOTA_INTEGRATIONS', {
    code: 'INTEGRATIONS_PER_ACCOUNT',
    name: 'integrations of an account',
    default: 50,
    max: 1_000,
  }),
  chatChannels: declare('MUSTER_QUOTA_CHAT_CHANNELS', {
    code: 'CHAT_CHANNELS_PER_ACCOUNT',
    name: 'chat channels in an account',
    default: 500,
    max: 100_000,
  }),
  onCallMirrors: declare('MUSTER_QUOTA_ONCALL_MIRRORS', {
    code: 'ONCALL_MIRRORS_PER_ACCOUNT',
    name: 'mirrors of who is on call in an account',
    default: 200,
    max: 1_000,
  }),
  buses: declare('MUSTER_QUOTA_BUSES', {
    code: 'EVENT_BUSES_PER_REGION',
    name: 'event buses in a Region of an account',
    default: 100,
    max: 100_000,
  }),
  rulesPerBus: declare('MUSTER_QUOTA_RULES_PER_BUS', {
    code: 'RULES_PER_EVENT_BUS',
    name: 'rules of an event bus',
    default: 300,
    max: 100_000,
  }),
  targetsPerRule: declare('MUSTER_QUOTA_TARGETS_PER_RULE', {
    code: 'TARGETS_PER_RULE',
    name: 'targets of a rule',
    default: 5,
    max: 100,
  }),
  connections: declare('MUSTER_QUOTA_CONNECTIONS', {
    code: 'CONNECTIONS_PER_REGION',
    name: 'connections of API destinations in a Region of an account',
    default: 3_000,
    max: 100_000,
  }),
  apiDestinations: declare('MUSTER_QUOTA_API_DESTINATIONS', {
    code: 'API_DESTINATIONS_PER_REGION',
    name: 'API destinations in a Region of an account',
    default: 3_000,
    max: 100_000,
  }),
  topics: declare('MUSTER_QUOTA_TOPICS', {
    code: 'TOPICS_PER_REGION',
    name: 'topics in a Region of an account',
    default: 100_000,
    max: 1_000_000,
  }),
  subscriptionsPerTopic: declare('MUSTER_QUOTA_SUBSCRIPTIONS_PER_TOPIC', {
    code: 'SUBSCRIPTIONS_PER_TOPIC',
    name: 'subscriptions of a topic',
    default: 1_000,
    max: 10_000,
  }),
  calendarFeeds: declare('MUSTER_QUOTA_CALENDAR_FEEDS', {
    code: 'CALENDAR_FEEDS_PER_REGION',
    name: 'calendar feeds that are not revoked in a Region of an account',
    default: 1_000,
    max: 100_000,
  }),
};

export type QuotaName = keyof typeof quotaTable;
export type QuotaSetting = (typeof quotaTable)[QuotaName]['setting'];
export type Quotas = Readonly<Record<QuotaName, Quota>>;

/** The quotas as set; what is not set is as declared. */
export function quotasFrom(settings: Partial<Record<QuotaSetting, number>> = {}): Quotas {
  const entries = Object.entries(quotaTable).map(([name, { code, setting, name: told, default: usual, ...rest }]) => {
    const set = settings[setting] ?? usual;
    const limit = 'none' in rest && set === 0 ? undefined : set;
    return [name, { code, name: told, setting, limit }];
  });
  return Object.fromEntries(entries) as Quotas;
}
