import assert from 'node:assert/strict';
import { createVerify, X509Certificate } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSServiceException,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { type Delivered, type FakeEndpoint, fakeEndpoint } from '../kit/endpoint.ts';
import { openWorld, type World } from '../kit/world.ts';

/** What is published, as its subscribers get it: over HTTP, by mail, by text message. */

let world: World;
let hook: FakeEndpoint;
before(async () => {
  world = await openWorld();
  hook = await fakeEndpoint();
});
after(async () => {
  await hook[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});
afterEach(() => assert.equal(hook.left(), 0, 'messages that the test did not expect'));

const send = ((command: never) => world.aws.sns.send(command)) as World['aws']['sns']['send'];
const topic = async (Name: string, Attributes: Record<string, string> = {}) =>
  (await send(new CreateTopicCommand({ Name, Attributes }))).TopicArn!;
const publish = (TopicArn: string, Message: string, more: object = {}) =>
  send(new PublishCommand({ TopicArn, Message, ...more }));
/** Where a link of Muster's leads in this world. */
const local = (url: string) => url.replace('https://muster.example', world.url);

/** Subscribes the endpoint and answers its question. */
async function hooked(TopicArn: string, Attributes: Record<string, string> = {}, path = ''): Promise<string> {
  await send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: `${hook.url}${path}`, Attributes }));
  await world.runDue();
  const [question] = hook.take();
  const { Token } = JSON.parse(question!.body);
  return (await send(new ConfirmSubscriptionCommand({ TopicArn, Token }))).SubscriptionArn!;
}

/** What came by now. */
async function came(): Promise<Delivered[]> {
  await world.runDue();
  return hook.take();
}

const SIGNED: Record<string, string[]> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};

/** Whether a message is signed as AWS signs: judged by what a receiver has, and by nothing of Muster's. */
async function isSigned(body: Record<string, string>): Promise<boolean> {
  const certificate = await fetch(local(body['SigningCertURL']!));
  assert.equal(certificate.status, 200);
  const text = SIGNED[body['Type']!]!.filter((name) => name in body)
    .map((name) => `${name}\n${body[name]}\n`)
    .join('');
  const verifier = createVerify(body['SignatureVersion'] === '2' ? 'RSA-SHA256' : 'RSA-SHA1').update(text);
  return verifier.verify(new X509Certificate(await certificate.text()).publicKey, body['Signature']!, 'base64');
}

async function refused(promise: Promise<unknown>, code: string, message: RegExp): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof SNSServiceException, String(error));
    assert.equal(error.name.replace(/Exception$/, ''), code, error.message);
    assert.match(error.message, message);
    return true;
  });
}

test('a message comes as AWS sends it, member by member, and signed', async () => {
  const arn = await topic('alarms');
  const subscription = await hooked(arn);
  const { MessageId } = await publish(arn, 'p99 über 2 s', {
    Subject: 'Latency',
    MessageAttributes: { team: { DataType: 'String', StringValue: 'a' }, n: { DataType: 'Number', StringValue: '3' } },
  });
  const [message] = await came();
  assert.equal(message!.headers['content-type'], 'text/plain; charset=UTF-8');
  assert.equal(message!.headers['x-amz-sns-message-type'], 'Notification');
  assert.equal(message!.headers['x-amz-sns-message-id'], MessageId);
  assert.equal(message!.headers['x-amz-sns-topic-arn'], arn);
  assert.equal(message!.headers['x-amz-sns-subscription-arn'], subscription);
  assert.equal(message!.headers['x-amz-sns-rawdelivery'], undefined);
  const body = JSON.parse(message!.body);
  const { Signature, SigningCertURL, UnsubscribeURL, ...told } = body;
  assert.deepEqual(told, {
    Type: 'Notification',
    MessageId,
    TopicArn: arn,
    Subject: 'Latency',
    Message: 'p99 über 2 s',
    Timestamp: world.now().toISOString(),
    SignatureVersion: '1',
    MessageAttributes: { team: { Type: 'String', Value: 'a' }, n: { Type: 'Number', Value: '3' } },
  });
  assert.match(SigningCertURL, /^https:\/\/muster\.example\/sns\/SimpleNotificationService-[0-9a-f]{32}\.pem$/);
  assert.match(UnsubscribeURL, /^https:\/\/muster\.example\/sns\/\?Action=Unsubscribe&/);
  assert.equal(typeof Signature, 'string');
  assert.ok(await isSigned(body));
  for (const name of ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn'])
    assert.equal(await isSigned({ ...body, [name]: `${body[name]}x` }), false, `a forged ${name} shows`);
  await send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'SignatureVersion', AttributeValue: '2' }));
  await publish(arn, 'second');
  const second = JSON.parse((await came())[0]!.body);
  assert.equal(second.SignatureVersion, '2');
  assert.equal('Subject' in second, false);
  assert.ok(await isSigned(second));
});

