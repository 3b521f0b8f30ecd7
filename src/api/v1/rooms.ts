import type { ApiTokens } from '#domain/access';
import type { ReplicationSets } from '#domain/accounts';
import type { ChatChannels, ChatPeople, Following, Notices } from '#domain/chat';
import type { ContactChannels, Contacts, PushLinks } from '#domain/contacts';
import type { Doctor } from '#domain/doctor';
import type { Drills } from '#domain/drills';
import type { Engagements, Previews } from '#domain/engagements';
import type { Rules } from '#domain/events';
import type { Incidents } from '#domain/incidents';
import type { Insight } from '#domain/insight';
import type { Integrations } from '#domain/integrations';
import type { Feeds, OnCall, Overrides, Rotations, Swaps, TemporarySchedules } from '#domain/oncall';
import type { Probes } from '#domain/probes';
import type { ResponsePlans } from '#domain/response-plans';
import type { Silences } from '#domain/silences';
import type { Templates } from '#domain/templates';
import type { TestPages } from '#domain/test-pages';
import type { Timeline } from '#domain/timeline';
import type { Topics } from '#domain/topics';
import type { Cursors } from '#kernel/page';

/** The rooms that the native API translates for. */
export interface ApiRooms {
  apiTokens: ApiTokens;
  chatChannels: ChatChannels;
  chatPeople: ChatPeople;
  /** The kinds of channel that there are. */
  channelTypes: readonly string[];
  contacts: Contacts;
  contactChannels: ContactChannels;
  doctor: Doctor;
  drills: Drills;
  engagements: Engagements;
  feeds: Feeds;
  following: Following;
  incidents: Incidents;
  insight: Insight;
  integrations: Integrations;
  notices: Notices;
  onCall: OnCall;
  overrides: Overrides;
  probes: Probes;
  pushLinks: PushLinks;
  replicationSets: ReplicationSets;
  previews: Previews;
  responsePlans: ResponsePlans;
  rotations: Rotations;
  rules: Rules;
  silences: Silences;
  swaps: Swaps;
  templates: Templates;
  temporarySchedules: TemporarySchedules;
  testPages: TestPages;
  timeline: Timeline;
  topics: Topics;
  cursors: Cursors;
}
