import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Asker, type Context, judge, type Policy, readPolicy, trustOf } from './index.ts';

const read = (text: string, use: 'identity' | 'trust' = 'identity'): Policy => {
  const found = readPolicy(text, use);
  assert.ok('policy' in found, JSON.stringify(found));
  return found.policy;
};
const of = (...statements: object[]) => read(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: unknown, Resource: unknown, more: object = {}) => ({ Effect: 'Deny', Action, Resource, ...more });

/** A variable, as policies write it. */
const v = (inside: string) => `$\{${inside}}`;

const PLAN = 'arn:aws:ssm-incidents::123456789012:response-plan/payments';
const START = 'ssm-incidents:StartIncident';
const said = (policy: Policy, { action = START, resource = PLAN, context = {} as Context } = {}) => {
  const found = judge({ action, resource, context }, { identity: [policy] });
  return found.allowed ? 'allowed' : found.explicit ? 'denied' : 'silent';
};

const actionRows: [name: string, policy: Policy, want: string][] = [
  ['an action is allowed on its resource', of(allow(START, PLAN)), 'allowed'],
  ['actions are the same in any spelling', of(allow('SSM-Incidents:startincident', PLAN)), 'allowed'],
  ['resources are not', of(allow(START, PLAN.toUpperCase().replace('ARN:AWS', 'arn:aws'))), 'silent'],
  ['a wildcard stands for actions', of(allow('ssm-incidents:Start*', PLAN)), 'allowed'],
  ['a question mark is one character', of(allow('ssm-incidents:StartInciden?', PLAN)), 'allowed'],
  ['a question mark is not none', of(allow('ssm-incidents:StartIncident?', PLAN)), 'silent'],
  ['all of everything', of(allow('*', '*')), 'allowed'],
  ['NotAction is all but these', of({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }), 'allowed'],
  ['NotAction leaves these out', of({ Effect: 'Allow', NotAction: START, Resource: '*' }), 'silent'],
  ['NotResource leaves these out', of({ Effect: 'Allow', Action: '*', NotResource: PLAN }), 'silent'],
  ['a denial wins, wherever it stands', of(deny(START, '*'), allow('*', '*')), 'denied'],
  ['a wildcard fits within a part of an ARN', of(allow('*', 'arn:aws:ssm-incidents::*:response-plan/pay*')), 'allowed'],
  ['a wildcard reaches over no colon', of(allow('*', 'arn:aws:*:*:payments:x')), 'silent'],
  ['two statements add up', of(allow('iam:GetRole', '*'), allow(START, PLAN)), 'allowed'],
  ['nothing that fits is silence', of(allow('iam:GetRole', '*')), 'silent'],
];
for (const [name, policy, want] of actionRows) test(name, () => assert.equal(said(policy), want));

