import type { PagerDutyConfiguration, ResponsePlan } from '#domain/response-plans';
import type { Tx } from '#storage/db';
import type { Incident } from './incident.ts';

/** An incident that was just opened, and what its plan says of others who are to know. */
export interface Begun {
  incident: Incident;
  integrations: PagerDutyConfiguration[];
}

/** Who wants to know of incidents, to tell others outside of them. A higher room offers one. */
export interface IncidentWatcher {
  /** They were opened in this transaction; their timelines have begun. */
  opened(tx: Tx, now: Date, begun: Begun[]): Promise<void>;
  /** Its chat channel or its notification targets were changed. */
  retargeted(tx: Tx, now: Date, incident: Incident): Promise<void>;
  /** Nothing is kept of them any more. */
  forgotten(tx: Tx, account: string, incidentIds: string[]): Promise<void>;
}

/** What a plan says of other services. */
export const integrationsOf = ({ integrations }: ResponsePlan) => integrations.map((one) => one.pagerDutyConfiguration);

/** Every topic that an incident names, once. */
export const topicsOf = ({ chatChannel, notificationTargets }: Incident): string[] => [
  ...new Set([...(chatChannel?.chatbotSns ?? []), ...notificationTargets.map((target) => target.snsTopicArn)]),
];
