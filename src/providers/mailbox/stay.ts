import type { ImapFlow } from 'imapflow';
import { type Take, takeUnseen } from './take.ts';

/**
 * Stays with the open mailbox for `ms` milliseconds and takes every mail as it comes, where the server tells of them (IDLE). Ends at
 * once where it cannot, and when `signal` is aborted. Rejects when the connection breaks.
 */
export async function stayFor(client: ImapFlow, ms: number, signal: AbortSignal, take: Take): Promise<void> {
  if (!client.capabilities.has('IDLE')) return;
  const over = Promise.withResolvers<'over'>();
  const timer = setTimeout(() => over.resolve('over'), ms);
  const stop = () => over.resolve('over');
  signal.addEventListener('abort', stop, { once: true });
  const broken = Promise.withResolvers<never>();
  // A connection that is closed because it was stopped has done what it was for.
  const onClose = () => (signal.aborted ? stop() : broken.reject(new Error('the connection was closed')));
  client.on('close', onClose);
  let news = Promise.withResolvers<'news'>();
  const onExists = () => news.resolve('news');
  client.on('exists', onExists);
  const idle = () =>
    client.idle().then(
      () => 'ended' as const,
      (error: unknown) => (signal.aborted ? ('over' as const) : Promise.reject(error)),
    );
  try {
    // What came between the first look and these listeners.
    await takeUnseen(client, signal, take);
    for (;;) {
      const next = await Promise.race([over.promise, broken.promise, news.promise, idle()]);
      if (next === 'over' || signal.aborted) return;
      // What comes while these are taken is news again.
      news = Promise.withResolvers<'news'>();
      await takeUnseen(client, signal, take);
      // The server has ended it without news: it is only looked into until the next connection.
      if (next === 'ended') return;
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    client.off('close', onClose);
    client.off('exists', onExists);
    // Nobody waits for these any more: the race is over.
    broken.promise.catch(() => undefined);
  }
}
