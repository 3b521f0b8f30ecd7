import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel/refusal';
import { checkPolicy } from './policy.ts';

const ANA = { account: '123456789012', region: 'us-east-1', alias: 'ana' };
const ARN = 'arn:aws:ssm-contacts:us-east-1:123456789012:contact/ana';
const ENGAGEMENTS = 'arn:aws:ssm-contacts:us-east-1:123456789012:engagement/ana/*';

const good = {
  Effect: 'Allow',
  Principal: { AWS: '210987654321' },
  Action: 'ssm-contacts:StartEngagement',
  Resource: ARN,
};
const organisation = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };
const policy = (change: object) => JSON.stringify({ Version: '2012-10-17', Statement: [{ ...good, ...change }] });

const taken: [name: string, change: object][] = [
  ['an account', {}],
  ['accounts as a list', { Principal: { AWS: ['210987654321', 'arn:aws:iam::210987654321:root'] } }],
  ['an organisation', { Principal: { AWS: 'arn:aws:organizations::210987654321:organization/o-1' } }],
  ['an organisation by a condition', { Principal: '*', Condition: organisation }],
  ['the contact and its engagements', { Resource: [ARN, ENGAGEMENTS] }],
  ['every action of the service', { Action: 'ssm-contacts:*' }],
  ['several actions', { Action: ['ssm-contacts:Get*', 'ssm-contacts:StopEngagement'] }],
  ['a name', { Sid: 'share' }],
];
for (const [name, change] of taken) {
  test(`a policy may name ${name}`, () => checkPolicy(policy(change), ANA));
}

const refused: [name: string, text: string, words: RegExp][] = [
  ['no JSON', '{"a":', /not JSON/],
  ['a list', '[]', /JSON object/],
  ['null', 'null', /JSON object/],
  ['no statement', '{"Version":"2012-10-17"}', /Statement: wanted at least one/],
  ['an empty list of statements', '{"Statement":[]}', /Statement: wanted at least one/],
  ['an unknown version', JSON.stringify({ Version: '2020-01-01', Statement: [good] }), /Version: wanted 2012-10-17/],
  ['a statement that is a text', '{"Statement":["Allow"]}', /Statement\[0\]: wanted an object/],
  [
    'a second statement that denies',
    JSON.stringify({ Statement: [good, { ...good, Effect: 'Deny' }] }),
    /Statement\[1\].Effect/,
  ],
  ['an unknown member', policy({ NotAction: 'x' }), /NotAction is not one of/],
  ['nobody', policy({ Principal: undefined }), /Principal: wanted accounts.*got nothing/],
  ['an empty list of accounts', policy({ Principal: { AWS: [] } }), /Principal/],
  ['everybody', policy({ Principal: '*' }), /Principal.*Condition/],
  ['everybody under an empty condition', policy({ Principal: '*', Condition: {} }), /Principal/],
  ['a service', policy({ Principal: { Service: 'events.amazonaws.com' } }), /Principal/],
  ['no action', policy({ Action: [] }), /Action: wanted actions of ssm-contacts, got nothing/],
  ['another service’s action', policy({ Action: 's3:GetObject' }), /Action.*s3:GetObject/],
  ['any action at all', policy({ Action: '*' }), /Action/],
  ['a number for an action', policy({ Action: [1] }), /Action/],
  ['every resource', policy({ Resource: '*' }), /Resource/],
  ['another contact', policy({ Resource: ARN.replace('/ana', '/bo') }), /Resource.*contact\/bo/],
  ['a contact whose name begins alike', policy({ Resource: `${ARN}bel` }), /Resource/],
  ['another’s engagements', policy({ Resource: ENGAGEMENTS.replace('/ana/', '/anabel/') }), /Resource/],
  ['a condition that is a text', policy({ Condition: 'x' }), /Condition: wanted an object/],
];
for (const [name, text, words] of refused) {
  test(`a policy of ${name} is refused, saying where`, () => {
    assert.throws(
      () => checkPolicy(text, ANA),
      (error) => {
        assert.ok(error instanceof Refusal);
        assert.deepEqual([error.kind, error.details.fields?.[0]?.name], ['validation', 'Policy']);
        assert.match(error.message, words);
        assert.ok(error.message.length < 1_000);
        return true;
      },
    );
  });
}

test('a policy of a hundred thousand brackets is refused, and does not exhaust the stack', () => {
  assert.throws(() => checkPolicy('['.repeat(190_000) + ']'.repeat(190_000), ANA), Refusal);
  assert.throws(() => checkPolicy(policy({ Action: 'x'.repeat(100_000) }), ANA), /Action/);
});
