import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel/refusal';
import { checkPolicy, policyId } from './policy.ts';

const PLAN = { account: '123456789012', name: 'web' };
const statement = {
  Sid: 'Share',
  Effect: 'Allow',
  Principal: { AWS: '210987654321' },
  Action: ['ssm-incidents:GetResponsePlan', 'ssm-incidents:StartIncident'],
  Resource: [
    'arn:aws:ssm-incidents:*:123456789012:response-plan/web',
    'arn:aws:ssm-incidents::123456789012:incident-record/web/*',
  ],
};
const policy = (change: object = {}, top: object = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, ...change }], ...top });

const good: [what: string, document: string][] = [
  ['with an account', policy()],
  ['with the root of an account', policy({ Principal: { AWS: ['arn:aws:iam::210987654321:root'] } })],
  ['with a role of it', policy({ Principal: { AWS: 'arn:aws:iam::210987654321:role/oncall' } })],
  ['with an organisation', policy({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })],
  ['of one statement that is no list', JSON.stringify({ Statement: statement })],
  [
    'of one action and one resource',
    policy({ Action: 'ssm-incidents:StartIncident', Resource: statement.Resource[0] }),
  ],
];
for (const [what, document] of good) {
  test(`a policy ${what} is taken`, () => {
    assert.doesNotThrow(() => checkPolicy(document, PLAN));
  });
}

const bad: [what: string, document: string, told: RegExp][] = [
  ['that is no JSON', '{"Version"', /JSON document/],
  ['that is a list', '[]', /wanted an object/],
  ['that is null', 'null', /wanted an object/],
  ['without a statement', '{}', /at least one Statement/],
  ['with an empty list of statements', '{"Statement":[]}', /at least one Statement/],
  ['with a statement that is a text', '{"Statement":["x"]}', /Statement 1: wanted an object/],
  ['of another version', policy({}, { Version: '2020-01-01' }), /Version/],
  ['with a member that no policy has', policy({}, { Extra: 1 }), /"Extra"/],
  ['that denies', policy({ Effect: 'Deny' }), /"Allow"/],
  ['without an effect', policy({ Effect: undefined }), /"Allow", got null/],
  ['with everybody', policy({ Principal: '*' }), /PrincipalOrgID/],
  ['with everybody under AWS', policy({ Principal: { AWS: '*' } }), /PrincipalOrgID/],
  ['with everybody on a condition of something else', policy({ Principal: '*', Condition: { Bool: { x: 1 } } }), /Org/],
  ['with a service', policy({ Principal: { Service: 'sns.amazonaws.com' } }), /Principal/],
  ['without principal', policy({ Principal: undefined }), /Principal/],
  ['with no account at all', policy({ Principal: { AWS: [] } }), /Principal: AWS/],
  ['with an action of another service', policy({ Action: 'ssm:StartAutomationExecution' }), /Action/],
  ['with every action', policy({ Action: '*' }), /Action/],
  ['with NotAction', policy({ NotAction: 'ssm-incidents:GetResponsePlan' }), /"NotAction"/],
  ['on another plan', policy({ Resource: 'arn:aws:ssm-incidents::123456789012:response-plan/other' }), /Resource/],
  ['on another account', policy({ Resource: 'arn:aws:ssm-incidents::210987654321:response-plan/web' }), /Resource/],
  ['on everything', policy({ Resource: '*' }), /Resource/],
  ['with a condition that is a list', policy({ Condition: [] }), /Condition/],
];
for (const [what, document, told] of bad) {
  test(`a policy ${what} is refused, saying so`, () => {
    assert.throws(
      () => checkPolicy(document, PLAN),
      (error) => error instanceof Refusal && error.kind === 'validation' && told.test(error.message),
    );
  });
}

test('a document has one id, of 32 hex digits', () => {
  assert.match(policyId(policy()), /^[0-9a-f]{32}$/);
  assert.equal(policyId(policy()), policyId(policy()));
  assert.notEqual(policyId(policy()), policyId(policy({ Sid: 'Other' })));
});
