export { followerHandler } from './direct.ts';
export type {
  DirectKind,
  Follower,
  FollowerKind,
  FollowerState,
  Following,
  IncidentView,
  MessagedKind,
  Retargeted,
  Telling,
} from './follower.ts';
export { createFollowers, type Followers, type NewFollower } from './followers.ts';
export { followerInvariant } from './invariants.ts';
export { followerMessages } from './messages.ts';
export { topicFollowers } from './topics.ts';
export { newsLine } from './words.ts';
