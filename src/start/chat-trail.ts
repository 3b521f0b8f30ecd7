import type { Trail } from '#domain/audit';
import type { TrailEntry } from '#domain/chat';
import type { Tx } from '#storage/db';

/** How deeds in chat rooms stand in the trail: with the person whose they are, and who in the room it was. */
export const chatTrail =
  (trail: Pick<Trail, 'write'>) =>
  (tx: Tx, { actor, at, what, parameters, sourceIp, userAgent, error }: TrailEntry): Promise<void> =>
    trail.write(tx, {
      ...{
        actor,
        accessKeyId: '',
        at,
        eventSource: 'muster',
        eventName: `Chat${what[0]!.toUpperCase()}${what.slice(1)}`,
      },
      ...{ readOnly: false, sourceIp, userAgent, parameters },
      ...(error ? { error: { code: error.kind, message: error.message } } : {}),
    });
