import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { cbor } from '@smithy/core/cbor';
import { Refusal } from '#kernel/refusal';
import { isAwsRequest, steps } from '#wire/gateway';
import { openWorld, type Raw } from './world.ts';

const WHEN = new Date('2026-01-02T03:04:05.000Z');
const DATA = {
  Namespace: 'N',
  MetricData: [{ MetricName: 'm', Timestamp: WHEN, Value: 1.5, Dimensions: [{ Name: 'a', Value: 'b c' }] }],
};
const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
const JSON10 = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-query-mode': 'true' };
const CBOR = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };

const asJson = (operation: string, input: object): Raw => ({
  headers: { ...JSON10, 'x-amz-target': `GraniteServiceVersion20100801.${operation}` },
  body: JSON.stringify(input, (_, value) => value),
});
const asCbor = (operation: string, input: object): Raw => ({
  path: `/service/GraniteServiceVersion20100801/operation/${operation}`,
  headers: CBOR,
  body: cbor.serialize(input),
});
const asForm = (body: string): Raw => ({ headers: FORM, body: `${body}&Version=2010-08-01` });
const state = { AlarmName: 'a', StateValue: 'OK', StateReason: '' };

test('one call in three protocols is one input', async () => {
  await using world = await openWorld();
  const seconds = WHEN.getTime() / 1000;
  const written = { ...DATA, MetricData: [{ ...DATA.MetricData[0], Timestamp: seconds }] };
  const member = 'MetricData.member.1';
  const flat = `Action=PutMetricData&Namespace=N&${member}.MetricName=m&${member}.Timestamp=2026-01-02T03%3A04%3A05Z&${member}.Value=1.5&${member}.Dimensions.member.1.Name=a&${member}.Dimensions.member.1.Value=b+c`;
  const calls = [asJson('PutMetricData', written), asCbor('PutMetricData', written), asForm(flat)];
  for (const raw of calls) {
    assert.equal((await world.call('monitoring', raw)).status, 200);
    assert.deepEqual(world.seen.at(-1)!.input, DATA);
  }
  const packed = calls.map((raw) => ({
    ...raw,
    headers: { ...raw.headers!, 'content-encoding': 'gzip' },
    body: gzipSync(raw.body!),
  }));
  for (const raw of packed) {
    assert.equal((await world.call('monitoring', raw)).status, 200);
    assert.deepEqual(world.seen.at(-1)!.input, DATA);
  }
});

test('a refusal in three protocols: code, historical code, status and type', async () => {
  await using world = await openWorld();
  const json = await world.call('monitoring', asJson('SetAlarmState', state));
  assert.deepEqual(
    [json.status, JSON.parse(json.text)],
    [400, { __type: 'ResourceNotFound', message: 'no such alarm' }],
  );
  assert.equal(json.headers.get('content-type'), 'application/x-amz-json-1.0');
  assert.equal(json.headers.get('x-amzn-query-error'), 'ResourceNotFound;Sender');
  const binary = await world.call('monitoring', asCbor('SetAlarmState', state));
  const told = cbor.deserialize(binary.bytes);
  assert.deepEqual([binary.status, told.__type, told.message], [404, 'ResourceNotFound', 'no such alarm']);
  assert.equal(binary.headers.get('smithy-protocol'), 'rpc-v2-cbor');
  assert.equal(binary.headers.get('x-amzn-query-error'), 'ResourceNotFound;Sender');
  const xml = await world.call('monitoring', asForm('Action=SetAlarmState&AlarmName=a&StateValue=OK&StateReason='));
  assert.equal(xml.status, 404);
  assert.equal(
    xml.text,
    `<?xml version="1.0" encoding="UTF-8"?>\n<ErrorResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><Error><Type>Sender</Type><Code>ResourceNotFound</Code><Message>no such alarm</Message></Error><RequestId>${xml.headers.get('x-amzn-requestid')}</RequestId></ErrorResponse>\n`,
  );
});