const when = (operator: string, key: string, value: unknown) => ({ Condition: { [operator]: { [key]: value } } });
const conditionRows: [operator: string, key: string, value: unknown, context: Context, holds: boolean][] = [
  ['StringEquals', 'aws:RequestedRegion', 'us-east-1', { 'aws:requestedregion': ['us-east-1'] }, true],
  ['StringEquals', 'aws:RequestedRegion', ['eu-west-1', 'us-east-1'], { 'aws:requestedregion': ['us-east-1'] }, true],
  ['StringEquals', 'aws:username', 'Ana', { 'aws:username': ['ana'] }, false],
  ['StringEqualsIgnoreCase', 'aws:username', 'Ana', { 'aws:username': ['ana'] }, true],
  ['StringEquals', 'aws:username', 'ana', {}, false],
  ['StringEqualsIfExists', 'aws:username', 'ana', {}, true],
  ['StringNotEquals', 'aws:username', 'ana', {}, true],
  ['StringNotEquals', 'aws:username', ['ana', 'bo'], { 'aws:username': ['bo'] }, false],
  ['StringLike', 'aws:username', 'an?', { 'aws:username': ['ana'] }, true],
  ['StringLike', 'aws:username', `a${v('*')}`, { 'aws:username': ['ana'] }, false],
  ['StringNotLike', 'aws:username', 'a*', { 'aws:username': ['bo'] }, true],
  ['NumericLessThan', 'sts:n', 5, { 'sts:n': ['4.5'] }, true],
  ['NumericGreaterThanEquals', 'sts:n', '5', { 'sts:n': ['5'] }, true],
  ['NumericEquals', 'sts:n', '5', { 'sts:n': ['five'] }, false],
  ['NumericNotEquals', 'sts:n', '5', { 'sts:n': ['6'] }, true],
  ['DateLessThan', 'aws:CurrentTime', '2026-01-02T03:10:00Z', { 'aws:currenttime': ['2026-01-02T03:09:59Z'] }, true],
  ['DateGreaterThan', 'aws:CurrentTime', '2026-01-02', { 'aws:currenttime': ['1767323400'] }, true],
  ['Bool', 'aws:SecureTransport', 'true', { 'aws:securetransport': ['TRUE'] }, true],
  ['Bool', 'aws:SecureTransport', false, { 'aws:securetransport': ['true'] }, false],
  ['IpAddress', 'aws:SourceIp', ['10.0.0.0/8', '2001:db8::/32'], { 'aws:sourceip': ['10.9.8.7'] }, true],
  ['IpAddress', 'aws:SourceIp', '10.0.0.0/8', { 'aws:sourceip': ['::ffff:10.9.8.7'] }, true],
  ['IpAddress', 'aws:SourceIp', '2001:db8::/32', { 'aws:sourceip': ['2001:db8::1'] }, true],
  ['NotIpAddress', 'aws:SourceIp', '10.0.0.0/8', { 'aws:sourceip': ['10.9.8.7'] }, false],
  [
    'ArnLike',
    'aws:PrincipalArn',
    'arn:aws:iam::*:role/ops/*',
    { 'aws:principalarn': ['arn:aws:iam::1:role/ops/x'] },
    true,
  ],
  ['ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::*:x', { 'aws:principalarn': ['arn:aws:iam::1:2:x'] }, false],
  ['ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/a', { 'aws:principalarn': ['arn:aws:iam::1:role/b'] }, true],
  ['Null', 'aws:username', 'true', {}, true],
  ['Null', 'aws:username', 'false', { 'aws:username': ['ana'] }, true],
  ['Null', 'aws:username', 'true', { 'aws:username': ['ana'] }, false],
  ['BinaryEquals', 'aws:x', 'QUI=', { 'aws:x': ['QUI='] }, true],
  ['ForAllValues:StringEquals', 'aws:TagKeys', ['a', 'b'], { 'aws:tagkeys': ['a', 'b'] }, true],
  ['ForAllValues:StringEquals', 'aws:TagKeys', ['a', 'b'], { 'aws:tagkeys': ['a', 'c'] }, false],
  ['ForAllValues:StringEquals', 'aws:TagKeys', 'a', {}, true],
  ['ForAnyValue:StringEquals', 'aws:TagKeys', ['a', 'b'], { 'aws:tagkeys': ['c', 'b'] }, true],
  ['ForAnyValue:StringEquals', 'aws:TagKeys', 'a', {}, false],
  ['ForAnyValue:StringNotEquals', 'aws:TagKeys', 'a', { 'aws:tagkeys': ['a', 'b'] }, true],
  ['ForAllValues:StringNotEquals', 'aws:TagKeys', 'a', { 'aws:tagkeys': ['a', 'b'] }, false],
  [
    'StringEquals',
    'aws:username',
    v('aws:PrincipalTag/name'),
    { 'aws:username': ['a'], 'aws:principaltag/name': ['a'] },
    true,
  ],
  ['StringEquals', 'aws:username', v("aws:x, 'ana'"), { 'aws:username': ['ana'] }, true],
];
for (const [operator, key, value, context, holds] of conditionRows) {
  test(`${operator} of ${key} with ${JSON.stringify(value)} is ${holds} for ${JSON.stringify(context)}`, () => {
    assert.equal(said(of(allow('*', '*', when(operator, key, value))), { context }), holds ? 'allowed' : 'silent');
  });
}

