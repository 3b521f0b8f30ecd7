import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEmail } from './index.ts';
import { mailHost } from './mail.ts';
import { type MailServer, readServer } from './server.ts';

const plain = { secure: false, requireTLS: false, ignoreTLS: false, tls: { rejectUnauthorized: true } };

const rows: [url: string, want: MailServer][] = [
  ['smtp://mail.example.com', { ...plain, host: 'mail.example.com', port: 587 }],
  ['smtps://mail.example.com', { ...plain, host: 'mail.example.com', port: 465, secure: true }],
  ['smtp://[::1]:25', { ...plain, host: '::1', port: 25 }],
  ['smtp://a%40b:p%2F%3A@h:2525', { ...plain, host: 'h', port: 2525, auth: { user: 'a@b', pass: 'p/:' } }],
  ['smtp://bücher.example:25', { ...plain, host: 'xn--bcher-kva.example', port: 25 }],
  ['smtp://h:25?requireTLS=true', { ...plain, host: 'h', port: 25, requireTLS: true }],
  [
    'smtp://h:25?ignoreTLS=true&tls.rejectUnauthorized=false',
    { ...plain, host: 'h', port: 25, ignoreTLS: true, tls: { rejectUnauthorized: false } },
  ],
];
for (const [url, want] of rows) {
  test(`${url} is understood`, () => assert.deepEqual(readServer(url), want));
}

const bad: [url: string, want: RegExp][] = [
  ['', /set MUSTER_SMTP_URL to smtp:\/\/user:pass@host:port/],
  ['mail.example.com', /no such URL/],
  ['https://u:hunter2@mail.example.com', /no such URL/],
  ['smtp://u:hunter2@', /no such URL|names no host/],
  ['smtp://u:hunter2%@h', /percent-encoded/],
  ['smtp://u:hunter2@h?pool=true', /its options are requireTLS.*got "pool"/],
  ['smtp://u:hunter2@h?requireTLS=yes', /requireTLS is true or false/],
  ['smtp://u:hunter2@h?requireTLS=true&ignoreTLS=true', /contradict/],
];
for (const [url, want] of bad) {
  test(`${JSON.stringify(url)} is refused in words without the password`, () => {
    const fault = createEmail({ smtpUrl: url, publicUrl: 'http://localhost:4560' }).notReady() ?? '';
    assert.match(fault, want);
    assert.doesNotMatch(fault, /hunter2/);
  });
}

test('a sender that is no address is told before anything is sent', () => {
  const options = { smtpUrl: 'smtp://h', publicUrl: 'http://localhost:4560' };
  assert.match(createEmail({ ...options, from: 'nobody' }).notReady() ?? '', /MUSTER_MAIL_FROM/);
  assert.match(createEmail({ ...options, from: 'A <a@b.example>\r\nBcc: c@d.example' }).notReady() ?? '', /MAIL_FROM/);
  assert.equal(createEmail({ ...options, from: 'Muster <a@b.example>' }).notReady(), undefined);
});

test('mails are made in the name of the public host, or of localhost where that is no name', () => {
  assert.equal(mailHost('https://muster.example.com/x'), 'muster.example.com');
  assert.equal(mailHost('http://192.0.2.1:4560'), 'localhost');
  assert.equal(mailHost('http://[::1]:4560'), 'localhost');
});
