import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InboundMail } from '#domain/engagements';
import { IMAP_PASSWORD, type ImapBox, openImap } from '#test/kit/imap';
import { rawMail } from '#test/kit/mail-answers';
import { createImapMailbox, type ImapOptions } from './index.ts';

const { signal } = new AbortController();

async function withBox(check: (box: ImapBox) => Promise<void>, options = {}): Promise<void> {
  const box = await openImap(options);
  try {
    await check(box);
  } finally {
    await box.close();
  }
}

/** Reads once, and answers the texts of what was there. */
async function read(box: ImapBox, options: Partial<ImapOptions> = {}): Promise<string[]> {
  const texts: string[] = [];
  const mailbox = createImapMailbox({ url: box.url, ...options });
  const fault = await mailbox.read(signal, async (mail) => void texts.push(mail?.text.trim() ?? 'unreadable'));
  assert.equal(fault, undefined);
  return texts;
}

test('every mail is handed over once, in the order in which they came, and is marked', () =>
  withBox(async (box) => {
    assert.deepEqual(await read(box), []);
    for (const text of ['one', 'two', 'three']) box.deliver(rawMail('replies@example.org', text));
    assert.deepEqual(await read(box), ['one', 'two', 'three']);
    assert.deepEqual(box.unseen(), []);
    assert.deepEqual(await read(box), []);
    box.deliver(rawMail('replies@example.org', 'four'));
    assert.deepEqual(await read(box), ['four']);
    assert.equal(box.connections(), 4);
  }));

test('what could not be taken stays unseen with all that came after it, and comes again', () =>
  withBox(async (box) => {
    for (const text of ['one', 'two', 'three']) box.deliver(rawMail('replies@example.org', text));
    const mailbox = createImapMailbox({ url: box.url });
    const taken: InboundMail[] = [];
    const failing = mailbox.read(signal, async (mail) => {
      if (taken.length === 1) throw new Error('the database is away');
      taken.push(mail!);
    });
    await assert.rejects(failing, /the database is away/);
    assert.equal(box.unseen().length, 2);
    assert.deepEqual(await read(box), ['two', 'three']);
  }));

test('a mail that is no mail is told as such, and does not stand in the way', () =>
  withBox(async (box) => {
    box.deliver('\r\n\r\n');
    box.deliver(rawMail('replies@example.org', 'ack'));
    assert.deepEqual(await read(box), ['unreadable', 'ack']);
  }));

test('a mail with a large file is read by its beginning', () =>
  withBox(async (box) => {
    const type = 'multipart/mixed; boundary="cut"';
    const file = [
      '--cut',
      'Content-Type: image/png',
      'Content-Transfer-Encoding: base64',
      '',
      'QUJD\r\n'.repeat(100_000),
    ];
    const body = ['--cut', 'Content-Type: text/plain', '', 'ack', ...file, '--cut--'].join('\r\n');
    box.deliver(rawMail('replies@example.org', body, { 'Content-Type': type }));
    assert.deepEqual(await read(box), ['ack']);
  }));

const faults: [what: string, url: (url: string) => string, want: RegExp][] = [
  ['a wrong password', (url) => url.replace(IMAP_PASSWORD, 'hunter2hunter2'), /check its user and password/],
  ['a mailbox that is not there', (url) => url.replace('INBOX', 'Nowhere'), /did not let its mailbox be read/],
  [
    'TLS that is required of a server without',
    (url) => url.replace('ignoreTLS', 'requireTLS'),
    /did not let its mailbox/,
  ],
  ['an option that there is not', (url) => `${url}&x=true`, /its options are/],
  ['options that contradict each other', (url) => `${url}&requireTLS=true`, /contradict/],
  ['another protocol', (url) => url.replace('imap:', 'pop3:'), /no such URL/],
  ['broken escapes', (url) => url.replace('INBOX', '%E0%A4%A'), /percent-encoded/],
];
for (const [what, url, want] of faults)
  test(`${what} is told in words, without the password`, () =>
    withBox(async (box) => {
      box.deliver(rawMail('replies@example.org', 'ack'));
      const fault = await createImapMailbox({ url: url(box.url) }).read(signal, async () =>
        assert.fail('nothing is read'),
      );
      assert.match(fault ?? '', want);
      assert.doesNotMatch(fault ?? '', new RegExp(`${IMAP_PASSWORD}|hunter2hunter2`));
    }));

