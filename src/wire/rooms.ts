import type {
  AccessKeys,
  Assuming,
  Permissions,
  PolicyKeeping,
  RoleKeeping,
  RolePolicies,
  Sessions,
} from '#domain/access';
import type { ReplicationSets } from '#domain/accounts';
import type { Alarms } from '#domain/alarms';
import type { ContactChannels, Contacts } from '#domain/contacts';
import type { Documents } from '#domain/documents';
import type { Acknowledging, Engagements } from '#domain/engagements';
import type { ApiDestinations, Buses, Connections, EventIntake, Rules } from '#domain/events';
import type { Incidents } from '#domain/incidents';
import type { Metrics } from '#domain/metrics';
import type { Overrides, Rotations } from '#domain/oncall';
import type { Parameters } from '#domain/parameters';
import type { ResourcePolicies, ResponsePlans } from '#domain/response-plans';
import type { Executions } from '#domain/runbooks';
import type { Secrets } from '#domain/secrets';
import type { Timeline } from '#domain/timeline';
import type { Topics } from '#domain/topics';
import type { Cursors } from '#kernel/page';

/** The rooms that the faces translate for; made by `main.ts`. */
export interface Rooms {
  accessKeys: AccessKeys;
  sessions: Sessions;
  roles: RoleKeeping;
  rolePolicies: RolePolicies;
  policies: PolicyKeeping;
  permissions: Permissions;
  assuming: Assuming;
  replicationSets: ReplicationSets;
  alarms: Alarms;
  metrics: Metrics;
  contacts: Contacts;
  contactChannels: ContactChannels;
  rotations: Rotations;
  overrides: Overrides;
  engagements: Engagements;
  acknowledging: Acknowledging;
  rules: Rules;
  buses: Buses;
  connections: Connections;
  apiDestinations: ApiDestinations;
  intake: EventIntake;
  incidents: Incidents;
  responsePlans: ResponsePlans;
  resourcePolicies: ResourcePolicies;
  executions: Executions;
  secrets: Secrets;
  timeline: Timeline;
  topics: Topics;
  documents: Documents;
  parameters: Parameters;
  cursors: Cursors;
}
