import type { Engagements, Matter } from '#domain/engagements';
import type { ResponsePlan } from '#domain/response-plans';
import { eventTypes, type NewEvent, type Timeline } from '#domain/timeline';
import type { Actor } from '#kernel/actor';
import { newId } from '#kernel/ids';
import type { Tx } from '#storage/db';
import { type Incident, incidentArn, NO_PLAN } from './incident.ts';

export interface EngageRooms {
  timeline: Timeline;
  engagements: Engagements;
}

/** An incident that was just opened, with the plan that it follows. */
export interface Opened {
  incident: Incident;
  plan: ResponsePlan;
  actor: Actor;
}

/**
 * Engages whom the plans name, and tells on the timelines, after `before`, what could not be done and what to do about it (law 4,
 * design 10.1).
 */
export async function engage(
  tx: Tx,
  now: Date,
  rooms: EngageRooms,
  opened: Opened[],
  before: NewEvent[],
): Promise<void> {
  const starts = opened.flatMap((one) => one.plan.engagements.map((contactArn) => ({ contactArn, one })));
  const started = await rooms.engagements.start(
    tx,
    now,
    starts.map(({ contactArn, one }) => ({ contactArn, matter: matterOf(one) })),
    before,
  );
  const missing = starts.filter((_start, index) => started[index] === undefined);
  const events = opened.flatMap((one) => {
    const lost = missing.filter((start) => start.one === one).map((start) => start.contactArn);
    const of = {
      account: one.incident.account,
      incidentId: one.incident.id,
      actor: 'ssm-incidents.amazonaws.com',
      time: now,
    };
    return toldOf(one.plan, lost).map((told): NewEvent => ({ ...of, ...told, eventId: newId(now) }));
  });
  await rooms.timeline.append(tx, now, events);
}

function toldOf(plan: ResponsePlan, missing: string[]): Told[] {
  const told = notYet(plan);
  if (plan.engagements.length === 0) {
    told.push(custom(`Nobody is engaged: ${whyNobody(plan)}`));
  }
  for (const arn of missing) {
    told.push(
      custom(
        `Nobody is paged for ${arn}: there is no such contact. Create it, or take it out of response plan ${plan.name}.`,
      ),
    );
  }
  return told;
}

const whyNobody = ({ name }: ResponsePlan) =>
  name === NO_PLAN
    ? 'the incident follows no response plan. Engage people by hand.'
    : `response plan ${name} names no contacts. Add engagements to it.`;

interface Told {
  type: string;
  data: string;
}

const custom = (text: string): Told => ({ type: eventTypes.custom, data: JSON.stringify(text) });

/** Parts of a plan that this version keeps but does not carry out: never silently. */
function notYet(plan: ResponsePlan): Told[] {
  const told: Told[] = plan.actions.map(({ ssmAutomation: { documentName, documentVersion, roleArn } }) => {
    const failureMessage = 'This version of Muster does not run runbooks yet; run it by hand.';
    return {
      type: eventTypes.automationStartFailure,
      data: JSON.stringify({ documentName, documentVersion, roleArn, failureMessage }),
    };
  });
  const topics = [
    ...(plan.chatChannel?.chatbotSns ?? []),
    ...plan.template.notificationTargets.map((target) => target.snsTopicArn),
  ];
  if (topics.length > 0)
    told.push(custom(`Not notified, as this version of Muster does not publish to topics yet: ${topics.join(', ')}`));
  for (const { pagerDutyConfiguration } of plan.integrations) {
    told.push(
      custom(
        `Not passed on to PagerDuty (${pagerDutyConfiguration.name}): this version of Muster does not do that yet`,
      ),
    );
  }
  return told;
}

/** What an engagement for an incident is about, and the texts of its pages. */
export function matterOf({ incident, actor }: Pick<Opened, 'incident' | 'actor'>): Omit<Matter, 'region'> {
  const { account, id, impact, title, summary } = incident;
  const arn = incidentArn(incident);
  return {
    account,
    incident: { id, arn },
    severity: impact,
    sender: 'Incident Manager',
    subject: `Severity ${impact}: ${title}`,
    content: [
      summary,
      `Opened ${incident.createdAt.toISOString().slice(0, 19).replace('T', ' ')} UTC by ${incident.source.resourceArn ?? incident.source.createdBy}.`,
    ]
      .filter(Boolean)
      .join('\n\n'),
    publicSubject: `Severity ${impact}: ${title}`,
    publicContent: `You are engaged for an incident of severity ${impact}.`,
    requestId: actor.requestId,
  };
}