test('the password may be a secret, alone or with the user, and is asked for at every connection', () =>
  withBox(async (box) => {
    const url = box.url.replace(`muster:${IMAP_PASSWORD}@`, 'muster@');
    let asked = 0;
    const credential = (text: string) => async () => {
      asked += 1;
      return text;
    };
    for (const text of [IMAP_PASSWORD, JSON.stringify({ username: 'muster', password: IMAP_PASSWORD })])
      assert.deepEqual(await read(box, { url, credential: credential(text) }), []);
    assert.equal(asked, 2);
    for (const text of ['{"a', '{"username":"muster"}', 'wrong-one-wrong-one']) {
      const mailbox = createImapMailbox({ url, credential: credential(text) });
      const fault = await mailbox.read(signal, async () => assert.fail('nothing is read'));
      assert.ok(fault && !fault.includes(text), 'a fault that does not tell the secret');
    }
  }));

test('a server that is away is a fault and no error, and so is a look that is stopped', () =>
  withBox(async (box) => {
    await box.open(false);
    const mailbox = createImapMailbox({ url: box.url });
    assert.match((await mailbox.read(signal, async () => {})) ?? '', /check MUSTER_IMAP_URL/);
    await box.open(true);
    assert.match(
      (await mailbox.read(AbortSignal.abort(), async () => assert.fail('nothing is read'))) ?? '',
      /stopped/,
    );
    for (const text of ['one', 'two']) box.deliver(rawMail('replies@example.org', text));
    const stop = new AbortController();
    await mailbox.read(stop.signal, async () => stop.abort());
    assert.ok(box.unseen().length >= 1, 'what was not taken stays');
  }));

test('where the server tells of new mails, they are taken over the one connection as they come, until the look is stopped', () =>
  withBox(
    async (box) => {
      box.deliver(rawMail('replies@example.org', 'one'));
      const stop = new AbortController();
      const texts: string[] = [];
      const fault = await createImapMailbox({ url: box.url, idleMs: 60_000 }).read(stop.signal, async (mail) => {
        texts.push(mail!.text.trim());
        if (texts.length < 4) box.deliver(rawMail('replies@example.org', `after ${texts.at(-1)}`));
        else setImmediate(() => stop.abort());
      });
      const long = ['one', 'after one', 'after after one', 'after after after one'];
      assert.deepEqual([texts, box.connections()], [long, 1]);
      assert.ok(fault === undefined || /stopped/.test(fault));
    },
    { idle: true },
  ));

test('a look that hears of nothing ends by itself, and so does one at a server that cannot tell', () =>
  withBox(
    async (box) => {
      assert.deepEqual(await read(box, { idleMs: 50 }), []);
      box.deliver(rawMail('replies@example.org', 'one'));
      assert.deepEqual(await read(box, { idleMs: 50 }), ['one']);
      await withBox(async (plain) => {
        plain.deliver(rawMail('replies@example.org', 'two'));
        assert.deepEqual(await read(plain, { idleMs: 600_000 }), ['two']);
      });
    },
    { idle: true },
  ));

test('a connection that breaks while it waits for mails is a fault, and the next look finds what came', () =>
  withBox(
    async (box) => {
      box.deliver(rawMail('replies@example.org', 'one'));
      const mailbox = createImapMailbox({ url: box.url, idleMs: 60_000 });
      const fault = await mailbox.read(signal, async () => {
        // Once it is marked, the server goes.
        setTimeout(() => void box.open(false), 0);
      });
      assert.match(fault ?? '', /did not let its mailbox be read/);
      await box.open(true);
      box.deliver(rawMail('replies@example.org', 'two'));
      assert.ok((await read(box)).includes('two'));
    },
    { idle: true },
  ));
