import { escapeHtml } from '#kernel/text';
import { page, pageHeaders } from '../page.ts';

/** Its own script and worker, and requests to this server: nothing else is let in. */
export const pushPageHeaders = {
  ...pageHeaders,
  'content-security-policy': `${pageHeaders['content-security-policy']}; script-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'`,
};

/** A browser's script of our own. It is asked for again each time, so that a new version holds at once. */
export const scriptHeaders = {
  'content-type': 'text/javascript; charset=utf-8',
  'content-security-policy': "default-src 'none'; connect-src 'self'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
};

/** So that a phone that wants it can keep the page as an app of its own. */
export const manifest = {
  name: 'Muster',
  short_name: 'Muster',
  start_url: '/push',
  scope: '/',
  display: 'standalone',
};

/** Where a browser subscribes to its person's pages. It shows nothing of anybody: the link is behind the #, and the script's. */
export function pushPage(publicKey: string): string {
  return page(
    'Pages on this device',
    `<h1>Get pages on this device</h1>
<form id="form" data-key="${escapeHtml(publicKey)}">
<p id="link-row"><label for="link">The link that you were given</label><input id="link" name="link" autocomplete="off" required></p>
<p><label for="device">What to call this device</label><input id="device" name="device" maxlength="100" autocomplete="off" required></p>
<p><button id="button" type="submit">Turn on</button></p>
</form>
<p id="status" role="status" hidden></p>
<p class="soft">Your browser asks whether notifications are allowed. Pages reach it through its maker’s push service, which carries them encrypted and cannot read them.</p>
<script src="/push-page.js"></script>`,
    '<link rel="manifest" href="/push.webmanifest">',
  );
}