test('the question is signed, and a GET of its link confirms; a GET of a message’s link ends it', async () => {
  const arn = await topic('links');
  await send(new SubscribeCommand({ TopicArn: arn, Protocol: 'http', Endpoint: hook.url }));
  const question = JSON.parse((await came())[0]!.body);
  assert.ok(await isSigned(question));
  const forged = question.SubscribeURL.replace(
    /Token=(.)/,
    (_: string, first: string) => `Token=${first === '0' ? '1' : '0'}`,
  );
  const no = await fetch(local(forged));
  assert.deepEqual([no.status, /<Code>InvalidParameter<\/Code>/.test(await no.text())], [400, true]);
  const elsewhere = question.SubscribeURL.replace('links', 'alarms');
  assert.equal((await fetch(local(elsewhere))).status, 400, 'of another topic');
  const yes = await fetch(local(question.SubscribeURL));
  const text = await yes.text();
  assert.equal(yes.status, 200, text);
  const subscription = /<SubscriptionArn>([^<]+)<\/SubscriptionArn>/.exec(text)![1]!;
  assert.equal((await fetch(local(question.SubscribeURL))).status, 200, 'once more changes nothing');
  const { Attributes } = await send(new GetSubscriptionAttributesCommand({ SubscriptionArn: subscription }));
  assert.deepEqual(
    [Attributes!['PendingConfirmation'], Attributes!['ConfirmationWasAuthenticated']],
    ['false', 'false'],
  );
  await publish(arn, 'one');
  const { UnsubscribeURL } = JSON.parse((await came())[0]!.body);
  const link = new URL(local(UnsubscribeURL));
  link.searchParams.delete('Token');
  assert.equal((await fetch(link)).status, 400, 'nobody ends it who only knows its name');
  assert.equal((await fetch(local(UnsubscribeURL))).status, 200);
  await publish(arn, 'two');
  assert.deepEqual(await came(), []);
  assert.equal((await fetch(local(UnsubscribeURL))).status, 400, 'there is none any more');
  assert.equal((await fetch(local(question.SubscribeURL))).status, 400, 'nor does the old question bring it back');
});

test('who confirms with AuthenticateOnUnsubscribe ends it by a signed call only', async () => {
  const TopicArn = await topic('guarded');
  await send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: hook.url }));
  const { Token } = JSON.parse((await came())[0]!.body);
  const confirm = { TopicArn, Token, AuthenticateOnUnsubscribe: 'true' };
  const { SubscriptionArn } = await send(new ConfirmSubscriptionCommand(confirm));
  await publish(TopicArn, 'one');
  const { UnsubscribeURL } = JSON.parse((await came())[0]!.body);
  assert.equal((await fetch(local(UnsubscribeURL))).status, 403);
  await publish(TopicArn, 'two');
  assert.equal((await came()).length, 1);
  await send(new UnsubscribeCommand({ SubscriptionArn }));
  await publish(TopicArn, 'three');
  assert.deepEqual(await came(), []);
});

test('a raw subscriber gets the message and nothing else', async () => {
  const arn = await topic('raw');
  await hooked(arn, { RawMessageDelivery: 'true' });
  await publish(arn, '{"plain":true}', { Subject: 'not told' });
  const [message] = await came();
  assert.equal(message!.body, '{"plain":true}');
  assert.equal(message!.headers['x-amz-sns-rawdelivery'], 'true');
});

