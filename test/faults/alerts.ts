import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { sign } from '#kernel/sign';
import type { Running } from './site.ts';

/** Alerts that are brought while the node is killed: whatever was answered 200 is there afterwards. */

/** So many send at once, each one alert after the other. */
const SENDERS = 2;
/** Between two of a sender: the node has other things to do, and lists 10,000 alerts at most. */
const PAUSE_MS = process.env['MUSTER_LONG'] === '1' ? 400 : 20;

/** Makes an intake key as the administrator. */
export async function alertKey({ aws, ready }: Running): Promise<string> {
  const url = new URL('/api/v1/intake/keys', (await ready).url);
  const { accessKeyId, secretAccessKey: secret } = await aws.incidents.config.credentials();
  const body = JSON.stringify({ source: 'alertmanager' });
  const asked = { method: 'POST', url, headers: { 'content-type': 'application/json' }, body };
  const scope = { region: 'us-east-1', service: 'muster' };
  const headers = sign(asked, { accessKeyId, secret }, scope, new Date());
  const answer = await fetch(url, { method: 'POST', headers, body });
  assert.equal(answer.status, 201);
  return ((await answer.json()) as { secret: string }).secret;
}

/** Sends alert after alert, each one of its own, and remembers those that were answered 200. */
export function alertSenders(key: string) {
  const accepted: string[] = [];
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  let url: string | undefined;
  let sent = 0;
  let over = false;
  const send = async (to: string) => {
    const alertname = `A${sent++}`;
    const body = JSON.stringify([{ labels: { alertname }, annotations: { summary: 'x'.repeat(300) } }]);
    try {
      const { status } = await fetch(`${to}/api/v2/alerts`, { method: 'POST', headers, body });
      assert.ok(status === 200 || status === 503, `answered ${status}`);
      if (status === 200) accepted.push(alertname);
    } catch (error) {
      // The connection broke with the node: there was no answer, and nothing is known of the alert. The next node is waited for.
      if (!(error instanceof TypeError)) throw error;
      if (url === to) url = undefined;
    }
  };
  const sending = Promise.all(
    Array.from({ length: SENDERS }, async () => {
      while (!over) {
        if (url !== undefined) await send(url);
        await pause(PAUSE_MS);
      }
    }),
  );
  // A failure is told by judge(), which comes later.
  sending.catch(() => undefined);
  return {
    /** From now on they go to this node. */
    async to({ ready }: Running) {
      ({ url } = await ready);
    },
    /** Ends it, also where the test has failed. */
    stop() {
      over = true;
    },
    /** Ends it. Fails where one that was answered 200 is not there, as a node tells that lives. */
    async judge(node: Running): Promise<string> {
      over = true;
      await sending;
      const there = await firing((await node.ready).url, key);
      const lost = accepted.filter((name) => !there.has(name));
      assert.deepEqual(lost, [], 'alerts that were answered 200 and are not there');
      assert.ok(accepted.length > 0, 'some were answered');
      return `${sent} alerts sent, ${accepted.length} answered 200, ${there.size} there`;
    },
  };
}

async function firing(url: string, key: string): Promise<Set<string>> {
  const answer = await fetch(`${url}/api/v2/alerts`, { headers: { authorization: `Bearer ${key}` } });
  assert.equal(answer.status, 200);
  const alerts = (await answer.json()) as { labels: { alertname: string } }[];
  return new Set(alerts.map(({ labels }) => labels.alertname));
}