test('a variable without a value lets nothing in, and takes nothing out of a denial', () => {
  const unknown = `arn:aws:sns:::${v('aws:PrincipalTag/team')}`;
  assert.equal(said(of({ Effect: 'Allow', Action: '*', NotResource: unknown })), 'silent');
  assert.equal(said(of({ Effect: 'Deny', Action: '*', NotResource: unknown })), 'denied');
  const unlike = when('StringNotEquals', 'aws:username', v('aws:none'));
  const context = { 'aws:username': ['ana'] };
  assert.equal(said(of(allow('*', '*', unlike)), { context }), 'silent');
  assert.equal(said(of(allow('*', '*'), deny('*', '*', unlike)), { context }), 'denied');
});

test('what a variable brings has no wildcards, and the older version has no variables', () => {
  const resource = `arn:aws:sns:us-east-1:123456789012:${v('aws:username')}`;
  const context = { 'aws:username': ['*'] };
  const asked = { resource: 'arn:aws:sns:us-east-1:123456789012:pages', context };
  assert.equal(said(of(allow('*', resource)), asked), 'silent');
  assert.equal(
    said(of(allow('*', resource)), { ...asked, resource: 'arn:aws:sns:us-east-1:123456789012:*' }),
    'allowed',
  );
  const old = read(JSON.stringify({ Statement: allow('*', `arn:aws:sns:::${v('aws:username')}`) }));
  assert.equal(said(old, { resource: `arn:aws:sns:::${v('aws:username')}`, context }), 'allowed');
});

test('a boundary and a session policy must allow, too, and any denial wins', () => {
  const [all, none, no] = [of(allow('*', '*')), of(allow('iam:*', '*')), of(allow('*', '*'), deny(START, '*'))];
  const ask = { action: START, resource: PLAN, context: {} };
  assert.deepEqual(judge(ask, { identity: [all], boundary: [all], session: [all] }), { allowed: true });
  const by = (kind: string, explicit: boolean) => ({ allowed: false, by: kind, explicit });
  assert.deepEqual(judge(ask, { identity: [all], boundary: [none] }), by('boundary', false));
  assert.deepEqual(judge(ask, { identity: [all], session: [none] }), by('session', false));
  assert.deepEqual(judge(ask, { identity: [all], session: [no] }), by('session', true));
  assert.deepEqual(judge(ask, { identity: [none], session: [all] }), by('identity', false));
  assert.deepEqual(judge(ask, { identity: [] }), by('identity', false));
});

const ANA = 'arn:aws:iam::123456789012:user/ana';
const ana: Asker = { account: '123456789012', arns: [ANA] };
const trusting = (statement: object) =>
  read(JSON.stringify({ Version: '2012-10-17', Statement: { Action: 'sts:AssumeRole', ...statement } }), 'trust');
const trusted = (Principal: unknown, asker: Asker = ana, more: object = {}, context: Context = {}) =>
  trustOf(trusting({ Effect: 'Allow', Principal, ...more }), asker, { action: 'sts:AssumeRole', context });

test('a trust policy names users, roles, accounts and services', () => {
  assert.equal(trusted({ AWS: ANA }), 'allow');
  assert.equal(trusted('*'), 'allow');
  assert.equal(trusted({ AWS: '123456789012' }), 'delegate');
  assert.equal(trusted({ AWS: ['arn:aws:iam::123456789012:root'] }), 'delegate');
  assert.equal(trusted({ AWS: 'arn:aws:iam::210987654321:root' }), 'nothing');
  assert.equal(trusted({ Service: 'ssm.amazonaws.com' }), 'nothing');
  assert.equal(trusted({ Service: 'ssm.amazonaws.com' }, { service: 'ssm.amazonaws.com' }), 'allow');
  assert.equal(trusted({ AWS: '123456789012' }, { service: 'ssm.amazonaws.com' }), 'nothing');
  const external = { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } };
  assert.equal(trusted({ AWS: ANA }, ana, external), 'nothing');
  assert.equal(trusted({ AWS: ANA }, ana, external, { 'sts:externalid': ['x'] }), 'allow');
  const unless = trusting({ Effect: 'Deny', NotPrincipal: { AWS: ANA } });
  assert.equal(trustOf(unless, ana, { action: 'sts:AssumeRole', context: {} }), 'nothing');
  assert.equal(trustOf(unless, { ...ana, arns: [] }, { action: 'sts:AssumeRole', context: {} }), 'deny');
});

