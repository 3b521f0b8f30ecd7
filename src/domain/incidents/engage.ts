import { engagedFor, type ResponsePlan } from '#domain/response-plans';
import { type Silence, silencedText } from '#domain/silences';
import { eventTypes, type NewEvent } from '#domain/timeline';
import type { Actor } from '#kernel/actor';
import { minuteText } from '#kernel/text';
import type { Tx } from '#storage/db';
import { custom, type EngageRooms, engageAll, type Told } from './engage-all.ts';
import { type Incident, NO_PLAN } from './incident.ts';

/** An incident that was just opened, with the plan that it follows. */
export interface Opened {
  incident: Incident;
  plan: ResponsePlan;
  actor: Actor;
  /** It was opened in a silence: whom its plan names is engaged when that is over. */
  silence?: Silence | undefined;
  /** It was opened by what flaps: its plan is engaged then, if it is still open. */
  heldUntil?: Date | undefined;
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
  const asked = opened.map(({ incident, plan, actor: { requestId }, silence, heldUntil }) => {
    const engaging = engagedFor(plan, incident.impact);
    if (silence)
      return { incident, requestId, engaging: [], told: [...notYet(plan), custom(silencedAtFirst(silence))] };
    if (heldUntil) return { incident, requestId, engaging: [], told: [...notYet(plan), custom(heldText(heldUntil))] };
    return { incident, requestId, engaging, told: [...notYet(plan), ...nobody(incident, plan, engaging.length)] };
  });
  await engageAll(tx, now, rooms, asked, before);
}

const silencedAtFirst = (silence: Silence) =>
  `This incident is ${silencedText(silence)}: nobody is engaged, and no chat room, topic or service is told. If it is open then, its response plan is engaged and they are told. To have that now: muster silences end ${silence.id}`;

const heldText = (until: Date) =>
  `What opened this incident flaps (it fires and recovers again and again): nobody is engaged. If it is open at ${minuteText(until)}, its response plan is engaged`;

function nobody({ impact }: Incident, plan: ResponsePlan, engaging: number): Told[] {
  if (engaging > 0) return [];
  if (plan.name === NO_PLAN)
    return [custom('Nobody is engaged: the incident follows no response plan. Engage people by hand.')];
  const which = plan.engagementsBySeverity ? ` for severity ${impact}` : '';
  return [custom(`Nobody is engaged: response plan ${plan.name} names no contacts${which}. Add engagements to it.`)];
}

/** Parts of a plan that this version keeps but does not carry out: never silently. */
function notYet(plan: ResponsePlan): Told[] {
  return plan.actions.map(({ ssmAutomation: { documentName, documentVersion, roleArn } }) => {
    const failureMessage = `Incidents do not start runbooks in this version; start it by hand: aws ssm start-automation-execution --document-name ${documentName}`;
    return {
      type: eventTypes.automationStartFailure,
      data: JSON.stringify({ documentName, documentVersion, roleArn, failureMessage }),
    };
  });
}
