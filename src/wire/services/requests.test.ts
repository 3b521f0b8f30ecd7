import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal, type RefusalKind, refusals } from '#kernel/refusal';
import { check, redact } from '#kernel/shape';
import type { Service } from '../service.ts';
import { formOf } from '../service-errors.ts';
import { sentence } from '../validation.ts';
import { cloudwatch } from './cloudwatch/service.ts';
import { events } from './events/service.ts';
import { secretsManager } from './secretsmanager/service.ts';
import { ssmContacts } from './ssm-contacts/service.ts';
import { ssmIncidents } from './ssm-incidents/service.ts';
import { sts } from './sts/service.ts';

const ANA = 'arn:aws:ssm-contacts:us-east-1:111122223333:contact/ana';
const PAGE = 'arn:aws:ssm-contacts:us-east-1:111122223333:page/ana/94bc4ad8-5f4d-4a1f-9c4e-6b2d8e9f0a11';
const PLAN = 'arn:aws:ssm-incidents::111122223333:response-plan/web';
const template = { title: 'Web is down', impact: 1 };
const alarm = { AlarmName: 'cpu', EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold', Threshold: 80 };
const automation = { documentName: 'Restart', roleArn: 'arn:aws:iam::111122223333:role/runbook' };
const severe = { title: 'Web is down', severity: '2' };

const NOTHING = /^0 validation errors detected: $/;
/** What a client sends, and what is told of it. */
const requests: readonly (readonly [name: string, Service, operation: string, input: unknown, told: RegExp])[] = [
  [
    'a plan as the SDK sends it',
    ssmIncidents,
    'CreateResponsePlan',
    { name: 'web', incidentTemplate: template },
    NOTHING,
  ],
  [
    'a severity in place of an impact',
    ssmIncidents,
    'CreateResponsePlan',
    { name: 'web', incidentTemplate: severe },
    NOTHING,
  ],
  [
    'what Terraform sends empty in a plan',
    ssmIncidents,
    'CreateResponsePlan',
    {
      name: 'web',
      displayName: '',
      chatChannel: { empty: {} },
      engagements: [],
      incidentTemplate: { ...template, dedupeString: '', summary: '', incidentTags: {} },
      actions: [{ ssmAutomation: { ...automation, documentVersion: '', parameters: {}, dynamicParameters: {} } }],
      tags: {},
    },
    NOTHING,
  ],
  [
    'two chat channels in one',
    ssmIncidents,
    'CreateResponsePlan',
    { name: 'web', incidentTemplate: template, chatChannel: { empty: {}, chatbotSns: ['topic'] } },
    /at 'chatChannel' .*exactly one/,
  ],
  [
    'an impact out of range',
    ssmIncidents,
    'StartIncident',
    { responsePlanArn: PLAN, impact: 9 },
    /^1 .*'9' at 'impact' .*less than or equal to 5$/,
  ],
  [
    'a plan named by no ARN',
    ssmIncidents,
    'StartIncident',
    { responsePlanArn: 'web' },
    /^1 .*'web' at 'responsePlanArn' .*pattern/,
  ],
  ['a status in words', ssmIncidents, 'UpdateIncidentRecord', { arn: PLAN, status: 'In Progress' }, NOTHING],
  [
    'a tag of AWS itself',
    ssmIncidents,
    'CreateReplicationSet',
    { regions: { 'us-east-1': {} }, tags: { 'aws:x': 'y' } },
    /at 'tags.aws:x.key' .*pattern/,
  ],
  [
    'no Region at all',
    ssmIncidents,
    'CreateReplicationSet',
    { regions: {} },
    /at 'regions' .*length greater than or equal to 1$/,
  ],
  [
    'a contact as Terraform sends it',
    ssmContacts,
    'CreateContact',
    { Alias: 'ana', DisplayName: '', Type: 'PERSONAL', Plan: { Stages: [] } },
    NOTHING,
  ],
  [
    'a contact without a plan',
    ssmContacts,
    'CreateContact',
    { Alias: 'ana', Type: 'PERSONAL' },
    /^1 .*null at 'plan' .*must not be null$/,
  ],
  [
    'a name in another alphabet',
    ssmContacts,
    'CreateContact',
    { Alias: 'ana', DisplayName: 'Аня 2-я', Type: 'PERSONAL', Plan: {} },
    NOTHING,
  ],
  [
    'a stage longer than half an hour',
    ssmContacts,
    'CreateContact',
    { Alias: 'ana', Type: 'PERSONAL', Plan: { Stages: [{ DurationInMinutes: 31, Targets: [] }] } },
    /at 'plan.stages.1.member.durationInMinutes' .*equal to 30$/,
  ],
  [
    'an acknowledgement',
    ssmContacts,
    'AcceptPage',
    { PageId: PAGE, AcceptType: 'READ', AcceptCode: '123456' },
    NOTHING,
  ],
  [
    'a hostile ARN, refused at once',
    ssmContacts,
    'GetContact',
    { ContactId: `${ANA}${'a'.repeat(1900)}!` },
    /^1 .*at 'contactId' .*pattern/,
  ],
  [
    'a rule on the default bus',
    events,
    'PutRule',
    { Name: 'r', EventPattern: '{"source":["x"]}', State: 'ENABLED' },
    NOTHING,
  ],
  [
    'a hostile header, refused at once',
    events,
    'PutTargets',
    {
      Rule: 'r',
      Targets: [{ Id: 't', Arn: PLAN, HttpParameters: { HeaderParameters: { a: `${' '.repeat(500)}\n` } } }],
    },
    /^1 .*headerParameters.a.member' .*pattern/,
  ],
  [
    'eleven events',
    events,
    'PutEvents',
    { Entries: Array.from({ length: 11 }, () => ({ Source: 'x' })) },
    /^1 .*at 'entries' .*equal to 10$/,
  ],
  [
    'an alarm',
    cloudwatch,
    'PutMetricAlarm',
    { ...alarm, Namespace: 'AWS/EC2', MetricName: 'CPUUtilization', Period: 60 },
    NOTHING,
  ],
  [
    'an unknown state',
    cloudwatch,
    'SetAlarmState',
    { AlarmName: 'cpu', StateValue: 'RED', StateReason: '' },
    /^1 .*'RED' at 'stateValue' .*\[OK, ALARM, INSUFFICIENT_DATA\]$/,
  ],
  ['a question who one is', sts, 'GetCallerIdentity', {}, NOTHING],
];
for (const [name, service, operation, input, told] of requests) {
  test(`${operation}: ${name}`, () => {
    const declared = service.operations.get(operation);
    assert.ok(declared, `${operation} is not declared`);
    assert.match(sentence(check(declared.input, input)), told);
  });
}

test('codes and addresses are neither told nor recorded', () => {
  const accept = ssmContacts.operations.get('AcceptPage')!.input;
  assert.doesNotMatch(sentence(check(accept, { AcceptCode: '12x456' })), /12x456/);
  assert.doesNotMatch(JSON.stringify(redact(accept, { PageId: PAGE, AcceptCode: '123456' })), /123456/);
  const channel = ssmContacts.operations.get('CreateContactChannel')!.input;
  const recorded = redact(channel, { ContactId: ANA, DeliveryAddress: { SimpleAddress: '+15555550100' } });
  assert.deepEqual(Object.keys(recorded as object), ['ContactId', 'DeliveryAddress']);
  assert.doesNotMatch(JSON.stringify(recorded), /5555550100/);
});

const actor = {
  account: '111122223333',
  region: 'us-east-1',
  principal: 'arn:aws:iam::111122223333:user/ana',
  requestId: 'r',
};
const BUS = 'arn:aws:events:eu-west-1:444455556666:event-bus/orders';
const DB = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db';
const resources: readonly (readonly [Service, operation: string, input: unknown, arns: readonly string[]])[] = [
  [ssmIncidents, 'CreateResponsePlan', { name: 'web' }, [PLAN]],
  [ssmIncidents, 'StartIncident', { responsePlanArn: PLAN }, [PLAN]],
  [ssmIncidents, 'ListIncidentRecords', {}, ['*']],
  [ssmContacts, 'CreateContact', { Alias: 'ana' }, [ANA]],
  [ssmContacts, 'AcceptPage', { PageId: PAGE }, [PAGE]],
  [events, 'PutRule', { Name: 'r' }, ['arn:aws:events:us-east-1:111122223333:rule/r']],
  [events, 'PutRule', { Name: 'r', EventBusName: 'orders' }, ['arn:aws:events:us-east-1:111122223333:rule/orders/r']],
  [events, 'PutTargets', { Rule: 'r', EventBusName: BUS }, ['arn:aws:events:eu-west-1:444455556666:rule/orders/r']],
  [
    events,
    'PutEvents',
    { Entries: [{}, { EventBusName: BUS }, {}] },
    ['arn:aws:events:us-east-1:111122223333:event-bus/default', BUS],
  ],
  [secretsManager, 'CreateSecret', { Name: 'db' }, [`${DB}-??????`]],
  [secretsManager, 'GetSecretValue', { SecretId: 'db' }, [`${DB}-??????`]],
  [secretsManager, 'GetSecretValue', { SecretId: `${DB}-AbCdEf` }, [`${DB}-AbCdEf`]],
  [secretsManager, 'ListSecrets', {}, ['*']],
  [cloudwatch, 'SetAlarmState', { AlarmName: 'cpu' }, ['arn:aws:cloudwatch:us-east-1:111122223333:alarm:cpu']],
  [cloudwatch, 'DescribeAlarms', {}, ['arn:aws:cloudwatch:us-east-1:111122223333:alarm:*']],
];
for (const [service, operation, input, arns] of resources) {
  test(`${operation} of ${JSON.stringify(input)} must be allowed on ${arns}`, () => {
    assert.deepEqual(service.operations.get(operation)!.resource(input, actor), arns);
  });
}

const AT = new Date('2026-01-02T03:10:00.000Z');

/** A refusal with everything in it that a face can tell. */
const detailed = (kind: RefusalKind, code?: string) =>
  new Refusal(kind, 'no', {
    resourceType: 'CONTACT',
    resourceId: 'ana',
    fields: [{ name: 'Alias', message: 'Member must not be null' }],
    retryAfter: 7,
    quotaCode: 'L-1',
    dependents: [{ relation: 'ROTATION', ids: ['r'] }],
    ...(code && { code }),
  });

const told: readonly (readonly [Service, RefusalKind, code: string | undefined, form: readonly unknown[]])[] = [
  [ssmIncidents, 'quotaExceeded', undefined, ['ServiceQuotaExceededException', 402, 'LimitExceeded']],
  [ssmContacts, 'conflict', undefined, ['ConflictException', 409, undefined]],
  [events, 'validation', 'InvalidEventPatternException', ['InvalidEventPatternException', 400, undefined]],
  [events, 'quotaExceeded', undefined, ['LimitExceededException', 400, undefined]],
  [secretsManager, 'conflict', undefined, ['ResourceExistsException', 400, undefined]],
  [secretsManager, 'quotaExceeded', undefined, ['LimitExceededException', 400, undefined]],
  [secretsManager, 'validation', 'DecryptionFailure', ['DecryptionFailure', 400, undefined]],
  [cloudwatch, 'validation', undefined, ['ValidationError', 400, 'ValidationError']],
  [cloudwatch, 'validation', 'InvalidFormatFault', ['InvalidFormatFault', 400, 'InvalidFormat']],
  [cloudwatch, 'validation', 'InvalidNextToken', ['InvalidNextToken', 400, 'InvalidNextToken']],
  [cloudwatch, 'notFound', undefined, ['ResourceNotFound', 404, 'ResourceNotFound']],
  [cloudwatch, 'quotaExceeded', undefined, ['LimitExceededFault', 400, 'LimitExceeded']],
];
for (const [service, kind, code, want] of told) {
  test(`${service.serviceName} tells ${code ?? `the refusal ${kind}`} as ${want[0]}`, () => {
    const form = formOf(service.errors, detailed(kind, code));
    assert.deepEqual([form.code, form.status, form.queryCode], want);
  });
}

test('what is remembered of a secret’s value for its repetition is nothing: its token names the version', () => {
  for (const name of ['CreateSecret', 'PutSecretValue', 'UpdateSecret'])
    assert.equal(secretsManager.operations.get(name)!.idempotencyToken, undefined);
});

test('ssm-contacts names the wrong fields and what stands in the way as data', () => {
  const members = (kind: RefusalKind) => formOf(ssmContacts.errors, detailed(kind)).members?.(detailed(kind), AT);
  assert.deepEqual(members('validation'), {
    Fields: [{ Message: 'Member must not be null', Name: 'Alias' }],
    Reason: 'FIELD_VALIDATION_FAILED',
  });
  assert.deepEqual(members('conflict'), {
    ResourceId: 'ana',
    ResourceType: 'CONTACT',
    DependentEntities: [{ DependentResourceIds: ['r'], RelationType: 'ROTATION' }],
  });
  assert.deepEqual(members('throttled'), { QuotaCode: 'L-1', ServiceCode: 'ssm-contacts', RetryAfterSeconds: 7 });
});

/** What the models require of an error besides its message. */
const required: readonly (readonly [Service, RefusalKind, members: readonly string[]])[] = [
  [ssmIncidents, 'quotaExceeded', ['quotaCode', 'serviceCode']],
  [ssmIncidents, 'throttled', ['quotaCode', 'serviceCode']],
  [ssmContacts, 'conflict', ['ResourceId', 'ResourceType']],
  [ssmContacts, 'notFound', ['ResourceId', 'ResourceType']],
  [ssmContacts, 'quotaExceeded', ['QuotaCode', 'ServiceCode']],
];
for (const [service, kind, names] of required) {
  test(`${service.serviceName} tells ${names.join(' and ')} of every refusal ${kind}, also of one that says nothing`, () => {
    for (const refusal of [detailed(kind), new Refusal(kind, 'no')]) {
      const members = formOf(service.errors, refusal).members?.(refusal, AT) ?? {};
      for (const name of names) assert.equal(typeof members[name], 'string', name);
    }
  });
}

test('ssm-incidents tells when a conflict can be over at the earliest, as seconds since 1970', () => {
  const told = (refusal: Refusal) => formOf(ssmIncidents.errors, refusal).members?.(refusal, AT)['retryAfter'];
  assert.equal(told(detailed('conflict')), AT.getTime() / 1_000 + 7);
  assert.equal(told(new Refusal('conflict', 'no')), AT.getTime() / 1_000);
});

test('every refusal has a form at every service', () => {
  for (const service of [cloudwatch, events, ssmContacts, ssmIncidents, sts]) {
    for (const kind of Object.keys(refusals) as RefusalKind[]) {
      assert.ok(formOf(service.errors, detailed(kind)).status >= 400, `${service.serviceName}: ${kind}`);
    }
  }
});
