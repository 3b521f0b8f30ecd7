import type { QuotaSetting } from '#domain/accounts';
import type { World } from '../../kit/world.ts';
import { done, type Input, type Provocation } from './ask.ts';
import { daily } from './rotations.ts';
import { inputs, policyOf, type Seed } from './seed.ts';

/** A world in which the seed, or little more, is all that the quotas allow; and what is one too many, by operation. */

export const LOW: Partial<Record<QuotaSetting, number>> = {
  MUSTER_QUOTA_PLANS: 1,
  MUSTER_QUOTA_ENGAGEMENTS_PER_PLAN: 1,
  MUSTER_QUOTA_POLICIES_PER_PLAN: 1,
  MUSTER_QUOTA_OPEN_INCIDENTS: 1,
  MUSTER_QUOTA_RELATED_ITEMS_PER_INCIDENT: 1,
  MUSTER_QUOTA_REFERENCES_PER_EVENT: 1,
  MUSTER_QUOTA_REGIONS_PER_REPLICATION_SET: 1,
  MUSTER_QUOTA_TAGS_PER_RESOURCE: 1,
  MUSTER_QUOTA_CONTACTS: 4,
  MUSTER_QUOTA_CHANNELS_PER_CONTACT: 1,
  MUSTER_QUOTA_ROTATIONS: 2,
  MUSTER_QUOTA_CONTACTS_PER_ROTATION: 2,
  MUSTER_QUOTA_OVERRIDES_PER_ROTATION: 1,
  MUSTER_QUOTA_ROTATIONS_PER_SCHEDULE: 1,
};

/** What fills the quotas that the seed alone does not fill. */
export interface Crowd {
  rotations: [string, string];
  scheduleArn: string;
}

/** One more rotation, one schedule. */
export async function crowd(world: World, { ana, rotation }: Seed): Promise<Crowd> {
  const input = { Name: 'Second', ContactIds: [ana.arn], TimeZoneId: 'UTC', Recurrence: daily };
  const { RotationArn } = await done(world, 'ssm-contacts CreateRotation', input);
  const { ContactArn } = await done(world, 'ssm-contacts CreateContact', {
    Alias: 'rota',
    Type: 'ONCALL_SCHEDULE',
    Plan: { RotationIds: [rotation.arn] },
  });
  return { rotations: [rotation.arn, String(RotationArn)], scheduleArn: String(ContactArn) };
}

type OneTooMany = (world: World, seeded: Seed, crowd: Crowd) => Promise<Input> | Input;

const good =
  (title: string, more: Input = {}): Provocation =>
  (_world, seeded) => ({ ...inputs(seeded)[title], ...more });
const eventReferences = ['a', 'b'].map((name) => ({ resource: `arn:aws:sns:us-east-1:123456789012:${name}` }));
const relatedItemsUpdate = (name: string) => ({
  itemToAdd: { identifier: { type: 'OTHER', value: { url: `https://example.com/${name}` } } },
});

export const oneTooMany: Readonly<Record<string, OneTooMany>> = {
  'ssm-incidents CreateReplicationSet': () => ({ regions: { 'us-east-1': {}, 'eu-west-1': {} } }),
  'ssm-incidents UpdateReplicationSet': good('ssm-incidents UpdateReplicationSet'),
  'ssm-incidents CreateResponsePlan': good('ssm-incidents CreateResponsePlan'),
  'ssm-incidents UpdateResponsePlan': (_world, { planArn, ana, bo }) => ({
    arn: planArn,
    engagements: [ana.arn, bo.arn],
  }),
  'ssm-incidents PutResourcePolicy': (_world, { planArn }) => ({
    resourceArn: planArn,
    policy: policyOf(planArn, '310987654321'),
  }),
  'ssm-incidents StartIncident': good('ssm-incidents StartIncident'),
  'ssm-incidents UpdateRelatedItems': async (world, { incidentArn: incidentRecordArn }) => {
    const first = { incidentRecordArn, relatedItemsUpdate: relatedItemsUpdate('first') };
    await done(world, 'ssm-incidents UpdateRelatedItems', first);
    return { incidentRecordArn, relatedItemsUpdate: relatedItemsUpdate('second') };
  },
  'ssm-incidents CreateTimelineEvent': good('ssm-incidents CreateTimelineEvent', { eventReferences }),
  'ssm-incidents UpdateTimelineEvent': good('ssm-incidents UpdateTimelineEvent', { eventReferences }),
  'ssm-incidents TagResource': (_world, { planArn }) => ({ resourceArn: planArn, tags: { one: '', more: '' } }),
  // Last of the incidents: another one is open afterwards.
  'ssm-incidents UpdateIncidentRecord': async (world, { incidentArn: arn, planArn }) => {
    await done(world, 'ssm-incidents UpdateIncidentRecord', { arn, status: 'RESOLVED' });
    await done(world, 'ssm-incidents StartIncident', { responsePlanArn: planArn });
    return { arn, status: 'OPEN' };
  },
  'ssm-contacts CreateContact': good('ssm-contacts CreateContact'),
  'ssm-contacts UpdateContact': (_world, _seeded, { scheduleArn, rotations }) => ({
    ContactId: scheduleArn,
    Plan: { RotationIds: rotations },
  }),
  'ssm-contacts CreateContactChannel': good('ssm-contacts CreateContactChannel'),
  'ssm-contacts CreateRotation': good('ssm-contacts CreateRotation'),
  'ssm-contacts UpdateRotation': (_world, { ana, bo, tiersArn }, { rotations }) => ({
    RotationId: rotations[0],
    ContactIds: [ana.arn, bo.arn, tiersArn.replace(/tiers$/, 'carol')],
    Recurrence: daily,
  }),
  'ssm-contacts CreateRotationOverride': good('ssm-contacts CreateRotationOverride'),
  'ssm-contacts TagResource': (_world, { bo }) => ({
    ResourceARN: bo.arn,
    Tags: ['one', 'more'].map((Key) => ({ Key, Value: 'x' })),
  }),
};
