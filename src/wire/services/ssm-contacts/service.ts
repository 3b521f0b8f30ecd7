import { arns } from '#kernel/arn';
import type { Refusal } from '#kernel/refusal';
import { boolean, list, required, structure, token } from '#kernel/shape';
import { defineService, type ErrorsSpec, operation } from '../../service.ts';
import { rotationOperations } from './service-rotation.ts';
import { policies, tags } from './service-sharing.ts';
import {
  AcceptCode,
  ActivationCode,
  ChannelName,
  ContactAlias,
  ContactName,
  DateTime,
  IdempotencyToken,
  MaxResults,
  PaginationToken,
  SsmContactsArn,
  TagsList,
  TimeRange,
} from './shapes.ts';
import {
  ActivationStatus,
  ChannelType,
  Contact,
  ContactChannel,
  ContactChannelAddress,
  ContactType,
  Plan,
  ShownChannelType,
} from './shapes-contact.ts';
import {
  AcceptCodeValidation,
  AcceptType,
  Content,
  Engagement,
  IncidentId,
  Page,
  PublicContent,
  PublicSubject,
  Receipt,
  ReceiptInfo,
  ResolutionContact,
  Sender,
  StopReason,
  Subject,
} from './shapes-engagement.ts';

/** The model requires both of what is not found, and both of a quota. */
const resource = ({ details }: Refusal) => ({
  ResourceId: details.resourceId ?? 'OTHER',
  ResourceType: details.resourceType ?? 'OTHER',
});
const quota = ({ details }: Refusal) => ({ QuotaCode: details.quotaCode ?? 'OTHER', ServiceCode: 'ssm-contacts' });

const errors: ErrorsSpec = {
  message: 'both',
  kinds: {
    validation: {
      members: ({ details }) => ({
        Fields: details.fields?.map(({ name, message }) => ({ Message: message, Name: name })),
        Reason: details.fields ? 'FIELD_VALIDATION_FAILED' : 'OTHER',
      }),
    },
    notFound: { members: resource },
    conflict: {
      members: (refusal) => ({
        // The model requires both, also where a token and not a resource is in conflict.
        ResourceId: refusal.details.resourceId ?? 'IdempotencyToken',
        ResourceType: refusal.details.resourceType ?? 'IDEMPOTENCY_TOKEN',
        DependentEntities: refusal.details.dependents?.map(({ relation, ids }) => ({
          DependentResourceIds: ids,
          RelationType: relation,
        })),
      }),
    },
    quotaExceeded: { members: (refusal) => ({ ...resource(refusal), ...quota(refusal) }) },
    throttled: { members: (refusal) => ({ ...quota(refusal), RetryAfterSeconds: refusal.details.retryAfter }) },
  },
  codes: { DataEncryptionException: { status: 400 } },
};

const contacts = {
  CreateContact: operation({
    access: 'write',
    resource: ({ Alias }, { region, account }) => arns.contact(region, account, Alias),
    input: structure({
      Alias: required(ContactAlias),
      DisplayName: ContactName,
      IdempotencyToken: token(IdempotencyToken),
      Plan: required(Plan),
      Tags: TagsList,
      Type: required(ContactType),
    }),
    output: structure({ ContactArn: required(SsmContactsArn) }),
  }),
  GetContact: operation({
    access: 'read',
    resource: ({ ContactId }) => ContactId,
    input: structure({ ContactId: required(SsmContactsArn) }),
    output: structure({
      Alias: required(ContactAlias),
      ContactArn: required(SsmContactsArn),
      DisplayName: ContactName,
      Plan: required(Plan),
      Type: required(ContactType),
    }),
  }),
  UpdateContact: operation({
    access: 'write',
    resource: ({ ContactId }) => ContactId,
    input: structure({ ContactId: required(SsmContactsArn), DisplayName: ContactName, Plan }),
    output: structure({}),
  }),
  ListContacts: operation({
    access: 'read',
    input: structure({ AliasPrefix: ContactAlias, MaxResults, NextToken: PaginationToken, Type: ContactType }),
    output: structure({ Contacts: list(Contact), NextToken: PaginationToken }),
  }),
  DeleteContact: operation({
    access: 'write',
    resource: ({ ContactId }) => ContactId,
    input: structure({ ContactId: required(SsmContactsArn) }),
    output: structure({}),
  }),
};

