import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { selfSigned } from '#kernel/certificate';
import { type Outgoing, OutgoingError } from '#providers/outgoing';
import { createSnsVerifier } from './index.ts';

/** Messages as SNS writes them, signed here, with the certificate where SNS has it; and every way to forge one. */

const NOW = new Date('2026-01-02T03:10:00.000Z');
const CERT = 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem';
const OWN = 'https://muster.example/sns/SimpleNotificationService-0123.pem';
const times = { notBefore: new Date('2025-01-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') };

function keyOf() {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return privateKey;
}
const key = keyOf();
const certificate = selfSigned({ privateKey: key, commonName: 'sns.amazonaws.com', ...times });

/** The outside: one certificate at every address, or what `answer` says. */
function outside(answer: () => { status: number; body: string } = () => ({ status: 200, body: certificate })) {
  const asked: string[] = [];
  const outgoing: Outgoing = {
    async request({ url }) {
      asked.push(url);
      const { status, body } = answer();
      return { status, headers: {}, body: Buffer.from(body), url };
    },
  };
  return { asked, outgoing };
}
const verifier = (from = outside()) =>
  createSnsVerifier({ outgoing: from.outgoing, publicUrl: 'https://muster.example' });

type Members = Record<string, string>;
const ORDER: Record<string, string[]> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};
function signed(members: Members, privateKey = key): Members {
  const text = ORDER[members['Type']!]!.filter((name) => name in members)
    .map((name) => `${name}\n${members[name]}\n`)
    .join('');
  const algorithm = members['SignatureVersion'] === '2' ? 'RSA-SHA256' : 'RSA-SHA1';
  return { ...members, Signature: sign(algorithm, Buffer.from(text), privateKey).toString('base64') };
}

const notification: Members = {
  Type: 'Notification',
  MessageId: '0c1b2f00-0000-4000-8000-000000000001',
  TopicArn: 'arn:aws:sns:us-east-1:111122223333:alarms',
  Subject: 'ALARM',
  Message: '{"AlarmName":"Größe"}',
  Timestamp: '2026-01-02T03:09:30.000Z',
  SignatureVersion: '1',
  SigningCertURL: CERT,
};
const { Subject: _subject, ...common } = notification;
const confirmation: Members = {
  ...common,
  Type: 'SubscriptionConfirmation',
  Token: 'abc',
  SubscribeURL: 'https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&Token=abc',
};

const judge = (members: object, from = outside()) => verifier(from).judge(JSON.stringify(members), NOW);

for (const SignatureVersion of ['1', '2']) {
  for (const [what, members] of Object.entries({ notification, confirmation })) {
    test(`a ${what} of version ${SignatureVersion} is good, and no member of it can be forged`, async () => {
      const good = signed({ ...members, SignatureVersion });
      const judged = await judge(good);
      assert.ok(judged.ok, JSON.stringify(judged));
      assert.equal(judged.message.message, members['Message']);
      for (const name of ORDER[members['Type']!]!) {
        const value =
          name === 'Timestamp' ? '2026-01-02T03:09:31.000Z' : name === 'Type' ? 'Nothing' : `${good[name]}x`;
        assert.equal((await judge({ ...good, [name]: value })).ok, false, `forged ${name}`);
        const { [name]: _gone, ...without } = good;
        assert.equal((await judge(without)).ok, false, `without ${name}`);
      }
      const other = SignatureVersion === '1' ? '2' : '1';
      assert.equal((await judge({ ...good, SignatureVersion: other })).ok, false, 'of another version');
      assert.equal((await judge(signed({ ...members, SignatureVersion }, keyOf()))).ok, false, 'by another key');
    });
  }
}

test('a message without a subject is good, and one cannot be added', async () => {
  const good = signed(common);
  assert.ok((await judge(good)).ok);
  assert.equal((await judge({ ...good, Subject: 'added' })).ok, false);
});

for (const SigningCertURL of [
  'http://sns.us-east-1.amazonaws.com/x.pem',
  'https://sns.us-east-1.amazonaws.com.evil.example/x.pem',
  'https://evil.example/sns.us-east-1.amazonaws.com/x.pem',
  'https://evil.example/?sns.us-east-1.amazonaws.com/x.pem',
  'https://sns.us-east-1.amazonaws.com:8443/x.pem',
  'https://user@sns.us-east-1.amazonaws.com/x.pem',
  'https://sns.us-east-1.amazonaws.com/x.pem?y=.pem',
  'https://sns.us-east-1.amazonaws.com/x.txt',
  'https://bucket.s3.amazonaws.com/x.pem',
  'https://muster.example.evil.example/sns/x.pem',
  'https://muster.example/sns/../open/x.pem',
  'nowhere',
]) {
  test(`a certificate at ${SigningCertURL} is not asked for`, async () => {
    const from = outside();
    const judged = await judge(signed({ ...notification, SigningCertURL }), from);
    assert.deepEqual([judged.ok, from.asked], [false, []]);
  });
}

test('Muster’s own address, and those of China, are good', async () => {
  for (const SigningCertURL of [OWN, 'https://sns.cn-north-1.amazonaws.com.cn/x.pem'])
    assert.ok((await judge(signed({ ...notification, SigningCertURL }))).ok, SigningCertURL);
});

test('a message that is an hour old, or so far ahead, is refused', async () => {
  for (const Timestamp of ['2026-01-02T02:09:59.000Z', '2026-01-02T04:10:01.000Z', 'yesterday'])
    assert.equal((await judge(signed({ ...notification, Timestamp }))).ok, false, Timestamp);
});

test('a certificate that is over is refused, and one is read once', async () => {
  const from = outside();
  const one = verifier(from);
  for (let count = 0; count < 3; count += 1) assert.ok((await one.judge(JSON.stringify(signed(notification)), NOW)).ok);
  assert.equal(from.asked.length, 1);
  const old = { notBefore: times.notBefore, notAfter: new Date('2025-06-01T00:00:00Z') };
  const body = selfSigned({ privateKey: key, commonName: 'sns.amazonaws.com', ...old });
  assert.equal(
    (
      await judge(
        signed(notification),
        outside(() => ({ status: 200, body })),
      )
    ).ok,
    false,
  );
});

test('a certificate that cannot be read now may be read later; one that is none may not', async () => {
  const away = outside(() => {
    throw new OutgoingError('timeout', 'no answer');
  });
  for (const [from, retry] of [
    [away, true],
    [outside(() => ({ status: 500, body: '' })), true],
    [outside(() => ({ status: 200, body: 'no certificate' })), false],
  ] as const) {
    const judged = await judge(signed(notification), from);
    assert.ok(!judged.ok);
    assert.equal(judged.retry, retry, judged.reason);
  }
});

for (const body of [
  '',
  'x',
  'null',
  '[]',
  '7',
  '{}',
  '{"Type":7}',
  '{"Type":"__proto__"}',
  `"${'x'.repeat(600_000)}"`,
]) {
  test(`${body.slice(0, 20) || 'nothing'} is no message`, async () => {
    assert.equal((await verifier().judge(body, NOW)).ok, false);
  });
}
