import { invalid } from '#kernel/refusal';
import {
  type Contact,
  type ContactRef,
  type ContactType,
  contactArn,
  keyOf,
  LONGEST_ACKNOWLEDGEMENT_MINUTES,
  LONGEST_STAGE_MINUTES,
  MOST_REPEATS,
  type Plan,
  type PlanOptions,
  type Stage,
} from './contact.ts';

/** What a plan may name: the contact's own channels, and the contacts that exist. */
export interface PlanContext {
  ownChannels: ReadonlySet<string>;
  contacts: ReadonlyMap<string, Contact>;
}

/** The contacts that the stages name. */
export function contactsIn(stages: Stage[]): ContactRef[] {
  return stages.flatMap((stage) =>
    stage.targets.flatMap((target) => (target.kind === 'contact' ? [target.contact] : [])),
  );
}

/**
 * Refuses a plan that could not work: a person's stages try that person's channels, an escalation plan's stages try people
 * and schedules of the same account, a schedule has rotations and no stages (aws-behaviour.md 1.5, 2.6, 2.7; design 10.8).
 * The refusal names stage and target. Whether the rotations exist is another's question.
 */
export function checkPlan(owner: ContactRef, type: ContactType, plan: Plan, context: PlanContext): void {
  const { stages, rotations } = plan;
  if (type === 'ONCALL_SCHEDULE' && stages.length > 0) {
    throw refused(
      'Plan.Stages: a contact of type ONCALL_SCHEDULE has no stages; it engages who is on call in its RotationIds',
    );
  }
  if (type !== 'ONCALL_SCHEDULE' && rotations.length > 0) {
    const instead = type === 'PERSONAL' ? 'its channels' : 'contacts, a schedule among them';
    throw refused(`Plan.RotationIds: a contact of type ${type} engages ${instead}; rotations are for ONCALL_SCHEDULE`);
  }
  for (const [index, stage] of stages.entries()) {
    if (!within(stage.minutes, LONGEST_STAGE_MINUTES)) {
      throw fault(index, `wanted a duration of 0 to ${LONGEST_STAGE_MINUTES} whole minutes, got ${stage.minutes}`);
    }
    if (stage.targets.length === 0 && stage.minutes === 0) {
      throw fault(index, 'a stage without targets is a wait, and needs a duration of at least 1 minute');
    }
    for (const target of stage.targets) {
      if (target.kind === 'channel') {
        if (type !== 'PERSONAL') throw fault(index, `a contact of type ${type} engages contacts, not channels`);
        if (!context.ownChannels.has(target.channelId))
          throw fault(index, `channel ${target.channelId} is not one of this contact's own`);
      } else {
        if (type !== 'ESCALATION') throw fault(index, `a contact of type ${type} engages its channels, not contacts`);
        checkTarget(owner, target.contact, index, context);
      }
    }
  }
}

/** Refuses options of a plan that could not work. */
export function checkOptions(type: ContactType, options: Partial<PlanOptions>): void {
  const { repeats = 0, acknowledgementTimeoutMinutes = 0 } = options;
  if (!within(repeats, MOST_REPEATS)) {
    throw refused(`Plan.repeats: wanted 0 to ${MOST_REPEATS}, got ${repeats}`);
  }
  if (repeats > 0 && type === 'ONCALL_SCHEDULE') {
    throw refused('Plan.repeats: an on-call schedule has no stages to repeat; repeat the plan that engages it');
  }
  if (!within(acknowledgementTimeoutMinutes, LONGEST_ACKNOWLEDGEMENT_MINUTES)) {
    const wanted = `0 (off) to ${LONGEST_ACKNOWLEDGEMENT_MINUTES} whole minutes`;
    throw refused(`Plan.acknowledgementTimeoutMinutes: wanted ${wanted}, got ${acknowledgementTimeoutMinutes}`);
  }
}

const within = (number: number, most: number) => Number.isInteger(number) && number >= 0 && number <= most;

function checkTarget(owner: ContactRef, ref: ContactRef, index: number, context: PlanContext): void {
  const arn = contactArn(ref);
  if (ref.account !== owner.account) throw fault(index, `${arn} belongs to another account`);
  const found = context.contacts.get(keyOf(ref));
  if (!found) throw fault(index, `contact ${arn} does not exist; create it first`);
  if (found.type === 'ESCALATION') throw fault(index, `${arn} is itself an escalation plan; plans do not nest`);
}

const fault = (stage: number, what: string) => refused(`Plan.Stages[${stage}]: ${what}`);

function refused(message: string) {
  return invalid(message, { name: 'Plan', message });
}
