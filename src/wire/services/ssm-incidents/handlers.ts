import type { Tx } from '#storage/db';
import type { Rooms } from '../../rooms.ts';
import { type Implementation, implement } from '../../service.ts';
import { incidentHandlers } from './incidents.ts';
import { planHandlers } from './plans.ts';
import { relatedHandlers } from './related.ts';
import { replicationHandlers } from './replication.ts';
import { ssmIncidents } from './service.ts';
import { policyHandlers, tagHandlers } from './sharing.ts';
import { timelineHandlers } from './timeline.ts';

/** ssm-incidents: replication sets, response plans, incident records and their timelines. Handlers translate; the rooms decide. */
export function ssmIncidentsService(rooms: Rooms): Implementation<Tx> {
  return implement(ssmIncidents, {
    ...replicationHandlers(rooms),
    ...planHandlers(rooms),
    ...incidentHandlers(rooms),
    ...relatedHandlers(rooms),
    ...timelineHandlers(rooms),
    ...policyHandlers(rooms),
    ...tagHandlers(rooms),
  });
}
