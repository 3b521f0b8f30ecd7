import type { Endpoints, Heard } from '#domain/topics';
import { messageOf } from '#kernel/text';
import { type Outgoing, OutgoingError } from '#providers/outgoing';

/** As long as AWS waits. */
const TIMEOUT_MS = 15_000;
/** What it says besides its status is read and dropped. */
const MAX_BYTES = 1_048_576;
/** Of the answers from 400 to 499 those that say: not now. */
const LATER = new Set([408, 425, 429]);

/** Subscribers of topics over HTTP. Any answer from 200 to 299 is a receipt; a redirect is none, since a POST does not follow it. */
export function createEndpoints({ outgoing }: { outgoing: Outgoing }): Endpoints {
  return {
    async post({ url, headers, body }, signal) {
      const bounds = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES, maxRedirects: 0 };
      try {
        const { status } = await outgoing.request({
          method: 'POST',
          url,
          headers: { ...headers },
          body,
          ...bounds,
          signal,
        });
        return heard(status);
      } catch (error) {
        if (error instanceof OutgoingError) return { ok: false, permanent: !error.retry, reason: messageOf(error) };
        if (signal.aborted)
          return { ok: false, permanent: false, reason: 'given up: this node has to stop, or lost the work' };
        throw error;
      }
    },
  };
}

function heard(status: number): Heard {
  if (status >= 200 && status < 300) return { ok: true, status };
  const permanent = status >= 400 && status < 500 && !LATER.has(status);
  return { ok: false, permanent, reason: `the endpoint answered ${status}; wanted 200 to 299` };
}
