import type { ApiTokens } from '#domain/access';
import type { ReplicationSets } from '#domain/accounts';
import type { ChatChannels, ChatPeople, Following, Notices } from '#domain/chat';
import type { ContactChannels, Contacts } from '#domain/contacts';
import type { Doctor } from '#domain/doctor';
import type { Engagements } from '#domain/engagements';
import type { Incidents } from '#domain/incidents';
import type { Insight } from '#domain/insight';
import type { Integrations } from '#domain/integrations';
import type { Feeds, OnCall, Overrides, Rotations, Swaps, TemporarySchedules } from '#domain/oncall';
import type { ResponsePlans } from '#domain/response-plans';
import type { Timeline } from '#domain/timeline';
import type { Cursors } from '#kernel/page';

/** The rooms that the native API translates for. */
export interface ApiRooms {
  apiTokens: ApiTokens;
  chatChannels: ChatChannels;
  chatPeople: ChatPeople;
  contacts: Contacts;
  contactChannels: ContactChannels;
  doctor: Doctor;
  engagements: Engagements;
  feeds: Feeds;
  following: Following;
  incidents: Incidents;
  insight: Insight;
  integrations: Integrations;
  notices: Notices;
  onCall: OnCall;
  overrides: Overrides;
  replicationSets: ReplicationSets;
  responsePlans: ResponsePlans;
  rotations: Rotations;
  swaps: Swaps;
  temporarySchedules: TemporarySchedules;
  timeline: Timeline;
  cursors: Cursors;
}
