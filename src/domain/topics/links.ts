import type { Keyring } from '#kernel/seal';
import { subscriptionTokens } from './tokens.ts';
import { type SubscriptionRef, subscriptionArn, topicArn } from './topic.ts';

/** Where a subscriber confirms or ends a subscription. */
export interface SubscriptionLinks {
  /** For machines: a GET of it is enough. */
  subscribeUrl(ref: SubscriptionRef, token: string): string;
  unsubscribeUrl(ref: SubscriptionRef): string;
  /** For people: a page with a button, since programs that look through mails open links. */
  confirmPage(token: string): string;
  leavePage(subscription: string): string;
  token(subscription: string, now: Date): string;
}

export function subscriptionLinks(keyring: Keyring, publicUrl: string): SubscriptionLinks {
  const tokens = subscriptionTokens(keyring);
  const query = (values: Record<string, string>) => `${publicUrl}/sns/?${new URLSearchParams(values)}`;
  return {
    subscribeUrl: (ref, Token) => query({ Action: 'ConfirmSubscription', TopicArn: topicArn(ref), Token }),
    unsubscribeUrl: (ref) =>
      query({ Action: 'Unsubscribe', SubscriptionArn: subscriptionArn(ref), Token: tokens.end(ref.id) }),
    confirmPage: (token) => `${publicUrl}/sns/confirm/${token}`,
    leavePage: (subscription) => `${publicUrl}/sns/unsubscribe/${tokens.end(subscription)}`,
    token: tokens.confirmation,
  };
}
