import type { Incidents } from '#domain/incidents';
import type { Queries } from '#storage/db';
import type { DueWork } from '#storage/due';

/** What services are told by, and act on. */
export interface ServiceRooms {
  incidents: Pick<Incidents, 'find' | 'related' | 'update'>;
  due: DueWork;
  /** The text of a secret that an account names; refuses as the room `secrets` does. */
  secretValue: (on: Queries, account: string, nameOrArn: string) => Promise<string>;
  /** Where links lead. */
  publicUrl: string;
}
