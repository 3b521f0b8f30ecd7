import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MailError, refusesReceiver, toSent } from './outcome.ts';
import type { MailServer } from './server.ts';

const server: MailServer = {
  host: 'mail.example.com',
  port: 587,
  secure: false,
  auth: { user: 'muster', pass: 'hunter2' },
  requireTLS: false,
  ignoreTLS: false,
  tls: { rejectUnauthorized: true },
};

const replies: [reply: string, final: boolean][] = [
  ['550 No such user here', true],
  ['550 5.1.1 <ana@example.com>: Recipient address rejected: User unknown in relay recipient table', true],
  ['551 User not local', true],
  ['553 5.1.3 Bad recipient address syntax', true],
  ['521 example.com does not accept mail', true],
  ['556 5.1.10 Recipient domain has a null MX', true],
  ['550 5.2.1 The account is disabled', true],
  ['550 5.7.1 Not allowed to mail this receiver', true],
  ['550-5.1.1 The account does not exist.\n550 5.1.1 Check the spelling', true],
  ['554 5.7.1 <ana@example.com>: Relay access denied', false],
  ['550 relaying denied', false],
  ['550 5.7.1 Client host [192.0.2.1] blocked', false],
  ['550 5.7.26 Unauthenticated mail: DMARC failed', false],
  ['550 5.1.8 Sender address rejected', false],
  ['553 sender is not owned by user', false],
  ['552 5.2.2 Mailbox full', false],
  ['550 5.2.2 Mailbox full', false],
  ['550 5.4.5 Daily sending limit exceeded', false],
  ['530 5.7.0 Authentication required', false],
  ['503 Bad sequence of commands', false],
  ['450 4.2.1 Greylisted', false],
  ['421 4.7.0 Too many connections', false],
];
for (const [reply, final] of replies) {
  test(`"${reply}" to a receiver is ${final ? 'final' : 'tried again'}`, () => {
    assert.equal(refusesReceiver(reply), final);
  });
}

const no = (command: string, response: string): MailError => ({
  code: 'EENVELOPE',
  command,
  response,
  responseCode: Number(response.slice(0, 3)),
  message: `refused: ${response}`,
});

const rows: [what: string, error: MailError, bodyBegun: boolean, want: [boolean, boolean], reason: RegExp][] = [
  ['an unknown receiver', no('RCPT TO', '550 5.1.1 Unknown'), false, [true, true], /refused the receiver: 550 5\.1\.1/],
  ['a refused sender', no('MAIL FROM', '550 5.1.8 Bad'), false, [false, true], /refused the sender.*MUSTER_MAIL_FROM/],
  ['a refused DATA command', no('DATA', '554 No'), false, [false, true], /refused the message/],
  [
    'a refused body',
    { code: 'EMESSAGE', response: '552 Too big', responseCode: 552, message: '' },
    true,
    [false, true],
    /552 Too big/,
  ],
  ['a reset in the body', { code: 'ECONNECTION', message: 'closed' }, true, [false, false], /may have been sent/],
  ['a reset before the body', { code: 'ECONNECTION', message: 'closed' }, false, [false, true], /could not be used/],
  ['a missing host', { code: 'EDNS', message: 'ENOTFOUND' }, false, [false, true], /check the host/],
  ['a failed STARTTLS', { code: 'ETLS', message: 'no TLS' }, false, [false, true], /check its certificate/],
  [
    'an expired certificate',
    { code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED', message: 'certificate has expired' },
    false,
    [false, true],
    /certificate has expired.*TLS options of MUSTER_SMTP_URL/,
  ],
];
for (const [what, error, bodyBegun, [permanent, certain], reason] of rows) {
  test(`${what}: ${permanent ? 'final' : 'tried again'}, ${certain ? 'certain' : 'uncertain'}`, () => {
    const sent = toSent(error, { server, bodyBegun });
    assert.ok(!sent.ok);
    assert.deepEqual([sent.permanent, sent.certain], [permanent, certain]);
    assert.match(sent.reason, reason);
  });
}

test('neither the password nor its forms in AUTH are in a reason', () => {
  const plain = Buffer.from('\0muster\0hunter2').toString('base64');
  const login = Buffer.from('hunter2').toString('base64');
  const response = `535 no: hunter2 ${plain} ${login}`;
  const sent = toSent({ code: 'EAUTH', response, responseCode: 535, message: '' }, { server, bodyBegun: false });
  assert.ok(!sent.ok && !sent.permanent && sent.certain);
  assert.match(sent.reason, /535 no: \*\*\* \*\*\* \*\*\*/);
});

test('a reason is one line of bounded length', () => {
  const sent = toSent(no('DATA', `554 ${'no\r\n'.repeat(1_000)}`), { server, bodyBegun: false });
  assert.ok(!sent.ok);
  assert.ok(sent.reason.length <= 400);
  assert.doesNotMatch(sent.reason, /\p{Cc}/u);
});
