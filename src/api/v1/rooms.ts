import type { ApiTokens } from '#domain/access';
import type { ContactChannels, Contacts } from '#domain/contacts';
import type { Engagements } from '#domain/engagements';
import type { Incidents } from '#domain/incidents';
import type { ResponsePlans } from '#domain/response-plans';
import type { Timeline } from '#domain/timeline';
import type { Cursors } from '#kernel/page';

/** The rooms that the native API translates for. */
export interface ApiRooms {
  apiTokens: ApiTokens;
  contacts: Contacts;
  contactChannels: ContactChannels;
  engagements: Engagements;
  incidents: Incidents;
  responsePlans: ResponsePlans;
  timeline: Timeline;
  cursors: Cursors;
}
