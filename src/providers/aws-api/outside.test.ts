import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json } from '#domain/documents';
import { AUTHORITY, NOW, nowhere, outsideAt } from '#test/kit/fake-aws/broker';
import { type FakeAws, FakeError, openFakeAws } from '#test/kit/fake-aws/server';

let aws: FakeAws;
before(async () => {
  aws = await openFakeAws();
});
after(() => aws.close());

const TOKEN = '0195e4a0-0000-7000-8000-000000000003';
const never = new AbortController().signal;
const ask = (
  service: string,
  operation: string,
  input: Record<string, Json>,
  options: Parameters<typeof outsideAt>[1] = {},
) =>
  outsideAt(aws.url, options).api.call(
    nowhere,
    { authority: AUTHORITY, service, operation, input, token: TOKEN, now: NOW },
    never,
  );

test('a call goes out signed as the role, and its answer is JSON', async () => {
  const answer = await ask('ec2', 'CreateSnapshot', { VolumeId: 'vol-1' });
  assert.ok(answer.ok);
  const { SnapshotId, StartTime, ResponseMetadata } = answer.output;
  assert.match(String(SnapshotId), /^snap-/);
  assert.equal(StartTime, '2026-01-02T03:10:00.000Z');
  assert.deepEqual((ResponseMetadata as { HTTPStatusCode: number }).HTTPStatusCode, 200);
  const { accessKeyId, sessionToken, region } = aws.came.at(-1)!;
  assert.deepEqual(
    { accessKeyId, sessionToken, region },
    { accessKeyId: 'ASIAROLEROLEROLEROLE', sessionToken: 'a-session', region: 'eu-west-1' },
  );
});

test('the idempotency token is filled in, and one that is named stays', async () => {
  const input = { ImageId: 'ami-1', MinCount: 1, MaxCount: '2' };
  const first = await ask('ec2', 'RunInstances', input);
  const again = await ask('ec2', 'RunInstances', input);
  assert.deepEqual(first, again);
  assert.equal(aws.came.at(-1)!.input['ClientToken'], TOKEN);
  await ask('ec2', 'RunInstances', { ...input, ClientToken: 'mine' });
  assert.equal(aws.came.at(-1)!.input['ClientToken'], 'mine');
});

for (const [what, service, operation, input, want] of [
  [
    'a misspelt member',
    'ec2',
    'StopInstances',
    { InstanceId: ['i-1'] },
    /InstanceIds is missing; InstanceId is not known: did you mean InstanceIds\?/,
  ],
  ['another type', 'ec2', 'StopInstances', { InstanceIds: 'i-1' }, /InstanceIds wants a list, got a string/],
  [
    'a number that is none',
    'ec2',
    'RunInstances',
    { MinCount: 'one', MaxCount: 1 },
    /MinCount wants a number, got a string/,
  ],
  ['an operation that is none', 'ec2', 'StopInstance', {}, /no operation StopInstance: did you mean StopInstances\?/],
  ['a client that is not there', 'qldb', 'ListLedgers', {}, /npm install @aws-sdk\/client-qldb/],
  ['a name that is none', '../ec2', 'StopInstances', {}, /is no service: write it as boto3 does/],
  ['a stream', 's3', 'GetObject', { Bucket: 'b', Key: 'k' }, /answers with a stream \(Body\)/],
] as const) {
  test(`${what} is refused before anything is asked`, async () => {
    const before = aws.came.length;
    const answer = await ask(service, operation, input as unknown as Record<string, Json>);
    assert.ok(!answer.ok && answer.kind === 'client');
    assert.match(answer.message, want);
    assert.equal(aws.came.length, before);
  });
}

for (const [code, status, kind] of [
  ['UnauthorizedOperation', 403, 'permission'],
  ['RequestLimitExceeded', 503, 'throttling'],
  ['InternalError', 500, 'later'],
  ['InvalidInstanceID.NotFound', 400, 'client'],
] as const) {
  test(`${code} is a failure of the kind ${kind}, and asked once`, async () => {
    const before = aws.came.length;
    aws.next(new FakeError(code, 'no', status));
    const answer = await ask('ec2', 'StopInstances', { InstanceIds: ['i-1'] });
    assert.deepEqual(answer.ok || { kind: answer.kind, code: answer.code }, { kind, code });
    assert.equal(aws.came.length, before + 1);
  });
}

