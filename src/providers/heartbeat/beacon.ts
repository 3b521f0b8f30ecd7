import type { Beacon } from '#domain/heartbeat';
import { messageOf } from '#kernel/text';
import { type Outgoing, OutgoingError } from '#providers/outgoing';

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 65_536;

/** A beat is a GET of an address at a dead man's switch: every such service takes one. Any 2xx is heard. */
export function createBeacon({ url, outgoing }: { url: string; outgoing: Outgoing }): Beacon {
  return {
    async beat(signal) {
      try {
        const request = { method: 'GET', url, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES, signal };
        const { status } = await outgoing.request(request);
        return status >= 200 && status < 300 ? undefined : `it answered ${status}; wanted 200 to 299`;
      } catch (error) {
        if (error instanceof OutgoingError) return messageOf(error);
        throw error;
      }
    },
  };
}
