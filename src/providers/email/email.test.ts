import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import type { OutgoingMessage, Sent } from '#domain/channels';
import { channelContract, type OutsideMode } from '#test/kit/channel-contract';
import { header } from '#test/kit/mime';
import { type SinkMode, type SmtpSink, startSmtpSink } from '#test/kit/smtp-sink';
import { createEmail, type Email, type EmailOptions } from './index.ts';

const publicUrl = 'https://muster.example.com';
const ana = 'ana@example.com';

const MODES: Record<OutsideMode, SinkMode> = {
  ok: 'ok',
  temporary: 'temporary',
  permanent: 'permanent',
  unreachable: 'refuseConnection',
  unknown: 'dropAfterData',
  silent: 'hangAfterData',
};

channelContract('email', async () => {
  const sink = await startSmtpSink();
  const channel = createEmail({ smtpUrl: sink.url, publicUrl });
  return {
    channel,
    unset: createEmail({ publicUrl }),
    good: ana,
    received: async () =>
      sink.mails.map(({ to, key, text, subject, messageId }) => ({ to, key, text, subject, id: messageId })),
    make: (mode) => sink.behave(MODES[mode]),
    arrival: async () => {
      await sink.waitFor(() => true, 5_000);
    },
    close: async () => {
      await channel.close();
      await sink.close();
    },
  };
});

interface Situation {
  sink: SmtpSink;
  email: Email;
  send(parts?: Partial<OutgoingMessage>): Promise<Sent>;
}

/** Runs `check` with an own server; `options` may need its URL. */
async function withEmail(
  options: Partial<EmailOptions> | ((url: string) => Partial<EmailOptions>),
  check: (situation: Situation) => Promise<void>,
  auth?: { user: string; pass: string },
): Promise<void> {
  const sink = await startSmtpSink(auth ? { auth } : {});
  const more = typeof options === 'function' ? options(sink.url) : options;
  const email = createEmail({ smtpUrl: sink.url, publicUrl, ...more });
  const message = { key: 'key-1', to: ana, subject: 'Database down', text: 'Please answer.' };
  try {
    const { signal } = new AbortController();
    await check({ sink, email, send: (parts) => email.send({ ...message, ...parts }, signal) });
  } finally {
    await email.close();
    await sink.close();
  }
}

test('a mail says who sends it, that a machine does, and what it belongs to', () =>
  withEmail({}, async ({ sink, send }) => {
    const sent = await send({ thread: 'incident-1', html: '<p>Please answer.</p>' });
    assert.ok(sent.ok && sent.providerId.startsWith('250'), JSON.stringify(sent));
    const [mail] = sink.mails;
    assert.equal(mail?.from, 'muster@muster.example.com');
    assert.equal(mail.messageId, '<key-1@muster.example.com>');
    assert.equal(mail.html.trim(), '<p>Please answer.</p>');
    const want = {
      references: '<incident-1@muster.example.com>',
      'in-reply-to': '<incident-1@muster.example.com>',
      'list-id': 'Muster <muster.muster.example.com>',
      'auto-submitted': 'auto-generated',
      'x-auto-response-suppress': 'All',
      to: ana,
    };
    for (const [name, value] of Object.entries(want)) assert.equal(header(mail, name), value);
  }));

test('where answers can come back, each mail has an address of its own for them, and for what cannot be delivered', () =>
  withEmail({ replyTo: 'replies+{token}@example.org' }, async ({ sink, send }) => {
    await send({ replyToken: 'abc234' });
    await send({ key: 'key-2' });
    const [answered, other] = sink.mails;
    assert.equal(header(answered!, 'reply-to'), 'replies+abc234@example.org');
    assert.equal(answered!.sender, 'replies+abc234@example.org');
    assert.equal(answered!.from, 'muster@muster.example.com');
    assert.equal(other!.headers.has('reply-to'), false);
    assert.equal(other!.sender, 'muster@muster.example.com');
  }));

test('an address for answers that cannot be one is told', () => {
  const email = createEmail({ smtpUrl: 'smtp://127.0.0.1:1', publicUrl, replyTo: '{token}@exa..mple' });
  assert.match(email.notReady()!, /MUSTER_MAIL_REPLY_TO cannot be used: .*host name/);
});

test('a smuggled line break adds no header', () =>
  withEmail({}, async ({ sink, send }) => {
    await send({ subject: 'a\r\nX-Evil: 1', key: 'b\r\nX-Evil: 1', thread: 'c\r\nX-Evil: 1' });
    const [mail] = sink.mails;
    assert.equal(mail?.subject, 'a X-Evil: 1');
    assert.equal(mail.key, 'b X-Evil: 1');
    assert.equal(mail.headers.has('x-evil'), false);
  }));

test('the sender may have a name', () =>
  withEmail({ from: 'Muster <pager@example.com>' }, async ({ sink, send }) => {
    assert.ok((await send()).ok);
    assert.equal(sink.mails[0]?.from, 'Muster <pager@example.com>');
  }));

