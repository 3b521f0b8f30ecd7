import { done, type Input, type Provocation } from './ask.ts';
import type { ErrorLetters } from './model-errors.ts';
import { inputs, sharingPolicy } from './seed.ts';

/** How to get an error out of an operation where the usual way (errors.test.ts) does not lead there. */

/** A token that was used for another request. */
const usedToken =
  (title: string, first: Input, second: Input, token = 'clientToken'): Provocation =>
  async (world, seeded) => {
    const good = { ...inputs(seeded)[title], [token]: `used by ${title}`.replaceAll(' ', '-') };
    await done(world, title, { ...good, ...first });
    return { ...good, ...second };
  };

const titles = [{ title: 'First' }, { title: 'Second' }] as const;

export const provocations: Readonly<Record<string, Partial<Record<ErrorLetters, Provocation>>>> = {
  'ssm-incidents CreateReplicationSet': { CF: () => ({ regions: { 'us-east-1': {} } }) },
  'ssm-incidents CreateResponsePlan': {
    CF: () => ({ name: 'payments', incidentTemplate: { title: 'T', impact: 1 } }),
  },
  'ssm-incidents CreateTimelineEvent': {
    CF: usedToken('ssm-incidents CreateTimelineEvent', { eventData: '"1"' }, { eventData: '"2"' }),
  },
  'ssm-incidents DeleteResourcePolicy': { NF: (_world, { planArn }) => ({ resourceArn: planArn, policyId: 'none' }) },
  'ssm-incidents GetTimelineEvent': {
    NF: (_world, { incidentArn }) => ({
      incidentRecordArn: incidentArn,
      eventId: '00000000-0000-4000-8000-000000000000',
    }),
  },
  'ssm-incidents ListTagsForResource': { VA: () => ({ resourceArn: 'payments' }) },
  'ssm-incidents StartIncident': { CF: usedToken('ssm-incidents StartIncident', ...titles) },
  'ssm-incidents UpdateIncidentRecord': {
    CF: usedToken('ssm-incidents UpdateIncidentRecord', ...titles),
  },
  'ssm-incidents UpdateRelatedItems': {
    CF: usedToken(
      'ssm-incidents UpdateRelatedItems',
      {},
      { relatedItemsUpdate: { itemToRemove: { type: 'OTHER', value: { url: 'https://example.com/none' } } } },
    ),
  },
  'ssm-incidents UpdateReplicationSet': {
    CF: (_world, { setArn }) => ({ arn: setArn, actions: [{ addRegionAction: { regionName: 'us-east-1' } }] }),
  },
  'ssm-incidents UpdateResponsePlan': {
    CF: usedToken('ssm-incidents UpdateResponsePlan', { displayName: 'First' }, { displayName: 'Second' }),
  },
  'ssm-incidents UpdateTimelineEvent': {
    CF: usedToken('ssm-incidents UpdateTimelineEvent', { eventData: '"1"' }, { eventData: '"2"' }),
  },
  'ssm-contacts CreateContact': { CF: () => ({ Alias: 'ana', Type: 'PERSONAL', Plan: { Stages: [] } }) },
  'ssm-contacts CreateContactChannel': {
    CF: (_world, { ana }) => ({
      ContactId: ana.arn,
      Name: 'again',
      Type: 'EMAIL',
      DeliveryAddress: { SimpleAddress: ana.address },
      DeferActivation: true,
    }),
  },
  'ssm-contacts DeleteContact': { CF: (_world, { ana }) => ({ ContactId: ana.arn }) },
  'ssm-contacts PutContactPolicy': {
    NF: (_world, { ana }) => {
      const arn = ana.arn.replace(/ana$/, 'nobody');
      return { ContactArn: arn, Policy: sharingPolicy(arn) };
    },
  },
  'ssm-contacts SendActivationCode': {
    SQ: async (world, { ana }) => {
      const channel = { Name: 'codes', Type: 'EMAIL', DeliveryAddress: { SimpleAddress: 'codes@example.com' } };
      const input = { ContactId: ana.arn, ...channel, DeferActivation: true };
      const { ContactChannelArn } = await done(world, 'ssm-contacts CreateContactChannel', input);
      const ContactChannelId = String(ContactChannelArn);
      for (let sent = 0; sent < 10; sent += 1) {
        await done(world, 'ssm-contacts SendActivationCode', { ContactChannelId });
      }
      await world.runDue();
      world.mail.take('codes@example.com');
      return { ContactChannelId };
    },
  },
  'ssm-contacts UpdateContactChannel': {
    CF: async (world, { bo }) => {
      const channel = { Name: 'second', Type: 'EMAIL', DeliveryAddress: { SimpleAddress: 'bo.2@example.com' } };
      const input = { ContactId: bo.arn, ...channel, DeferActivation: true };
      const { ContactChannelArn } = await done(world, 'ssm-contacts CreateContactChannel', input);
      return { ContactChannelId: String(ContactChannelArn), DeliveryAddress: { SimpleAddress: bo.address } };
    },
    SQ: async (world, { ana }) => {
      const channel = { Name: 'moving', Type: 'EMAIL', DeliveryAddress: { SimpleAddress: 'moving@example.com' } };
      const input = { ContactId: ana.arn, ...channel, DeferActivation: true };
      const { ContactChannelArn } = await done(world, 'ssm-contacts CreateContactChannel', input);
      const to = (name: string) => ({
        ContactChannelId: String(ContactChannelArn),
        DeliveryAddress: { SimpleAddress: `${name}@example.com` },
      });
      for (let at = 0; at < 10; at += 1) {
        await done(world, 'ssm-contacts UpdateContactChannel', to(`moved.${at}`));
        await world.runDue();
        world.mail.take(`moved.${at}@example.com`);
      }
      return to('moved.too.often');
    },
  },
};
