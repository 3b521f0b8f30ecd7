import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Queries } from '#storage/db';
import type { ResponsePlan } from './response-plan.ts';
import { severityOf } from './severity.ts';
import { type Lookup, warningsOf } from './warnings.ts';

/** No lookup of these tests asks a database. */
const on: Queries = {
  rows: async () => assert.fail('a statement was run'),
  first: async () => assert.fail('a statement was run'),
};
const ANA = 'arn:aws:ssm-contacts:us-east-1:123456789012:contact/ana';
const BO = 'arn:aws:ssm-contacts:us-east-1:123456789012:contact/bo';
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:team';
const ROLE = 'arn:aws:iam::123456789012:role/runbook';
const plan: ResponsePlan = {
  account: '123456789012',
  name: 'web',
  template: { title: 'Web', impact: 1, notificationTargets: [{ snsTopicArn: TOPIC }], incidentTags: {} },
  engagements: [ANA, BO],
  actions: [{ ssmAutomation: { documentName: 'Restart', roleArn: ROLE } }],
  chatChannel: { chatbotSns: [`${TOPIC}2`, TOPIC] },
  integrations: [
    {
      pagerDutyConfiguration: { name: 'pd', secretId: 'key', pagerDutyIncidentConfiguration: { serviceId: 'P1' } },
    },
  ],
  tags: {},
};
const has =
  (...there: string[]): Lookup =>
  async (_on, account, names) => {
    assert.equal(account, plan.account);
    assert.equal(new Set(names).size, names.length, 'each name is asked for once');
    return new Set(there);
  };

test('a plan whose names all exist has no warning', async () => {
  const lookups = {
    contact: has(ANA, BO),
    document: has('Restart'),
    role: has(ROLE),
    topic: has(TOPIC),
    room: has(TOPIC, `${TOPIC}2`),
    secret: has('key'),
  };
  assert.deepEqual(await warningsOf(on, lookups, plan), []);
});

test('each name that is missing is a warning, with its place and what to do', async () => {
  const room = has(`${TOPIC}2`);
  const lookups = { contact: has(ANA), document: has(), role: has(ROLE), topic: has(), room, secret: has() };
  const warnings = await warningsOf(on, lookups, plan);
  assert.deepEqual(
    warnings.map(({ member }) => member),
    [
      'engagements[1]',
      'actions[0].ssmAutomation.documentName',
      'chatChannel.chatbotSns[1]',
      'incidentTemplate.notificationTargets[0].snsTopicArn',
      'integrations[0].pagerDutyConfiguration.secretId',
    ],
  );
  assert.deepEqual(warnings[0], {
    member: 'engagements[1]',
    kind: 'contact',
    name: BO,
    text: `Muster has no contact of the name ${BO}`,
    whatToDo: 'Create it, or take it out of the plan. Until then nobody is paged for it.',
  });
  assert.deepEqual(warnings[2], {
    member: 'chatChannel.chatbotSns[1]',
    kind: 'room',
    name: TOPIC,
    text: `No chat room is bound to the topic ${TOPIC}`,
    whatToDo: 'Bind one (muster chat bind), or take it out of the plan. Until then no room is told of its incidents.',
  });
});

test('of a kind that this version does not keep nothing exists, and the warning says so', async () => {
  const warnings = await warningsOf(on, { contact: has(ANA, BO) }, plan);
  assert.equal(warnings.length, 6);
  assert.deepEqual(warnings.at(-1), {
    member: 'integrations[0].pagerDutyConfiguration.secretId',
    kind: 'secret',
    name: 'key',
    text: 'Muster has no secret of the name key',
    whatToDo:
      'This version of Muster keeps no secrets: the plan keeps the name. Until then incidents are not passed on to PagerDuty.',
  });
});

test('severity is 3 where nothing is said of it', () => {
  assert.deepEqual([severityOf(undefined), severityOf(1), severityOf(5)], [3, 1, 5]);
});
