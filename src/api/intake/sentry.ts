import { createHmac } from 'node:crypto';
import type { Alert } from '#domain/intake';
import { Refusal } from '#kernel/refusal';
import { sameSecret } from '#kernel/seal';
import type { Sent, Told } from './door.ts';
import { isObject, type Json, labelsOf, objectAt, plain, wanted } from './read.ts';

/** Webhooks of a Sentry integration: alerts of issues and of metrics, and what becomes of issues. All else is taken, and no alert. */
export function sentry(sent: Sent): Told {
  checkSignature(sent);
  const raw = objectAt(sent.body, 'body');
  const data = isObject(raw['data']) ? raw['data'] : {};
  const action = plain(raw['action']) ?? '';
  if (isObject(data['metric_alert'])) return { alerts: [metric(raw, data, data['metric_alert'], action)] };
  if (isObject(data['event'])) return { alerts: [event(raw, data, data['event'])] };
  if (isObject(data['issue'])) return { alerts: issue(raw, data['issue'], action) };
  if (!('data' in raw)) throw wanted('data', 'an object', undefined);
  return { alerts: [] };
}

/** HMAC-SHA256 of the body under the integration's client secret. */
function checkSignature({ bytes, headers, key }: Sent): void {
  if (key.signingSecret === undefined) return;
  const given = headers['sentry-hook-signature'];
  const right = createHmac('sha256', key.signingSecret).update(bytes).digest('hex');
  if (typeof given === 'string' && sameSecret(given, right)) return;
  const message =
    'The header Sentry-Hook-Signature: wanted a signature with the client secret that this intake key was made with, got another or none.';
  throw new Refusal('unauthenticated', message);
}

function event(raw: Json, data: Json, { issue_id, ...one }: Json): Alert {
  const id = plain(issue_id);
  if (id === undefined) throw wanted('data.event.issue_id', 'a text', issue_id);
  return {
    status: 'firing',
    labels: labelsOf({ level: one['level'], project: one['project'], environment: one['environment'] }),
    annotations: labelsOf({
      summary: one['title'],
      ...{ culprit: one['culprit'], url: one['web_url'], rule: data['triggered_rule'] },
    }),
    fingerprint: `issue/${id}`,
    raw,
  };
}

function metric(raw: Json, data: Json, alert: Json, action: string): Alert {
  const id = plain(alert['id']);
  if (id === undefined) throw wanted('data.metric_alert.id', 'a text', alert['id']);
  const rule = isObject(alert['alert_rule']) ? alert['alert_rule'] : {};
  return {
    status: action === 'resolved' ? 'resolved' : 'firing',
    labels: labelsOf({ alertname: rule['name'], severity: action === 'resolved' ? undefined : action }),
    annotations: labelsOf({
      ...{ summary: data['description_title'], description: data['description_text'], url: data['web_url'] },
    }),
    // The rule, and not the incident that Sentry makes of each breach: the same trouble keeps its name.
    fingerprint: `metric/${plain(rule['id']) ?? id}`,
    raw,
  };
}

/** What happens to an issue otherwise (who has it, what is noted) is no alert. */
function issue(raw: Json, one: Json, action: string): Alert[] {
  if (!['created', 'unresolved', 'resolved', 'archived', 'ignored'].includes(action)) return [];
  const id = plain(one['id']);
  if (id === undefined) throw wanted('data.issue.id', 'a text', one['id']);
  const project = isObject(one['project']) ? one['project']['slug'] : undefined;
  const url = plain(one['web_url']) ?? one['permalink'];
  return [
    {
      status: action === 'created' || action === 'unresolved' ? 'firing' : 'resolved',
      labels: labelsOf({ level: one['level'], project }),
      annotations: labelsOf({ summary: one['title'], culprit: one['culprit'], url }),
      fingerprint: `issue/${id}`,
      raw,
    },
  ];
}