const faults: [name: string, use: 'identity' | 'trust', policy: unknown, want: RegExp][] = [
  ['not JSON', 'identity', undefined, /^the policy is not JSON/],
  ['no object', 'identity', [], /^the policy: wanted an object/],
  [
    'another version',
    'identity',
    { Version: '2020-01-01', Statement: [] },
    /^Version: wanted 2012-10-17, got 2020-01-01/,
  ],
  ['no statement', 'identity', { Version: '2012-10-17' }, /^Statement: wanted one statement/],
  ['another member', 'identity', { Statement: allow('*', '*'), Extra: 1 }, /got Extra/],
  [
    'no effect',
    'identity',
    { Statement: [{ Action: '*', Resource: '*' }] },
    /^Statement\[0\]\.Effect: wanted Allow or Deny, got nothing/,
  ],
  [
    'no action',
    'identity',
    { Statement: { Effect: 'Allow', Resource: '*' } },
    /^Statement: wanted Action or NotAction, got neither/,
  ],
  ['both actions', 'identity', { Statement: { ...allow('*', '*'), NotAction: '*' } }, /either Action or NotAction/],
  [
    'an action without a service',
    'identity',
    { Statement: allow(['iam:*', 'StartIncident'], '*') },
    /^Statement\.Action\[1\]/,
  ],
  [
    'a resource that is no ARN',
    'identity',
    { Statement: allow('*', 'payments') },
    /^Statement\.Resource: wanted \* or an ARN/,
  ],
  ['no resource', 'identity', { Statement: { Effect: 'Allow', Action: '*' } }, /Resource or NotResource/],
  [
    'a principal in an identity policy',
    'identity',
    { Statement: allow('*', '*', { Principal: '*' }) },
    /got Principal/,
  ],
  ['a resource in a trust policy', 'trust', { Statement: { ...allow('*', '*'), Principal: '*' } }, /got Resource/],
  ['no principal', 'trust', { Statement: { Effect: 'Allow', Action: '*' } }, /Principal/],
  [
    'a principal that is none',
    'trust',
    { Statement: { Effect: 'Allow', Action: '*', Principal: { AWS: 'ana' } } },
    /Principal\.AWS/,
  ],
  [
    'an operator that is none',
    'identity',
    { Statement: allow('*', '*', when('StringIs', 'a:b', 'c')) },
    /got StringIs/,
  ],
  [
    'IfExists of Null',
    'identity',
    { Statement: allow('*', '*', when('NullIfExists', 'a:b', 'true')) },
    /got NullIfExists/,
  ],
  ['a key that is none', 'identity', { Statement: allow('*', '*', when('Bool', 'secure', 'true')) }, /got secure/],
  [
    'a number that is none',
    'identity',
    { Statement: allow('*', '*', when('NumericEquals', 'a:b', 'c')) },
    /NumericEquals\.a:b: wanted a number, got c/,
  ],
  [
    'a range that is none',
    'identity',
    { Statement: allow('*', '*', when('IpAddress', 'a:b', '10.0.0.0/33')) },
    /wanted an address/,
  ],
  [
    'a variable that does not end',
    'identity',
    { Version: '2012-10-17', Statement: allow('*', `arn:aws:s3:::${v('aws:x').slice(0, -1)}`) },
    /wanted a \}/,
  ],
  [
    'a Sid twice',
    'identity',
    { Statement: [allow('*', '*', { Sid: 'a' }), allow('*', '*', { Sid: 'a' })] },
    /^Statement\[1\]\.Sid/,
  ],
];
for (const [name, use, policy, want] of faults) {
  test(`a policy with ${name} is refused, and says where`, () => {
    const found = readPolicy(policy === undefined ? '{' : JSON.stringify(policy), use);
    assert.ok('fault' in found, JSON.stringify(found));
    assert.match(found.fault, want);
  });
}
