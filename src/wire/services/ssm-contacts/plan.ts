import {
  type Plan as ContactPlan,
  type ContactRef,
  channelArn,
  contactArn,
  keyOf,
  parseContactArn,
  parseOwnedArn,
  type Stage,
  type Target,
} from '#domain/contacts';
import type { Actor } from '#kernel/actor';
import { invalid } from '#kernel/refusal';
import type { Plan } from './shapes-contact.ts';

type WireTarget = NonNullable<Plan['Stages']>[number]['Targets'][number];

/** A plan as the wire has it. `owner` is the contact whose plan it is. */
export function toPlan(plan: Plan, owner: ContactRef): ContactPlan {
  return { stages: toStages(plan, owner), rotations: plan.RotationIds ?? [] };
}

function toStages(plan: Plan, owner: ContactRef): Stage[] {
  return (plan.Stages ?? []).map((stage, index) => ({
    minutes: stage.DurationInMinutes,
    targets: stage.Targets.map((target, place) => toTarget(target, owner, `Plan.Stages[${index}].Targets[${place}]`)),
  }));
}

function toTarget({ ChannelTargetInfo, ContactTargetInfo }: WireTarget, owner: ContactRef, field: string): Target {
  if (ChannelTargetInfo && !ContactTargetInfo) {
    const channel = parseOwnedArn(ChannelTargetInfo.ContactChannelId, 'contact-channel', field);
    if (keyOf(channel) !== keyOf(owner))
      throw fault(field, `${ChannelTargetInfo.ContactChannelId} is not a channel of this contact`);
    return { kind: 'channel', channelId: channel.id, retryMinutes: ChannelTargetInfo.RetryIntervalInMinutes ?? 0 };
  }
  if (ContactTargetInfo && !ChannelTargetInfo) {
    if (!ContactTargetInfo.ContactId) throw fault(field, 'ContactTargetInfo needs a ContactId');
    return {
      kind: 'contact',
      contact: parseContactArn(ContactTargetInfo.ContactId, field),
      essential: ContactTargetInfo.IsEssential,
    };
  }
  throw fault(field, 'wanted exactly one of ChannelTargetInfo and ContactTargetInfo');
}

function fault(field: string, what: string) {
  const message = `${field}: ${what}`;
  return invalid(message, { name: 'Plan', message });
}

/** A plan as the wire has it: rotations where there are some, and stages, none among them, otherwise. */
export function toWirePlan({ stages, rotations }: ContactPlan, owner: ContactRef) {
  if (rotations.length > 0) return { RotationIds: rotations };
  return {
    Stages: stages.map((stage) => ({
      DurationInMinutes: stage.minutes,
      Targets: stage.targets.map((target) =>
        target.kind === 'channel'
          ? {
              ChannelTargetInfo: {
                ContactChannelId: channelArn(owner, target.channelId),
                RetryIntervalInMinutes: target.retryMinutes,
              },
            }
          : { ContactTargetInfo: { ContactId: contactArn(target.contact), IsEssential: target.essential } },
      ),
    })),
  };
}

/** The contact an operation makes. */
export const newRef = ({ account, region }: Actor, alias: string): ContactRef => ({ account, region, alias });
