import type { GoodCases } from './good-cases.ts';
import { sharingPolicy } from './seed.ts';

/** What the official client hears of a good call of ssm-contacts, and what a reader sees after a change. */

const arn = (kind: string) => new RegExp(`^arn:aws:ssm-contacts:us-east-1:123456789012:${kind}/`);

export const goodContacts: GoodCases = {
  'ssm-contacts CreateContact': {
    want: () => ({ ContactArn: 'arn:aws:ssm-contacts:us-east-1:123456789012:contact/carol' }),
    seen: ({ ana }, { ContactArn: ContactId }) => ({
      title: 'ssm-contacts GetContact',
      input: { ContactId },
      want: {
        Alias: 'carol',
        ContactArn: ContactId,
        Type: 'ESCALATION',
        Plan: {
          Stages: [
            { DurationInMinutes: 1, Targets: [{ ContactTargetInfo: { ContactId: ana.arn, IsEssential: true } }] },
          ],
        },
      },
    }),
  },
  'ssm-contacts GetContact': {
    want: ({ ana }) => ({
      Alias: 'ana',
      ContactArn: ana.arn,
      Type: 'PERSONAL',
      Plan: {
        Stages: [
          {
            DurationInMinutes: 10,
            Targets: [{ ChannelTargetInfo: { ContactChannelId: ana.channelArn, RetryIntervalInMinutes: 0 } }],
          },
        ],
      },
    }),
  },
  'ssm-contacts ListContacts': {
    want: ({ ana, bo, tiersArn }) => ({
      Contacts: [
        { Alias: 'ana', ContactArn: ana.arn, Type: 'PERSONAL' },
        { Alias: 'bo', ContactArn: bo.arn, Type: 'PERSONAL' },
        { Alias: 'carol', Type: 'ESCALATION' },
        { Alias: 'tiers', ContactArn: tiersArn, Type: 'ESCALATION' },
      ],
    }),
  },
  'ssm-contacts UpdateContact': {
    seen: ({ ana }) => ({
      title: 'ssm-contacts GetContact',
      input: { ContactId: ana.arn },
      want: { Alias: 'ana', DisplayName: 'Changed', Plan: { Stages: [{ DurationInMinutes: 10 }] } },
    }),
  },
  'ssm-contacts CreateContactChannel': {
    input: ({ bo }) => ({
      ContactId: bo.arn,
      Name: 'second',
      Type: 'EMAIL',
      DeliveryAddress: { SimpleAddress: 'bo2@example.com' },
      DeferActivation: true,
    }),
    want: () => ({ ContactChannelArn: arn('contact-channel/bo') }),
  },
  'ssm-contacts GetContactChannel': {
    want: ({ ana }) => ({
      ActivationStatus: 'ACTIVATED',
      ContactArn: ana.arn,
      ContactChannelArn: ana.channelArn,
      DeliveryAddress: { SimpleAddress: ana.address },
      Name: 'mail',
      Type: 'EMAIL',
    }),
  },
  'ssm-contacts ListContactChannels': {
    want: ({ ana, secondChannel }) => ({
      ContactChannels: [
        { ActivationStatus: 'ACTIVATED', ContactArn: ana.arn, ContactChannelArn: ana.channelArn, Type: 'EMAIL' },
        { ActivationStatus: 'NOT_ACTIVATED', ContactChannelArn: secondChannel.arn, Name: 'second' },
      ],
    }),
  },
  'ssm-contacts ActivateContactChannel': {
    input: ({ secondChannel: { arn: ContactChannelId, code: ActivationCode } }) => ({
      ContactChannelId,
      ActivationCode,
    }),
    seen: ({ secondChannel }) => ({
      title: 'ssm-contacts GetContactChannel',
      input: { ContactChannelId: secondChannel.arn },
      want: { ActivationStatus: 'ACTIVATED' },
    }),
  },
  'ssm-contacts UpdateContactChannel': {
    seen: ({ ana }) => ({
      title: 'ssm-contacts GetContactChannel',
      input: { ContactChannelId: ana.channelArn },
      want: { Name: 'changed', ActivationStatus: 'ACTIVATED', DeliveryAddress: { SimpleAddress: ana.address } },
    }),
  },
  'ssm-contacts DeactivateContactChannel': {
    seen: ({ ana }) => ({
      title: 'ssm-contacts GetContactChannel',
      input: { ContactChannelId: ana.channelArn },
      want: { ActivationStatus: 'NOT_ACTIVATED' },
    }),
  },
  // The mail with the code is taken at the end.
  'ssm-contacts SendActivationCode': {},
  'ssm-contacts PutContactPolicy': {
    seen: ({ ana: { arn: ContactArn } }) => ({
      title: 'ssm-contacts GetContactPolicy',
      input: { ContactArn },
      want: { ContactArn, Policy: sharingPolicy(ContactArn) },
    }),
  },
  'ssm-contacts GetContactPolicy': { want: ({ ana }) => ({ ContactArn: ana.arn, Policy: sharingPolicy(ana.arn) }) },
  'ssm-contacts TagResource': {
    seen: ({ ana }) => ({
      title: 'ssm-contacts ListTagsForResource',
      input: { ResourceARN: ana.arn },
      want: { Tags: [{ Key: 'team', Value: 'a' }] },
    }),
  },
  'ssm-contacts ListTagsForResource': { want: () => ({ Tags: [{ Key: 'team', Value: 'a' }] }) },
  'ssm-contacts UntagResource': {
    seen: ({ ana }) => ({
      title: 'ssm-contacts ListTagsForResource',
      input: { ResourceARN: ana.arn },
      want: { Tags: [] },
    }),
  },
  'ssm-contacts ListEngagements': {
    want: ({ ana, tiersArn, rootArn, engagementArn, incidentArn }) => ({
      Engagements: [
        { ContactArn: ana.arn, EngagementArn: engagementArn, IncidentId: incidentArn, StartTime: /./, Sender: /./ },
        { ContactArn: tiersArn, EngagementArn: rootArn, IncidentId: incidentArn },
      ],
    }),
  },
  'ssm-contacts DescribeEngagement': {
    want: ({ ana, engagementArn, incidentArn, now }) => ({
      ContactArn: ana.arn,
      EngagementArn: engagementArn,
      IncidentId: incidentArn,
      StartTime: now,
      Subject: /Trouble with payments/,
      Content: /./,
      Sender: /./,
    }),
  },
  // The newest first: of the incident that StartIncident has started meanwhile.
  'ssm-contacts ListPagesByContact': {
    want: ({ ana, engagementArn, pageArn }) => ({
      Pages: [
        { ContactArn: ana.arn, EngagementArn: arn('engagement/ana') },
        { ContactArn: ana.arn, EngagementArn: engagementArn, PageArn: pageArn },
      ],
    }),
  },
  'ssm-contacts ListPagesByEngagement': {
    want: ({ ana, engagementArn, incidentArn, pageArn, now }) => ({
      Pages: [
        { ContactArn: ana.arn, EngagementArn: engagementArn, IncidentId: incidentArn, PageArn: pageArn, SentTime: now },
      ],
    }),
  },
  'ssm-contacts DescribePage': {
    want: ({ ana, engagementArn, incidentArn, pageArn, now }) => ({
      ContactArn: ana.arn,
      EngagementArn: engagementArn,
      IncidentId: incidentArn,
      PageArn: pageArn,
      SentTime: now,
      Subject: /Trouble with payments/,
      Content: /./,
    }),
  },
  'ssm-contacts ListPageReceipts': {
    want: ({ ana, now }) => ({
      Receipts: [{ ContactChannelArn: ana.channelArn, ReceiptTime: now, ReceiptType: 'SENT' }],
    }),
  },
  'ssm-contacts ListPageResolutions': {
    want: ({ ana, tiersArn }) => ({
      PageResolutions: [
        { ContactArn: tiersArn, Type: 'ESCALATION' },
        { ContactArn: ana.arn, StageIndex: 0, Type: 'PERSONAL' },
      ],
    }),
  },
  'ssm-contacts AcceptPage': {
    seen: ({ pageArn: PageId, now }) => ({
      title: 'ssm-contacts DescribePage',
      input: { PageId },
      want: { PageArn: PageId, ReadTime: now },
    }),
  },
  'ssm-contacts StartEngagement': {
    want: () => ({ EngagementArn: arn('engagement/ana') }),
    seen: (_cast, { EngagementArn: EngagementId }) => ({
      title: 'ssm-contacts DescribeEngagement',
      input: { EngagementId },
      want: { EngagementArn: EngagementId, Sender: 'desk', Subject: 'Come', Content: 'Come at once' },
    }),
  },
  'ssm-contacts StopEngagement': {
    seen: ({ engagementArn: EngagementId, now }) => ({
      title: 'ssm-contacts DescribeEngagement',
      input: { EngagementId },
      want: { EngagementArn: EngagementId, StopTime: now },
    }),
  },
  'ssm-contacts DeleteContactChannel': {
    seen: ({ ana }) => ({
      title: 'ssm-contacts GetContactChannel',
      input: { ContactChannelId: ana.channelArn },
      gone: 'ResourceNotFoundException',
    }),
  },
  'ssm-contacts DeleteContact': {
    seen: ({ tiersArn }) => ({
      title: 'ssm-contacts GetContact',
      input: { ContactId: tiersArn },
      gone: 'ResourceNotFoundException',
    }),
  },
};