test('an international domain goes out in ASCII', () =>
  withEmail({}, async ({ sink, send }) => {
    assert.ok((await send({ to: 'ana@bücher.example' })).ok);
    assert.equal(header(sink.mails[0]!, 'to'), 'ana@xn--bcher-kva.example');
    assert.equal(sink.to('ana@bücher.example').length, 1);
  }));

test('connections are few and used again', () =>
  withEmail({}, async ({ sink, send }) => {
    for (let round = 0; round < 10; round += 1) assert.ok((await send({ key: `one-${round}` })).ok);
    assert.equal(sink.connections(), 1);
    await Promise.all(Array.from({ length: 20 }, (_, index) => send({ key: `many-${index}` })));
    assert.ok(sink.connections() <= 5, `${sink.connections()} connections`);
    assert.equal(sink.mails.length, 30);
  }));

test('a mail that has gone leaves no timer and no listener behind', () =>
  withEmail({}, async ({ sink, email }) => {
    const { signal } = new AbortController();
    const timers: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const sent = await email.send({ key: `key-${round}`, to: ana, subject: 's', text: 't' }, signal);
      assert.ok(sent.ok);
      timers.push(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length);
    }
    assert.equal(sink.connections(), 1);
    assert.ok(timers.at(-1)! <= timers[0]!, `timers after each mail: ${timers.join(', ')}`);
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
  }));

test('a kept connection that the server has cut is no failure', () =>
  withEmail({}, async ({ sink, send }) => {
    assert.ok((await send()).ok);
    await sink.behave('refuseConnection');
    await sink.behave('ok');
    assert.ok((await send({ key: 'key-2' })).ok);
    assert.deepEqual(
      sink.mails.map(({ key }) => key),
      ['key-1', 'key-2'],
    );
  }));

test('a body that the server refuses surely has not left, and is tried again', () =>
  withEmail({}, async ({ sink, send }) => {
    await sink.behave('rejectData');
    const sent = await send();
    assert.ok(!sent.ok && !sent.permanent && sent.certain, JSON.stringify(sent));
    assert.match(sent.reason, /refused the message: .*554 5\.6\.0 Message refused/);
    assert.equal(sink.refused.length, 1);
  }));

test('a server that is silent after the body is given up by itself, and it is uncertain what it did', () =>
  withEmail({ timeouts: { socketMs: 200 } }, async ({ sink, send }) => {
    await sink.behave('hangAfterData');
    const sent = await send();
    assert.ok(!sent.ok && !sent.permanent && !sent.certain, JSON.stringify(sent));
    assert.match(sent.reason, /it may have been sent/);
  }));

test('the whole of a send is bounded', () =>
  withEmail({ timeouts: { sendMs: 200 } }, async ({ sink, send }) => {
    await sink.behave('hangAfterData');
    const sent = await send();
    assert.ok(!sent.ok && !sent.certain, JSON.stringify(sent));
    assert.match(sent.reason, /did not confirm the message within 0.2 s/);
  }));

test('a slow server is waited for', () =>
  withEmail({}, async ({ sink, send }) => {
    await sink.behave('slow');
    assert.ok((await send()).ok);
  }));

test('right credentials are used', () =>
  withEmail(
    {},
    async ({ sink, send }) => {
      assert.ok((await send()).ok);
      assert.equal(sink.mails.length, 1);
    },
    { user: 'muster', pass: 's3cret:/@%' },
  ));

test('wrong credentials are tried again, and the password is in no reason', () =>
  withEmail(
    (url) => ({ smtpUrl: url.replace('right', 'hunter2') }),
    async ({ sink, send }) => {
      const sent = await send();
      assert.ok(!sent.ok && !sent.permanent && sent.certain, JSON.stringify(sent));
      assert.match(sent.reason, /check the credentials in MUSTER_SMTP_URL/);
      assert.doesNotMatch(sent.reason, /hunter2/);
      assert.match(sent.reason, /\*\*\*/, 'the server did repeat it');
      assert.deepEqual(sink.mails, []);
    },
    { user: 'muster', pass: 'right' },
  ));

test('a server without TLS is not used where TLS is required', () =>
  withEmail(
    (url) => ({ smtpUrl: `${url}?requireTLS=true` }),
    async ({ sink, send }) => {
      const sent = await send();
      assert.ok(!sent.ok && !sent.permanent && sent.certain, JSON.stringify(sent));
      assert.match(sent.reason, /TLS/);
      assert.deepEqual(sink.mails, []);
    },
  ));

test('closing waits for what is on its way and takes nothing more', () =>
  withEmail({}, async ({ sink, email, send }) => {
    await sink.behave('slow');
    const sending = send();
    await email.close();
    assert.ok((await sending).ok);
    const late = await send({ key: 'key-2' });
    assert.ok(!late.ok && late.certain && !late.permanent);
    assert.equal(sink.mails.length, 1);
  }));