const channels = {
  CreateContactChannel: operation({
    access: 'write',
    resource: ({ ContactId }) => ContactId,
    input: structure({
      ContactId: required(SsmContactsArn),
      DeferActivation: boolean(),
      DeliveryAddress: required(ContactChannelAddress),
      IdempotencyToken: token(IdempotencyToken),
      Name: required(ChannelName),
      Type: required(ChannelType),
    }),
    output: structure({ ContactChannelArn: required(SsmContactsArn) }),
  }),
  GetContactChannel: operation({
    access: 'read',
    resource: ({ ContactChannelId }) => ContactChannelId,
    input: structure({ ContactChannelId: required(SsmContactsArn) }),
    output: structure({
      ActivationStatus,
      ContactArn: required(SsmContactsArn),
      ContactChannelArn: required(SsmContactsArn),
      DeliveryAddress: required(ContactChannelAddress),
      Name: required(ChannelName),
      Type: required(ShownChannelType),
    }),
  }),
  ListContactChannels: operation({
    access: 'read',
    resource: ({ ContactId }) => ContactId,
    input: structure({ ContactId: required(SsmContactsArn), MaxResults, NextToken: PaginationToken }),
    output: structure({ ContactChannels: required(list(ContactChannel)), NextToken: PaginationToken }),
  }),
  UpdateContactChannel: operation({
    access: 'write',
    resource: ({ ContactChannelId }) => ContactChannelId,
    input: structure({
      ContactChannelId: required(SsmContactsArn),
      DeliveryAddress: ContactChannelAddress,
      Name: ChannelName,
    }),
    output: structure({}),
  }),
  DeactivateContactChannel: operation({
    access: 'write',
    resource: ({ ContactChannelId }) => ContactChannelId,
    input: structure({ ContactChannelId: required(SsmContactsArn) }),
    output: structure({}),
  }),
  DeleteContactChannel: operation({
    access: 'write',
    resource: ({ ContactChannelId }) => ContactChannelId,
    input: structure({ ContactChannelId: required(SsmContactsArn) }),
    output: structure({}),
  }),
  SendActivationCode: operation({
    access: 'write',
    resource: ({ ContactChannelId }) => ContactChannelId,
    input: structure({ ContactChannelId: required(SsmContactsArn) }),
    output: structure({}),
  }),
  ActivateContactChannel: operation({
    access: 'write',
    resource: ({ ContactChannelId }) => ContactChannelId,
    input: structure({
      ActivationCode: required(ActivationCode),
      ContactChannelId: required(SsmContactsArn),
    }),
    output: structure({}),
  }),
};

const engagements = {
  StartEngagement: operation({
    access: 'write',
    incident: 'IncidentId',
    resource: ({ ContactId }) => ContactId,
    input: structure({
      ContactId: required(SsmContactsArn),
      Content: required(Content),
      IdempotencyToken: token(IdempotencyToken),
      IncidentId,
      PublicContent,
      PublicSubject,
      Sender: required(Sender),
      Subject: required(Subject),
    }),
    output: structure({ EngagementArn: required(SsmContactsArn) }),
  }),
  StopEngagement: operation({
    access: 'write',
    resource: ({ EngagementId }) => EngagementId,
    input: structure({ EngagementId: required(SsmContactsArn), Reason: StopReason }),
    output: structure({}),
  }),
  ListEngagements: operation({
    access: 'read',
    incident: 'IncidentId',
    input: structure({
      IncidentId,
      MaxResults,
      NextToken: PaginationToken,
      TimeRangeValue: TimeRange,
    }),
    output: structure({ Engagements: required(list(Engagement)), NextToken: PaginationToken }),
  }),
  DescribeEngagement: operation({
    access: 'read',
    resource: ({ EngagementId }) => EngagementId,
    input: structure({ EngagementId: required(SsmContactsArn) }),
    output: structure({
      ContactArn: required(SsmContactsArn),
      Content: required(Content),
      EngagementArn: required(SsmContactsArn),
      IncidentId,
      PublicContent,
      PublicSubject,
      Sender: required(Sender),
      StartTime: DateTime,
      StopTime: DateTime,
      Subject: required(Subject),
    }),
  }),
};

const pages = {
  ListPagesByContact: operation({
    access: 'read',
    resource: ({ ContactId }) => ContactId,
    input: structure({ ContactId: required(SsmContactsArn), MaxResults, NextToken: PaginationToken }),
    output: structure({ NextToken: PaginationToken, Pages: required(list(Page)) }),
  }),
  ListPageResolutions: operation({
    access: 'read',
    resource: ({ PageId }) => PageId,
    input: structure({ NextToken: PaginationToken, PageId: required(SsmContactsArn) }),
    output: structure({ NextToken: PaginationToken, PageResolutions: required(list(ResolutionContact)) }),
  }),
  ListPagesByEngagement: operation({
    access: 'read',
    resource: ({ EngagementId }) => EngagementId,
    input: structure({ EngagementId: required(SsmContactsArn), MaxResults, NextToken: PaginationToken }),
    output: structure({ NextToken: PaginationToken, Pages: required(list(Page)) }),
  }),
  DescribePage: operation({
    access: 'read',
    resource: ({ PageId }) => PageId,
    input: structure({ PageId: required(SsmContactsArn) }),
    output: structure({
      ContactArn: required(SsmContactsArn),
      Content: required(Content),
      DeliveryTime: DateTime,
      EngagementArn: required(SsmContactsArn),
      IncidentId,
      PageArn: required(SsmContactsArn),
      PublicContent,
      PublicSubject,
      ReadTime: DateTime,
      Sender: required(Sender),
      SentTime: DateTime,
      Subject: required(Subject),
    }),
  }),
  ListPageReceipts: operation({
    access: 'read',
    resource: ({ PageId }) => PageId,
    input: structure({ MaxResults, NextToken: PaginationToken, PageId: required(SsmContactsArn) }),
    output: structure({ NextToken: PaginationToken, Receipts: list(Receipt) }),
  }),
  AcceptPage: operation({
    access: 'write',
    resource: ({ PageId }) => PageId,
    input: structure({
      AcceptCode: required(AcceptCode),
      AcceptCodeValidation,
      AcceptType: required(AcceptType),
      ContactChannelId: SsmContactsArn,
      Note: ReceiptInfo,
      PageId: required(SsmContactsArn),
    }),
    output: structure({}),
  }),
};

export const ssmContacts = defineService({
  signingName: 'ssm-contacts',
  serviceName: 'ssm-contacts',
  protocols: ['awsJson1.1'],
  apiVersion: '2021-05-03',
  target: 'SSMContacts',
  errors,
  operations: { ...contacts, ...channels, ...engagements, ...pages, ...rotationOperations, ...policies, ...tags },
});
