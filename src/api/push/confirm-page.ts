import type { Confirmation } from '#domain/contacts';
import { escapeHtml } from '#kernel/text';
import { page } from '../page.ts';

const TITLES: Readonly<Record<Confirmation['state'], string>> = {
  waiting: 'Confirm this address',
  confirmed: 'Confirmed',
  void: 'Too old',
};

const texts: Readonly<Record<Confirmation['state'], string>> = {
  // No action address: the form goes to the page's own, so that the token is nowhere in the text.
  waiting: '<form method="post"><p><button type="submit" autofocus>Confirm</button></p></form>',
  confirmed: '<p class="state" role="status">Confirmed: pages can be sent here.</p>',
  void: '<p role="status">This address was older than 15 minutes, or a newer one was sent. Ask for another code.</p>',
};

/** What the address in an activation message shows: whose channel it is, and the one button. */
export function confirmPage({ state, channel }: Confirmation): string {
  const whose = `<p class="soft">Pages for ${escapeHtml(channel.contact.alias)}, as “${escapeHtml(channel.name)}”</p>`;
  return page(TITLES[state], `${whose}\n<h1>${TITLES[state]}</h1>\n${texts[state]}`);
}
