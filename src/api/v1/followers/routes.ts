import { IncidentId } from '../incidents/schemas.ts';
import { routes } from '../route.ts';
import { FollowerId, IncidentFollower, IncidentFollowers, NewIncidentFollower } from './schemas.ts';

const group = 'Incidents';
const path = '/incidents/{incidentId}/followers';

export const followerRoutes = routes({
  listFollowers: {
    method: 'GET',
    path,
    group,
    summary: 'Show who is told of an incident',
    access: 'read',
    params: IncidentId,
    answer: IncidentFollowers,
  },
  followIncident: {
    method: 'POST',
    path,
    group,
    summary: 'Let a chat room or a person follow an incident',
    about: 'They are told how it stands, once, and of each change. Nothing of it is on the timeline.',
    access: 'write',
    params: IncidentId,
    body: NewIncidentFollower,
    answer: IncidentFollower,
    status: 201,
  },
  unfollowIncident: {
    method: 'DELETE',
    path: `${path}/{followerId}`,
    group,
    summary: 'Tell a follower nothing more',
    access: 'write',
    params: FollowerId,
  },
});
