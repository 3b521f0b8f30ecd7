import {
  blob,
  boolean,
  double,
  integer,
  list,
  map,
  required,
  string,
  structure,
  timestamp,
  token,
  union,
} from '#kernel/shape';
import { defineService, operation } from '#wire/service';

/** A few real operations of the real services, in every protocol: enough to drive the gateway with real clients. */

const contactArn = string({
  min: 1,
  max: 2048,
  pattern: 'arn:(aws|aws-cn|aws-us-gov):ssm-contacts:[-\\w+=\\/,.@]*:[0-9]+:([\\w+=\\/,.@:-]+)*',
});
const target = structure({
  ChannelTargetInfo: structure({
    ContactChannelId: required(contactArn),
    RetryIntervalInMinutes: integer({ min: 0, max: 60 }),
  }),
  ContactTargetInfo: structure({ ContactId: contactArn, IsEssential: required(boolean()) }),
});
const stage = structure({
  DurationInMinutes: required(integer({ min: 0, max: 30 })),
  Targets: required(list(target)),
});
const plan = structure({ Stages: list(stage), RotationIds: list(contactArn, { max: 25 }) });
const tags = list(structure({ Key: string({ min: 1, max: 128 }), Value: string({ min: 0, max: 256 }) }), { max: 200 });

export const contacts = defineService({
  signingName: 'ssm-contacts',
  serviceName: 'ssm-contacts',
  protocols: ['awsJson1.1'],
  target: 'SSMContacts',
  apiVersion: '2021-05-03',
  errors: {
    message: 'Message',
    kinds: {
      notFound: { members: ({ details }) => ({ ResourceId: details.resourceId, ResourceType: details.resourceType }) },
      validation: {
        members: ({ details }) => ({
          Reason: 'FIELD_VALIDATION_FAILED',
          Fields: details.fields?.map(({ name, message }) => ({ Name: name, Message: message })),
        }),
      },
    },
  },
  operations: {
    CreateContact: operation({
      access: 'write',
      input: structure({
        Alias: required(string({ min: 1, max: 255, pattern: '^[a-z0-9_\\-]*$' })),
        DisplayName: string({ min: 0, max: 255, pattern: '^[\\p{L}\\p{Z}\\p{N}_.\\-]*$' }),
        Type: required(string({ enum: ['PERSONAL', 'ESCALATION', 'ONCALL_SCHEDULE'] })),
        Plan: required(plan),
        Tags: tags,
        IdempotencyToken: token(string({ max: 2048, pattern: '^[\\\\\\/a-zA-Z0-9_+=\\-]*$' })),
      }),
      output: structure({ ContactArn: required(contactArn) }),
    }),
    GetContact: operation({
      access: 'read',
      input: structure({ ContactId: required(contactArn) }),
      output: structure({
        ContactArn: required(contactArn),
        Alias: required(string()),
        Type: required(string()),
        Plan: required(plan),
      }),
      resource: (input) => input.ContactId,
    }),
    ListPagesByContact: operation({
      access: 'read',
      input: structure({ ContactId: required(contactArn) }),
      output: structure({ Pages: required(list(structure({ PageArn: required(string()), SentTime: timestamp() }))) }),
    }),
    SendActivationCode: operation({
      access: 'write',
      input: structure({ ContactChannelId: required(string({ sensitive: true, max: 20 })) }),
      output: structure({}),
    }),
  },
});

const arn = string({ min: 0, max: 1000, pattern: '^arn:aws(-cn|-us-gov)?:[a-z0-9-]*:[a-z0-9-]*:([0-9]{12})?:.+$' });
const tagMap = map(string({ min: 1, max: 128 }), string({ min: 0, max: 256 }), { min: 1, max: 50, lenientEmpty: true });
const chatChannel = union({ chatbotSns: list(arn, { min: 1, max: 5 }), empty: structure({}) });

