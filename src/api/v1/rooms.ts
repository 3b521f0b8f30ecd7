import type { ApiTokens } from '#domain/access';
import type { ReplicationSets } from '#domain/accounts';
import type { ContactChannels, Contacts } from '#domain/contacts';
import type { Doctor } from '#domain/doctor';
import type { Drills } from '#domain/drills';
import type { Engagements } from '#domain/engagements';
import type { Incidents } from '#domain/incidents';
import type { Insight } from '#domain/insight';
import type { Integrations } from '#domain/integrations';
import type { Feeds, OnCall, Overrides, Rotations, Swaps, TemporarySchedules } from '#domain/oncall';
import type { Probes } from '#domain/probes';
import type { ResponsePlans } from '#domain/response-plans';
import type { TestPages } from '#domain/test-pages';
import type { Timeline } from '#domain/timeline';
import type { Cursors } from '#kernel/page';

/** The rooms that the native API translates for. */
export interface ApiRooms {
  apiTokens: ApiTokens;
  contacts: Contacts;
  contactChannels: ContactChannels;
  doctor: Doctor;
  drills: Drills;
  engagements: Engagements;
  feeds: Feeds;
  incidents: Incidents;
  insight: Insight;
  integrations: Integrations;
  onCall: OnCall;
  overrides: Overrides;
  probes: Probes;
  replicationSets: ReplicationSets;
  responsePlans: ResponsePlans;
  rotations: Rotations;
  swaps: Swaps;
  temporarySchedules: TemporarySchedules;
  testPages: TestPages;
  timeline: Timeline;
  cursors: Cursors;
}
