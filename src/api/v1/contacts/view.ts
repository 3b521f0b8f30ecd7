import { contactArn, type Contact as DomainContact, type PlanOptions, type Stage } from '#domain/contacts';
import type { Actor } from '#kernel/actor';
import { contactNamed } from '../contact-names.ts';
import type { Static } from '../schema.ts';
import type { Contact, EscalationPlan, Stages } from './schemas.ts';

type StagesView = Static<typeof Stages>;

export function contactView(contact: DomainContact): Static<typeof Contact> {
  const { alias, region, displayName, tags } = contact;
  return { alias, region, arn: contactArn(contact), displayName: displayName ?? null, tags };
}

export function escalationView(contact: DomainContact): Static<typeof EscalationPlan> {
  return { ...contactView(contact), ...planView(contact) };
}

export const planView = ({ stages, repeats, acknowledgementTimeoutMinutes }: DomainContact) => ({
  stages: stagesView(stages),
  repeats,
  acknowledgementTimeoutMinutes,
});

type PlanContent = { stages?: StagesView } & Partial<PlanOptions>;

/** A whole plan: what is not given is none. */
export function toPlan(actor: Actor, { stages = [], repeats = 0, acknowledgementTimeoutMinutes = 0 }: PlanContent) {
  return { stages: toStages(actor, stages), rotations: [], repeats, acknowledgementTimeoutMinutes };
}

function stagesView(stages: Stage[]): StagesView {
  return stages.map(({ minutes, targets }) => ({
    minutes,
    targets: targets.map((target) =>
      target.kind === 'channel'
        ? { kind: 'channel', channel: target.channelId, retryMinutes: target.retryMinutes }
        : { kind: 'contact', contact: contactArn(target.contact), essential: target.essential },
    ),
  }));
}

function toStages(actor: Actor, stages: StagesView): Stage[] {
  return stages.map(({ minutes, targets }, stage) => ({
    minutes,
    targets: targets.map((target, place) =>
      target.kind === 'channel'
        ? { kind: 'channel', channelId: target.channel.toLowerCase(), retryMinutes: target.retryMinutes ?? 0 }
        : {
            kind: 'contact',
            contact: contactNamed(actor, target.contact, `stages[${stage}].targets[${place}].contact`),
            essential: target.essential ?? true,
          },
    ),
  }));
}