export const incidents = defineService({
  signingName: 'ssm-incidents',
  serviceName: 'ssm-incidents',
  protocols: ['restJson1'],
  apiVersion: '2018-05-10',
  operations: {
    CreateResponsePlan: operation({
      access: 'write',
      http: { method: 'POST', uri: '/createResponsePlan', code: 201 },
      input: structure({
        clientToken: token(string({ min: 0, max: 128 })),
        name: required(string({ min: 1, max: 200, pattern: '^[a-zA-Z0-9-_]*$' })),
        incidentTemplate: required(
          structure({ title: required(string({ max: 200 })), impact: required(integer({ min: 1, max: 5 })) }),
        ),
        chatChannel,
        tags: tagMap,
      }),
      output: structure({ arn: required(arn) }),
    }),
    GetResponsePlan: operation({
      access: 'read',
      http: { method: 'GET', uri: '/getResponsePlan', query: { arn: 'arn' } },
      input: structure({ arn: required(arn) }),
      output: structure({ arn: required(arn), name: required(string()), chatChannel }),
    }),
    CreateTimelineEvent: operation({
      access: 'write',
      http: { method: 'POST', uri: '/createTimelineEvent', code: 201 },
      input: structure({
        incidentRecordArn: required(arn),
        eventTime: required(timestamp()),
        eventType: required(string()),
        eventData: required(string()),
      }),
      output: structure({ eventId: required(string()), incidentRecordArn: required(arn) }),
    }),
    DeleteIncidentRecord: operation({
      access: 'write',
      http: { method: 'POST', uri: '/deleteIncidentRecord', code: 204 },
      input: structure({ arn: required(arn) }),
      output: structure({}),
    }),
    ListTagsForResource: operation({
      access: 'read',
      http: { method: 'GET', uri: '/tags/{resourceArn}' },
      input: structure({ resourceArn: required(arn) }),
      output: structure({ tags: required(tagMap) }),
    }),
    UntagResource: operation({
      access: 'write',
      http: { method: 'DELETE', uri: '/tags/{resourceArn}', code: 204, query: { tagKeys: 'tagKeys' } },
      input: structure({ resourceArn: required(arn), tagKeys: required(list(string())) }),
      output: structure({}),
    }),
  },
});

const alarm = structure({
  AlarmName: string(),
  Threshold: double(),
  ActionsEnabled: boolean(),
  AlarmActions: list(string()),
  StateUpdatedTimestamp: timestamp(),
});

export const cloudwatch = defineService({
  signingName: 'monitoring',
  serviceName: 'cloudwatch',
  protocols: ['rpcv2Cbor', 'awsJson1.0', 'awsQuery'],
  target: 'GraniteServiceVersion20100801',
  apiVersion: '2010-08-01',
  xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  queryCompatible: true,
  errors: { codes: { ResourceNotFound: { status: 404, queryCode: 'ResourceNotFound' } } },
  operations: {
    PutMetricData: operation({
      access: 'write',
      input: structure({
        Namespace: required(string({ min: 1, max: 255 })),
        MetricData: list(
          structure({
            MetricName: required(string({ min: 1, max: 255 })),
            Timestamp: timestamp(),
            Value: double(),
            Values: list(double()),
            Dimensions: list(structure({ Name: required(string()), Value: required(string()) }), { max: 30 }),
          }),
        ),
      }),
      output: undefined,
    }),
    DescribeAlarms: operation({
      access: 'read',
      input: structure({
        AlarmNames: list(string({ min: 1, max: 255 }), { max: 100 }),
        StateValue: string({ enum: ['OK', 'ALARM', 'INSUFFICIENT_DATA'] }),
        MaxRecords: integer({ min: 1, max: 100 }),
      }),
      output: structure({ MetricAlarms: list(alarm), NextToken: string() }),
    }),
    SetAlarmState: operation({
      access: 'write',
      input: structure({
        AlarmName: required(string({ min: 1, max: 255 })),
        StateValue: required(string({ enum: ['OK', 'ALARM', 'INSUFFICIENT_DATA'] })),
        StateReason: required(string({ min: 0, max: 1023 })),
      }),
      output: undefined,
    }),
  },
});

export const sts = defineService({
  signingName: 'sts',
  serviceName: 'sts',
  protocols: ['awsQuery'],
  apiVersion: '2011-06-15',
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  operations: {
    GetCallerIdentity: operation({
      access: 'read',
      input: structure({}),
      output: structure({ UserId: string(), Account: string(), Arn: string() }),
    }),
  },
});

export const sns = defineService({
  signingName: 'sns',
  serviceName: 'sns',
  protocols: ['awsQuery'],
  apiVersion: '2010-03-31',
  xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  operations: {
    Publish: operation({
      access: 'write',
      input: structure({
        TopicArn: string(),
        Message: required(string()),
        MessageAttributes: map(
          string(),
          structure({ DataType: required(string()), StringValue: string(), BinaryValue: blob() }),
          { keyName: 'Name', valueName: 'Value' },
        ),
      }),
      output: structure({ MessageId: string() }),
    }),
    ConfirmSubscription: operation({
      access: 'write',
      unsigned: true,
      input: structure({ TopicArn: required(string()), Token: required(string()) }),
      output: structure({ SubscriptionArn: string() }),
    }),
  },
});

export const events = defineService({
  signingName: 'events',
  serviceName: 'events',
  protocols: ['awsJson1.1'],
  target: 'AWSEvents',
  apiVersion: '2015-10-07',
  operations: {
    PutEvents: operation({
      access: 'write',
      input: structure({
        Entries: required(
          list(structure({ Time: timestamp(), Source: string(), DetailType: string(), Detail: string() }), {
            min: 1,
            max: 10,
          }),
        ),
      }),
      output: structure({
        FailedEntryCount: integer(),
        Entries: list(structure({ EventId: string(), ErrorCode: string(), ErrorMessage: string() })),
      }),
    }),
  },
});