test('each protocol gets its own text of a structured message', async () => {
  const arn = await topic('structured');
  await hooked(arn);
  await publish(arn, JSON.stringify({ default: 'for all', http: 'for hooks', sms: 'for phones' }), {
    MessageStructure: 'json',
  });
  assert.equal(JSON.parse((await came())[0]!.body).Message, 'for hooks');
  await publish(arn, JSON.stringify({ default: 'for all', sms: 'for phones' }), { MessageStructure: 'json' });
  assert.equal(JSON.parse((await came())[0]!.body).Message, 'for all');
  const structured = { MessageStructure: 'json' };
  await refused(publish(arn, '{"http":"x"}', structured), 'InvalidParameter', /No default entry/);
  await refused(publish(arn, 'text', structured), 'InvalidParameter', /failed to parse/);
  await refused(publish(arn, '[]', structured), 'InvalidParameter', /JSON object/);
});

test('a filter policy lets through what it names, by attributes or by the body', async () => {
  const arn = await topic('filtered');
  const subscription = await hooked(arn, { FilterPolicy: '{"team":["a"],"severity":[{"numeric":["<=",2]}]}' });
  const attributes = (team: string, severity: string) => ({
    MessageAttributes: {
      team: { DataType: 'String.Array', StringValue: JSON.stringify([team, 'all']) },
      severity: { DataType: 'Number', StringValue: severity },
    },
  });
  await publish(arn, 'yes', attributes('a', '2'));
  await publish(arn, 'wrong team', attributes('b', '1'));
  await publish(arn, 'wrong severity', attributes('a', '3'));
  await publish(arn, 'nothing said');
  assert.deepEqual(
    (await came()).map(({ body }) => JSON.parse(body).Message),
    ['yes'],
  );
  const set = (AttributeName: string, AttributeValue: string) =>
    send(new SetSubscriptionAttributesCommand({ SubscriptionArn: subscription, AttributeName, AttributeValue }));
  await set('FilterPolicyScope', 'MessageBody');
  await set('FilterPolicy', '{"detail":{"state":["ALARM"]}}');
  await publish(arn, '{"detail":{"state":"ALARM"}}');
  await publish(arn, '{"detail":{"state":"OK"}}');
  await publish(arn, 'no JSON');
  assert.equal((await came()).length, 1);
  await set('FilterPolicy', '');
  await publish(arn, 'anything');
  assert.equal((await came()).length, 1);
});

test('what fails is tried again, the same byte by byte, and given up when the policy says so', async () => {
  const TopicArn = await topic('failing');
  const retries = { numRetries: 3, numNoDelayRetries: 1, minDelayTarget: 5, maxDelayTarget: 30 };
  await hooked(TopicArn, { DeliveryPolicy: JSON.stringify({ healthyRetryPolicy: retries }) });
  hook.next(500, 'reset', 429);
  await publish(TopicArn, 'patience');
  const first = await came();
  assert.equal(first.length, 2, 'at once, and once more at once');
  await world.advance({ seconds: 4 });
  assert.deepEqual(hook.take(), []);
  await world.advance({ seconds: 1 });
  const third = hook.take();
  assert.equal(third.length, 1);
  await world.advance({ seconds: 30 });
  const all = [...first, ...third, ...hook.take()];
  assert.equal(all.length, 4);
  assert.equal(new Set(all.map(({ body }) => body)).size, 1);
  hook.next(500, 500, 500, 500);
  await publish(TopicArn, 'in vain');
  await world.advance({ minutes: 10 });
  assert.equal(hook.take().length, 4);
  world.log.take('warn', /could not be delivered, and is given up/);
});

for (const [what, answer] of [
  ['that it is not there', 404],
  ['that it is elsewhere', 302],
] as const) {
  test(`an endpoint that says ${what} is asked once`, async () => {
    const arn = await topic(`final-${answer}`);
    await hooked(arn);
    hook.next(answer);
    await publish(arn, 'once');
    await world.advance({ hours: 1 });
    assert.equal(hook.take().length, 1);
    world.log.take('warn', /given up/);
  });
}