test('answers of awsQuery: result and metadata, or metadata alone', async () => {
  await using world = await openWorld();
  const described = await world.call('monitoring', asForm('Action=DescribeAlarms'));
  assert.match(
    described.text,
    /^<\?xml[^>]*>\n<DescribeAlarmsResponse xmlns="[^"]+"><DescribeAlarmsResult><MetricAlarms><member><AlarmName>/,
  );
  assert.match(described.text, /<StateUpdatedTimestamp>2026-01-02T03:04:05.678Z<\/StateUpdatedTimestamp>/);
  assert.match(
    described.text,
    /<\/DescribeAlarmsResult><ResponseMetadata><RequestId>[0-9a-f-]{36}<\/RequestId><\/ResponseMetadata>/,
  );
  const put = await world.call('monitoring', asForm('Action=PutMetricData&Namespace=N'));
  assert.match(put.text, /<PutMetricDataResponse xmlns="[^"]+"><ResponseMetadata>/);
  const attributes =
    'MessageAttributes.entry.1.Name=k&MessageAttributes.entry.1.Value.DataType=Binary&MessageAttributes.entry.1.Value.BinaryValue=aGk%3D';
  await world.call('sns', { headers: FORM, body: `Action=Publish&Version=2010-03-31&Message=m&${attributes}` });
  const { MessageAttributes } = world.seen.at(-1)!.input as { MessageAttributes: { k: { BinaryValue: Buffer } } };
  assert.equal(MessageAttributes.k.BinaryValue.toString(), 'hi');
});

test('answers of restJson1: a 204 has neither body nor type, the rest JSON', async () => {
  await using world = await openWorld();
  const arn = 'arn:aws:ssm-incidents::123456789012:response-plan/plan';
  const gone = await world.call('ssm-incidents', { path: '/deleteIncidentRecord', body: JSON.stringify({ arn }) });
  assert.deepEqual([gone.status, gone.text, gone.headers.get('content-type')], [204, '', null]);
  const read = await world.call('ssm-incidents', {
    method: 'GET',
    path: `/getResponsePlan?arn=${encodeURIComponent(arn)}`,
  });
  assert.deepEqual([read.status, read.headers.get('content-type')], [200, 'application/json']);
  world.fail = () => new Refusal('throttled', 'slow down', { retryAfter: 7 });
  const slow = await world.call('ssm-incidents', {
    method: 'GET',
    path: `/getResponsePlan?arn=${encodeURIComponent(arn)}`,
  });
  assert.deepEqual([slow.status, slow.headers.get('retry-after'), slow.text], [429, '7', '{"message":"slow down"}']);
});

test('an answer is dated by the clock that judges signatures', async () => {
  await using world = await openWorld();
  const answer = await world.call('sts', { headers: FORM, body: 'Action=GetCallerIdentity&Version=2011-06-15' });
  assert.equal(answer.headers.get('date'), world.clock.now().toUTCString());
});

test('the pipeline is one list', () => {
  const names = steps.map(({ name }) => name);
  assert.deepEqual(names, [
    'identify',
    'receive',
    'authenticate',
    'parse',
    'validate',
    'name',
    'authorise',
    'dispatch',
    'record',
    'serialise',
  ]);
});

test('requests for the AWS face are told from all others', () => {
  const rows: [want: boolean, url: string, headers: Record<string, string>][] = [
    [true, '/tags/x', { authorization: 'AWS4-HMAC-SHA256 Credential=x' }],
    [false, '/api/v1/x', { authorization: 'Bearer x' }],
    [true, '/x?a=b&X-Amz-Signature=x', {}],
    [false, '/x?a=X-Amz-Signature', {}],
    [true, '/', { 'x-amz-target': 'a.b' }],
    [true, '/x', { 'smithy-protocol': 'rpc-v2-cbor' }],
    [true, '/', { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }],
    [false, '/hooks/twilio', { 'content-type': 'application/x-www-form-urlencoded' }],
    [true, '/?Action=ConfirmSubscription', {}],
    [false, '/', {}],
  ];
  for (const [want, url, headers] of rows) {
    const message = { url, method: 'POST', headers, rawHeaders: Object.entries(headers).flat() };
    assert.equal(isAwsRequest(message as unknown as IncomingMessage), want, `${url} ${JSON.stringify(headers)}`);
  }
});
