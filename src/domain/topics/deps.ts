import type { Outbox, Route } from '#domain/channels';
import type { Quota } from '#kernel/quota';
import type { Keyring } from '#kernel/seal';

/** What the room works with. */
export interface TopicsDeps {
  keyring: Keyring;
  outbox: Outbox;
  /** Mails and text messages leave by them, and they judge addresses. */
  channels: readonly Route[];
  quotas: Readonly<Record<'topics' | 'subscriptionsPerTopic' | 'tagsPerResource', Quota>>;
}