test('what was ended or deleted meanwhile is not delivered', async () => {
  const TopicArn = await topic('meanwhile');
  const SubscriptionArn = await hooked(TopicArn);
  await publish(TopicArn, 'late');
  await send(new UnsubscribeCommand({ SubscriptionArn }));
  assert.deepEqual(await came(), []);
  await hooked(TopicArn);
  await publish(TopicArn, 'later');
  await send(new DeleteTopicCommand({ TopicArn }));
  assert.deepEqual(await came(), []);
  await refused(publish(TopicArn, 'too late'), 'NotFound', /Topic does not exist/);
});

test('a mail address is asked by mail, confirms on a page, gets mails, and ends it on a page', async () => {
  const TopicArn = await topic('mailed', { DisplayName: 'Ops' });
  const subscribed = await send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'ana@example.com' }));
  assert.equal(subscribed.SubscriptionArn, 'pending confirmation');
  await publish(TopicArn, 'before');
  const question = await world.firstMail('ana@example.com');
  assert.equal(question.subject, 'Confirm your subscription to Ops');
  const confirm = /https:\/\/\S+\/sns\/confirm\/\w+/.exec(question.text)![0];
  const page = await fetch(local(confirm));
  assert.match(await page.text(), /<button type="submit" autofocus>Confirm<\/button>/);
  const pending = await send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  assert.equal(pending.Subscriptions![0]!.SubscriptionArn, 'PendingConfirmation', 'to open a link confirms nothing');
  assert.match(await (await fetch(local(confirm), { method: 'POST' })).text(), /Confirmed/);
  await publish(TopicArn, '<b>p99</b> over 2 s\nsecond line', { Subject: 'Latency' });
  const mail = await world.firstMail('ana@example.com');
  assert.equal(mail.subject, 'Latency');
  assert.match(mail.text, /^<b>p99<\/b> over 2 s\nsecond line\n/);
  assert.equal(mail.html, undefined);
  const leave = /https:\/\/\S+\/sns\/unsubscribe\/\w+/.exec(mail.text)![0];
  assert.match(await (await fetch(local(leave))).text(), /Unsubscribe<\/button>/);
  assert.match(await (await fetch(local(leave), { method: 'POST' })).text(), /Ended/);
  assert.equal((await fetch(local(leave))).status, 404);
  assert.equal((await fetch(local(confirm), { method: 'POST' })).status, 404);
  await publish(TopicArn, 'after');
  await world.runDue();
});

test('a mail of email-json is what an endpoint gets', async () => {
  const TopicArn = await topic('json-mail');
  await send(new SubscribeCommand({ TopicArn, Protocol: 'email-json', Endpoint: 'machine@example.com' }));
  const question = JSON.parse((await world.firstMail('machine@example.com')).text);
  assert.ok(await isSigned(question));
  await fetch(local(question.SubscribeURL));
  await publish(TopicArn, 'for a machine');
  const mail = JSON.parse((await world.firstMail('machine@example.com')).text);
  assert.equal(mail.Message, 'for a machine');
  assert.ok(await isSigned(mail));
});

test('a telephone is subscribed at once, gets one part, and can be written to without a topic', async () => {
  const TopicArn = await topic('phones', { DisplayName: 'Ops' });
  const { SubscriptionArn } = await send(new SubscribeCommand({ TopicArn, Protocol: 'sms', Endpoint: '+15550100001' }));
  assert.match(SubscriptionArn!, /:[0-9a-f-]{36}$/);
  await publish(TopicArn, 'word '.repeat(60));
  await send(new PublishCommand({ PhoneNumber: '+15550100002', Message: 'Come' }));
  await world.runDue();
  const [text] = world.sms.take('+15550100001');
  assert.match(text!.text, /^Ops> word word/);
  assert.ok(text!.text.length <= 160 && text!.text.endsWith('...'), text!.text);
  assert.deepEqual(
    world.sms.take('+15550100002').map(({ text }) => text),
    ['Come'],
  );
  await refused(send(new PublishCommand({ PhoneNumber: '0155', Message: 'x' })), 'InvalidParameter', /E\.164/);
});