test('who is not reached, or is silent, is said so', async () => {
  const gone = await outsideAt('http://127.0.0.1:9').api.call(
    nowhere,
    { authority: AUTHORITY, service: 'ec2', operation: 'DescribeInstances', input: {}, now: NOW },
    never,
  );
  assert.deepEqual(gone.ok || gone.kind, 'unavailable');
  await aws.make('silent');
  const late = await ask('ec2', 'DescribeInstances', {}, { timeoutMs: 50 });
  await aws.make('ok');
  assert.deepEqual(late.ok || { kind: late.kind, code: late.code }, { kind: 'later', code: 'RequestTimeout' });
});

test('an answer that is too long is refused, and says how to ask for less', async () => {
  aws.next({ reservationSet: [{ instancesSet: [{ instanceId: 'i'.repeat(110_000) }] }] });
  const answer = await ask('ec2', 'DescribeInstances', {});
  assert.ok(!answer.ok);
  assert.match(answer.message, /a step holds 102400. Ask for less/);
});

test('where nobody else judges the role, we do: by action and resource', async () => {
  const { api, judged, recorded } = outsideAt(aws.url, { denies: /Stop/ });
  const call = {
    authority: AUTHORITY,
    service: 'ec2',
    operation: 'StopInstances',
    input: { InstanceIds: ['i-2'] },
    now: NOW,
  };
  const before = aws.came.length;
  const answer = await api.call(nowhere, call, never);
  assert.deepEqual(answer.ok || { kind: answer.kind, code: answer.code }, { kind: 'permission', code: 'AccessDenied' });
  assert.deepEqual(judged, ['ec2:StopInstances arn:aws:ec2:eu-west-1:123456789012:instance/i-2']);
  assert.equal(aws.came.length, before);
  assert.equal(recorded[0]?.error?.code, 'AccessDenied');
  const there = outsideAt(aws.url, { denies: /Stop/, judgedThere: true });
  await there.api.call(nowhere, call, never);
  assert.deepEqual(there.judged, []);
  assert.equal(aws.came.length, before + 1);
});

test('without a role nothing is asked', async () => {
  const { roleArn: _, ...caller } = AUTHORITY;
  const answer = await outsideAt(aws.url).api.call(
    nowhere,
    { authority: caller, service: 'ec2', operation: 'DescribeInstances', input: {}, now: NOW },
    never,
  );
  assert.deepEqual(answer.ok || answer.message, 'name an assumeRole');
});

test('the trail gets the call without what the API calls sensitive', async () => {
  const { api, recorded } = outsideAt(aws.url);
  aws.on('ssm PutParameter', () => ({ Version: 1 }));
  const input = { Name: '/app/key', Value: 'hunter2', Type: 'SecureString' };
  const answer = await api.call(
    nowhere,
    { authority: AUTHORITY, service: 'ssm', operation: 'PutParameter', input, now: NOW },
    never,
  );
  assert.ok(answer.ok);
  assert.deepEqual(
    recorded.map(({ operation, readOnly, input }) => ({ operation, readOnly, input })),
    [{ operation: 'PutParameter', readOnly: false, input: { Name: '/app/key', Value: '***', Type: 'SecureString' } }],
  );
});

test('reading, setting a state and tokens may be repeated; adding may not', async () => {
  const { api } = outsideAt(aws.url);
  const rows = [
    ['ec2', 'DescribeInstances', true],
    ['ec2', 'StopInstances', true],
    ['ec2', 'RunInstances', true],
    ['ec2', 'CreateSnapshot', false],
    ['sqs', 'SendMessage', false],
  ] as const;
  for (const [service, operation, want] of rows)
    assert.equal(await api.isRepeatable(service, operation), want, operation);
});
