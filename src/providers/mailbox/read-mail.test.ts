import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bounceMail, rawMail } from '#test/kit/mail-answers';
import { textOfHtml } from './html-text.ts';
import { readMail } from './index.ts';

const read = async (raw: string | Uint8Array) => readMail(typeof raw === 'string' ? Buffer.from(raw) : raw);

test('the addresses are those of every header that servers put them in, in small letters, each once', async () => {
  const mail = await read(
    rawMail('Replies+ABC@Example.org', 'ack', {
      Cc: '"x@y.example" <a@b.example>, replies+abc@example.org',
      'X-Original-To': 'c@d.example',
      'Reply-To': 'none@of.these',
    }),
  );
  assert.deepEqual(mail?.addresses, ['replies+abc@example.org', 'x@y.example', 'a@b.example', 'c@d.example']);
  assert.equal(mail?.automatic, undefined);
  assert.equal(mail?.bounce, undefined);
});

test('a mail is the same mail by its Message-ID, and without one by all of it', async () => {
  const id = { 'Message-ID': '<a@b>' };
  const first = await read(rawMail('a@b.example', 'ack', id));
  assert.equal((await read(rawMail('a@b.example', 'other', id)))?.id, first?.id);
  const bare = { 'Message-ID': undefined };
  const one = await read(rawMail('a@b.example', 'one', bare));
  assert.equal((await read(rawMail('a@b.example', 'one', bare)))?.id, one?.id);
  assert.notEqual((await read(rawMail('a@b.example', 'two', bare)))?.id, one?.id);
});

test('of a text and an HTML part the text is read; of HTML alone its lines, without what is quoted', async () => {
  const html = { 'Content-Type': 'text/html; charset=utf-8' };
  const only = await read(
    rawMail('a@b.example', '<div>Ack&nbsp;<b>47</b></div><blockquote>resolve</blockquote>', html),
  );
  assert.equal(only?.text, 'Ack 47');
  const parts = [
    '--cut',
    'Content-Type: text/plain',
    '',
    'ack',
    '--cut',
    'Content-Type: text/html',
    '',
    '<p>resolve',
    '--cut--',
  ];
  const both = await read(
    rawMail('a@b.example', parts.join('\r\n'), { 'Content-Type': 'multipart/alternative; boundary=cut' }),
  );
  assert.equal(both?.text.trim(), 'ack');
});

test('what is encoded is read as it was written', async () => {
  const encoded = { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Transfer-Encoding': 'base64' };
  assert.equal(
    (await read(rawMail('a@b.example', Buffer.from('Straße').toString('base64'), encoded)))?.text.trim(),
    'Straße',
  );
});

test('a report of a final failure is a bounce, one of a delay is none, and neither is the words of a person', async () => {
  assert.match(
    (await read(bounceMail('a@b.example')))?.bounce ?? '',
    /returned \(5\.1\.1, smtp; 550 5\.1\.1 no such mailbox\)/,
  );
  const delayed = await read(bounceMail('a@b.example', 'delayed'));
  assert.equal(delayed?.bounce, undefined);
  assert.ok(delayed?.automatic);
  assert.equal((await read(rawMail('a@b.example', 'Action: failed\r\nStatus: 5.1.1')))?.bounce, undefined);
});

test('HTML is read in one pass, whatever it is', () => {
  const rows: [html: string, text: string][] = [
    ['a<br>b', 'a\nb'],
    ['<p>a</p>\n<p>b</p>', 'a\n \nb'],
    ['<style>x</style>a<script>b</script>c', 'ac'],
    ['1 &lt; 2 &amp; 3 &#65; &#x42; &#xD800; &none;', '1 < 2 & 3 A B \ufffd &none;'],
    ['a < b', 'a < b'],
    ['', ''],
  ];
  for (const [html, text] of rows) assert.equal(textOfHtml(html), text);
  assert.equal(textOfHtml('<'.repeat(100_000)).length, 100_000);
  assert.equal(textOfHtml(`<div ${'a'.repeat(200_000)}`).length > 0, true);
});

test('no bytes make it throw', () =>
  fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), fc.string(), async (bytes, text) => {
      await read(bytes);
      await read(rawMail('a@b.example', text, { 'Content-Type': `multipart/mixed; boundary="${text}"` }));
    }),
    { numRuns: 50 },
  ));
