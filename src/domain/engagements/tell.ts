import { eventTypes, type NewEvent } from '#domain/timeline';
import { onTimeline } from './apply.ts';
import type { PageRow } from './pages.sql.ts';

/** One entry for each incident concerned, naming the person and the channel. */
export function tell(now: Date, pages: PageRow[], text: (page: PageRow) => string): NewEvent[] {
  const perIncident = new Map(pages.map((page) => [page.incident_id, page]));
  return [...perIncident.values()].flatMap((page) => {
    const incident =
      page.incident_id && page.incident_arn ? { id: page.incident_id, arn: page.incident_arn } : undefined;
    const who = `${text(page)} [${page.alias}, ${page.channel_type}]`;
    return onTimeline(
      now,
      { account: page.account, ...(incident ? { incident } : {}) },
      eventTypes.custom,
      JSON.stringify(who),
    );
  });
}
