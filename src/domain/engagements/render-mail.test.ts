import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKeyring } from '#kernel/seal';
import { pageSecrets } from './links.ts';
import type { PageRow } from './pages.sql.ts';
import { renderPages } from './render.ts';

const secrets = pageSecrets(createKeyring(Buffer.alloc(32, 7)));
const context = { secrets, publicUrl: 'https://muster.example', mailReplies: true };
const KEY = '01900000-0000-7000-8000-000000000001';

const page = (id: number, more: Partial<PageRow> = {}) =>
  ({
    id: `01900000-0000-7000-8000-00000000010${id}`,
    account: '123456789012',
    region: 'us-east-1',
    alias: 'ana',
    root_id: `root-${id}`,
    channel_type: 'EMAIL',
    stage: 1,
    attempt: 2,
    created_at: new Date(id),
    incident_id: `incident-${id}`,
    incident_arn: `arn:incident-${id}`,
    severity: 1,
    subject: 'Severity 1: <Database> & "co"',
    content: 'p99 over 2 s\n<script>',
    ...more,
  }) as PageRow;

test('text and HTML say severity, title, code, link, how to reply and what happens next', () => {
  const mail = renderPages(KEY, 'ana@example.com', [page(1)], context);
  assert.equal(mail.subject, 'Severity 1: <Database> & "co"');
  const code = secrets.code(page(1).id);
  const link = `https://muster.example/ack/${secrets.token(page(1).id)}`;
  for (const part of [code, link, 'This is attempt 2 in stage 2', 'the plan goes on'])
    for (const text of [mail.text, mail.html!]) assert.ok(text.includes(part), part);
  assert.match(mail.text, /^Or reply: ack$/m);
  assert.match(mail.html!, /Or reply to this mail: <b>ack<\/b>/);
  assert.match(mail.html!, /Severity 1, critical<\/span>/);
  assert.match(mail.html!, /prefers-color-scheme:dark/);
  assert.equal(mail.thread, 'incident-1');
  assert.equal(mail.replyToken, secrets.replyToken(KEY));
});

test('nothing that people typed is HTML', () => {
  const { html } = renderPages(KEY, 'ana@example.com', [page(1)], context);
  assert.doesNotMatch(html!, /<Database>|<script>/);
  assert.match(html!, /&lt;Database&gt; &amp; &quot;co&quot;/);
});

test('of several, worst first, each has its code, and one button is for all', () => {
  const pages = [page(1, { severity: 4, subject: 'Low' }), page(2, { subject: 'Worst' })];
  const mail = renderPages(KEY, 'ana@example.com', pages, context);
  assert.equal(mail.subject, '2 incidents: Worst; Low');
  assert.equal(mail.html!.match(/>Acknowledge</g)?.length, 2);
  assert.match(mail.html!, /Acknowledge all 2/);
  assert.match(mail.text, /^Or reply: ack \(for all\), or ack and the code of one$/m);
  assert.ok(mail.html!.includes(secrets.codeForAll(KEY)));
});

test('an engagement without an incident has no severity that anybody gave it', () => {
  const { html } = renderPages(KEY, 'ana@example.com', [page(1, { incident_id: null, incident_arn: null })], context);
  assert.doesNotMatch(html!, /<span/);
});

test('a reply token is known again whatever the case of its letters, and no other one is', () => {
  const token = secrets.replyToken(KEY);
  assert.match(token, /^[a-z2-7]{45}$/);
  assert.equal(secrets.readReplyToken(token.toUpperCase()), KEY);
  for (let at = 0; at < token.length; at++) {
    const other = token.slice(0, at) + (token[at] === 'a' ? 'b' : 'a') + token.slice(at + 1);
    assert.equal(secrets.readReplyToken(other), undefined, `another letter at ${at}`);
  }
  assert.equal(secrets.readReplyToken(secrets.token(KEY)), undefined, 'a link is no reply token');
  assert.equal(secrets.read(token), undefined, 'and the other way round');
});
