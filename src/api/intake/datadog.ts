import type { Alert } from '#domain/intake';
import type { Sent, Told } from './door.ts';
import { labelsOf, objectAt, plain, wanted } from './read.ts';

/** What a monitor's transition is, in Datadog's words. */
const OVER = ['recovered', 'no data recovered', 'success'];
/** In front of a title, where the payload has no transition. */
const IN_TITLE = /^\[([^\]]{1,60})\]\s*/;

/** Datadog's webhook, with the payload of docs/intake.md, or the one that Datadog fills in by itself. */
export function datadog({ body }: Sent): Told {
  const raw = objectAt(body, 'body');
  const title = plain(raw['title']);
  if (title === undefined) throw wanted('title', 'a text, filled in by $EVENT_TITLE', raw['title']);
  const inTitle = IN_TITLE.exec(title)?.[1];
  const transition =
    plain(raw['transition']) ?? plain(raw['alert_transition']) ?? inTitle?.replace(/ on \{.*$/, '') ?? '';
  const name = title.replace(IN_TITLE, '');
  const monitor = plain(raw['monitor']) ?? plain(raw['alert_id']);
  const scope = plain(raw['scope']);
  const key = plain(raw['key']) ?? (monitor === undefined ? undefined : `${monitor}/${scope ?? ''}`) ?? name;
  const alert: Alert = {
    status: OVER.includes(transition.trim().toLowerCase()) ? 'resolved' : 'firing',
    labels: labelsOf({
      alertname: name,
      ...{ monitor, scope, priority: raw['priority'], host: raw['host'], tags: raw['tags'], type: raw['type'] },
    }),
    annotations: labelsOf({ summary: title, description: raw['body'], url: raw['link'], transition }),
    fingerprint: key,
    raw,
  };
  return { alerts: [alert] };
}
