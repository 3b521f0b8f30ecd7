import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel/refusal';
import { checkPolicy } from './policy.ts';

const ARN = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf';
const good = {
  Effect: 'Allow',
  Principal: { AWS: '210987654321' },
  Action: 'secretsmanager:GetSecretValue',
  Resource: '*',
};
const of = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

const taken: [name: string, document: string][] = [
  ['one account', of(good)],
  ['a denial', of({ ...good, Effect: 'Deny', Principal: '*' })],
  ['the secret itself, by its ARN', of({ ...good, Resource: ARN })],
  ['the secret whatever the end of its ARN', of({ ...good, Resource: ARN.replace('AbCdEf', '??????') })],
  [
    'everybody on a condition',
    of({ ...good, Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o' } } }),
  ],
  ['a service', of({ ...good, Principal: { Service: 'ssm-incidents.amazonaws.com' } })],
  ['one statement without a list', JSON.stringify({ Statement: good })],
];
for (const [name, document] of taken) test(`a policy is taken: ${name}`, () => checkPolicy(document, ARN, true));

const MALFORMED = 'MalformedPolicyDocumentException';
const refused: [name: string, document: string, code: string, want: RegExp][] = [
  ['no JSON', '{', MALFORMED, /wanted a JSON document/],
  ['no object', '[]', MALFORMED, /the document: wanted an object/],
  ['no statement', '{"Version":"2012-10-17"}', MALFORMED, /at least one Statement/],
  ['an unknown version', JSON.stringify({ Version: '2020-01-01', Statement: good }), MALFORMED, /Version/],
  ['an unknown member', of({ ...good, Who: 'x' }), MALFORMED, /Statement 1: wanted Sid, Effect/],
  ['no effect', of({ ...good, Effect: 'Perhaps' }), MALFORMED, /wanted Allow or Deny/],
  ['no principal', of({ ...good, Principal: undefined }), MALFORMED, /Principal or NotPrincipal/],
  ['an empty principal', of({ ...good, Principal: {} }), MALFORMED, /Principal: wanted at least one/],
  ['another service’s action', of({ ...good, Action: 's3:GetObject' }), MALFORMED, /Action: wanted secretsmanager/],
  ['another secret', of({ ...good, Resource: ARN.replace('db', 'other') }), MALFORMED, /Resource: wanted \*/],
  ['everybody', of(good, { ...good, Principal: '*' }), 'PublicPolicyException', /Statement 2 allows everybody/],
  ['everybody in a list', of({ ...good, Principal: { AWS: ['*'] } }), 'PublicPolicyException', /Statement 1/],
];
for (const [name, document, code, want] of refused) {
  test(`a policy is refused: ${name}`, () => {
    assert.throws(
      () => checkPolicy(document, ARN, true),
      (error: unknown) => {
        assert.ok(error instanceof Refusal);
        assert.deepEqual([error.kind, error.details.code], ['validation', code]);
        assert.match(error.message, want);
        return true;
      },
    );
  });
}

test('everybody may be let in where public policies are not blocked', () => {
  checkPolicy(of({ ...good, Principal: '*' }), ARN, false);
});
