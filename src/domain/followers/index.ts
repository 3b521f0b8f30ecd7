export type {
  Follower,
  FollowerKind,
  FollowerState,
  Following,
  IncidentView,
  Retargeted,
  Telling,
} from './follower.ts';
export { createFollowers, type Followers, type NewFollower } from './followers.ts';
export { followerInvariant } from './invariants.ts';
export { followerMessages } from './messages.ts';
export { newsLine } from './words.ts';
