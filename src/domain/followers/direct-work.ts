import type { Due } from '#storage/due';
import type { Follower } from './follower.ts';

/** Where followers wait who are told within Muster. */
export const DIRECT_QUEUE = 'follower';
/** Behind every page. */
const PRIORITY = 5;

export const directWork = ({ id, account }: Pick<Follower, 'id' | 'account'>, runAt: Date): Due => ({
  ...{ queue: DIRECT_QUEUE, key: id, account, runAt, priority: PRIORITY, payload: {} },
});