for (const [what, more, message] of [
  ['no message', { Message: '' }, /Empty message/],
  ['too long a message', { Message: 'x'.repeat(262_145) }, /Message too long/],
  ['a subject of two lines', { Subject: 'a\nb' }, /Subject/],
  ['a subject of 101 characters', { Subject: 'x'.repeat(101) }, /at most 100/],
  ['an unknown structure', { MessageStructure: 'xml' }, /wanted json/],
  ['a FIFO group', { MessageGroupId: 'g' }, /FIFO/],
  ['a wrong attribute name', { MessageAttributes: { 'AWS.x': { DataType: 'String', StringValue: 'x' } } }, /AWS\./],
  ['a wrong attribute type', { MessageAttributes: { x: { DataType: 'Text', StringValue: 'x' } } }, /DataType/],
  ['an attribute without a value', { MessageAttributes: { x: { DataType: 'String' } } }, /not empty/],
  ['a number that is none', { MessageAttributes: { x: { DataType: 'Number', StringValue: 'x' } } }, /a number/],
  ['a list that is none', { MessageAttributes: { x: { DataType: 'String.Array', StringValue: '{}' } } }, /JSON list/],
  ['two targets', { PhoneNumber: '+15550100001' }, /exactly one/],
  ['no target', { TopicArn: undefined }, /exactly one/],
] as const) {
  test(`${what} is refused`, async () => {
    const arn = await topic('checked');
    await refused(publish(arn, 'text', more), 'InvalidParameter', message);
  });
}

test('a batch is published entry by entry, and says which one failed', async () => {
  const TopicArn = await topic('batch');
  await hooked(TopicArn);
  const entry = (Id: string, Message = Id) => ({ Id, Message });
  const batch = (...PublishBatchRequestEntries: { Id: string; Message: string }[]) =>
    send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
  const { Successful, Failed } = await batch(entry('one'), entry('two', ''), entry('three'));
  assert.deepEqual(
    Successful!.map(({ Id }) => Id),
    ['one', 'three'],
  );
  assert.deepEqual(
    Failed!.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault]),
    [['two', 'InvalidParameter', true]],
  );
  const bodies = (await came()).map(({ body }) => JSON.parse(body));
  assert.deepEqual(bodies.map(({ Message }) => Message).sort(), ['one', 'three']);
  assert.deepEqual(
    new Set(bodies.map(({ MessageId }) => MessageId)),
    new Set(Successful!.map(({ MessageId }) => MessageId)),
  );
  await refused(batch(), 'EmptyBatchRequest', /any entries/);
  await refused(batch(entry('a'), entry('a')), 'BatchEntryIdsNotDistinct', /same Id/);
  await refused(batch(entry('a b')), 'InvalidBatchEntryId', /80 letters/);
  await refused(
    batch(...Array.from({ length: 11 }, (_, n) => entry(`e${n}`))),
    'TooManyEntriesInBatchRequest',
    /at most 10/,
  );
  await refused(
    batch(entry('a', 'x'.repeat(200_000)), entry('b', 'x'.repeat(100_000))),
    'BatchRequestTooLong',
    /262144/,
  );
});

test('of one key there is one message, also when it is published again later', async () => {
  const topicArn = await topic('keyed');
  await hooked(topicArn);
  const own = { account: '123456789012', topicArn, subject: 'Größe\nzwei', message: 'Incident', key: 'incident 1' };
  const { topics } = world.house.rooms;
  const publishOwn = (more: object = {}) => world.db.tx((tx) => topics.publish(tx, world.now(), { ...own, ...more }));
  const first = await publishOwn();
  await world.runDue();
  assert.deepEqual(await publishOwn(), first);
  const other = await publishOwn({ key: 'incident 2' });
  assert.notEqual(other.messageId, first.messageId);
  const bodies = (await came()).map(({ body }) => JSON.parse(body));
  assert.deepEqual(
    bodies.map(({ Subject }) => Subject),
    ['Größe zwei', 'Größe zwei'],
  );
  assert.ok(await isSigned(bodies[0]));
});

test('a topic counts who has said yes and who was asked', async () => {
  const TopicArn = await topic('counted');
  await hooked(TopicArn);
  await send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: `${hook.url}/second` }));
  await came();
  const { Attributes } = await send(new GetTopicAttributesCommand({ TopicArn }));
  assert.deepEqual([Attributes!['SubscriptionsConfirmed'], Attributes!['SubscriptionsPending']], ['1', '1']);
});
