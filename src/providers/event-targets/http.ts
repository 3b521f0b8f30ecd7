import type { HttpCaller } from '#domain/events';
import { messageOf } from '#kernel/text';
import { type Outgoing, OutgoingError, retryAfterMs } from '#providers/outgoing';

/** As long as AWS waits for an API destination. */
const TIMEOUT_MS = 5_000;
/** Tokens and errors are short; what is more is not read. */
const MAX_BYTES = 65_536;

/** One request, without following redirects: a POST does not follow them, and its headers hold what authorizes. */
export function createHttpCaller(outgoing: Outgoing): Pick<HttpCaller, 'request'> {
  return {
    async request({ method, url, headers, body }, signal) {
      try {
        const answer = await outgoing.request({
          ...{
            method,
            url,
            headers: { ...headers },
            timeoutMs: TIMEOUT_MS,
            maxBytes: MAX_BYTES,
            maxRedirects: 0,
            signal,
          },
          ...(body === undefined ? {} : { body }),
        });
        // A wait that is given as a date is not understood: it needs a clock, and is rare.
        const wait = retryAfterMs(seconds(answer.headers['retry-after']), new Date(0));
        const text = answer.body.toString('utf8');
        return { status: answer.status, body: text, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
      } catch (error) {
        if (error instanceof OutgoingError) {
          const code = error.reason === 'timeout' ? 'TIMEOUT' : 'FAILED_INVOCATION';
          return { failed: { ok: false, permanent: !error.retry, code, reason: messageOf(error) } };
        }
        if (!signal.aborted) throw error;
        const reason = 'given up: this node has to stop, or lost the work';
        return { failed: { ok: false, permanent: false, code: 'TIMEOUT', reason } };
      }
    },
  };
}

const seconds = (header: string | undefined) => (header !== undefined && /^\d+$/.test(header) ? header : undefined);
