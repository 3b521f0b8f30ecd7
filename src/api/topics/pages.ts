import type { ByLink, SubscriptionView } from '#domain/topics';
import { escapeHtml } from '#kernel/text';
import { page } from '../page.ts';

/** What people see who open a link in a mail of a topic. */

const TEXTS = {
  confirm: { title: 'Confirm your subscription', button: 'Confirm', about: 'Messages of this topic go to' },
  end: { title: 'End your subscription', button: 'Unsubscribe', about: 'Messages of this topic stop going to' },
} as const;

export function questionPage(action: 'confirm' | 'end', { topicArn, endpoint }: SubscriptionView): string {
  const { title, button, about } = TEXTS[action];
  return page(
    title,
    `<p class="soft">${escapeHtml(topicArn)}</p><h1>${title}</h1>
<form method="post"><p><button type="submit" autofocus>${button}</button></p></form>
<p>${about} ${escapeHtml(endpoint)}.</p>`,
  );
}

const DONE: Readonly<Record<ByLink['did'], readonly [state: string, more: string]>> = {
  confirmed: ['Confirmed', 'Messages of this topic come from now on.'],
  ended: ['Ended', 'No more messages of this topic come.'],
  guarded: ['Nothing was changed', 'This subscription is ended by a signed call only. Ask who runs Muster.'],
};

export function donePage({ did, subscription }: ByLink): string {
  const [state, more] = DONE[did];
  return page(
    state,
    `<p class="soft">${escapeHtml(subscription.topicArn)}</p><p class="state" role="status">${state}</p><p>${more}</p>`,
  );
}

export function unknownSubscriptionPage(): string {
  return page(
    'Unknown link',
    '<h1>This link is not known here</h1><p>It may have been cut off, be older than two days, or be of a subscription that was ended. Subscribe again to get another.</p>',
  );
}
