import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#kernel/refusal';
import { check, faultsOf, type Parts } from './check.ts';
import { fillTemplate } from './custom.ts';
import { type TemplateKind, templateKinds } from './kinds.ts';
import { type Placeholder, type PlaceholderValues, placeholders } from './placeholders.ts';
import { parseTemplate } from './template.ts';

const names = Object.keys(placeholders) as Placeholder[];
const valuesOf = (text: (name: string) => string, event?: unknown): PlaceholderValues => ({
  plain: Object.fromEntries(names.map((name) => [name, text(name)])) as Record<Placeholder, string>,
  event,
});
const values = valuesOf((name) => `<${name}>`, {
  detail: { state: { value: 'ALARM' }, count: 3, ok: false, none: null, list: ['a', { b: 1 }] },
  resources: ['arn:x'],
});

const fill = (kind: TemplateKind, parts: Parts, with_ = values) => fillTemplate(kind, parts, with_);

const filled: [template: string, want: string][] = [
  ['no braces', 'no braces'],
  ['{{incident.title}}', '<incident.title>'],
  ['{{ incident.title }}!', '<incident.title>!'],
  ['a {{code}} b {{ack.link}} c', 'a <code> b <ack.link> c'],
  ['{{event.detail.state.value}} {{event.detail.count}} {{event.detail.ok}}', 'ALARM 3 false'],
  ['[{{event.detail.none}}{{event.detail.missing.deep}}]', '[]'],
  ['{{event.resources.0}} {{event.detail.list}}', 'arn:x ["a",{"b":1}]'],
  ['[{{event.constructor}}{{event.__proto__.x}}{{event.detail.toString}}]', '[]'],
  ['a } b }} c { d', 'a } b }} c { d'],
];
for (const [template, want] of filled)
  test(`${JSON.stringify(template)} is filled`, () =>
    assert.deepEqual(fill('CHAT', { text: template }), { parts: { text: want } }));

const wrong: [kind: TemplateKind, parts: Parts, want: RegExp][] = [
  [
    'CHAT',
    { text: '{{incident.titel}}' },
    /text: there is no placeholder "incident.titel"; the nearest one is \{\{incident.title\}\}/,
  ],
  ['CHAT', { text: '{{xyz}}' }, /there is no placeholder "xyz"\.?$/],
  ['CHAT', { text: '{{toString}}' }, /there is no placeholder "toString"/],
  ['CHAT', { text: 'a {{code' }, /wanted \}\} after the \{\{ at character 3/],
  ['CHAT', { text: '{{event}}' }, /no path into the event: wanted one such as event\.detail\.state\.value/],
  ['CHAT', { text: '{{event..a}}' }, /no path into the event/],
  ['CHAT', { text: '' }, /wanted a text, got an empty one/],
  ['CHAT', { text: '{{code}}'.repeat(201) }, /at most 200 placeholders, got 201/],
  ['CHAT', { title: 'x' }, /messages of the kind CHAT have text, and no "title"/],
  ['CHAT', {}, /wanted one part at least, got none/],
  ['SMS', { text: 'x'.repeat(321) }, /at most 320 characters, got 321/],
  ['SMS', { text: 'ack {{code}}' }, /no \{\{code\}\} here: code and link .* always follow the text, whole/],
  ['VOICE', { text: 'see {{ack.link}}' }, /no \{\{ack\.link\}\} here/],
  ['EMAIL', { text: 'answer, please' }, /wanted \{\{code\}\} or \{\{ack\.link\}\} in it, or nobody could answer/],
  ['EMAIL', { html: '<p>answer</p>' }, /html: wanted \{\{code\}\}/],
];
for (const [kind, parts, want] of wrong)
  test(`${kind} ${JSON.stringify(parts).slice(0, 60)} is refused when it is stored, in words`, () => {
    assert.throws(
      () => check(kind, parts),
      (error) => error instanceof Refusal && error.kind === 'validation' && want.test(error.message.replace(/\.$/, '')),
    );
    assert.ok('fault' in fill(kind, parts), 'and not used when it was stored by another hand');
  });

test('all that is wrong is told at once', () =>
  assert.deepEqual(
    faultsOf('EMAIL', { subject: '{{a}} {{b}}', text: '' }).map(({ name }) => name),
    ['subject', 'subject', 'text'],
  ));

test('a subject alone will do', () => assert.deepEqual(faultsOf('EMAIL', { subject: '{{incident.title}}' }), []));

test('what is no text at all is a fault, and no error', () => {
  for (const parts of [{ text: 5 }, { text: null }, null, []])
    assert.ok('fault' in fill('CHAT', parts as unknown as Parts), JSON.stringify(parts));
});

test('what is left empty, or grows too long, is not used', () => {
  const empty = valuesOf(() => '');
  assert.match((fill('CHAT', { text: ' {{incident.summary}} ' }, empty) as { fault: string }).fault, /nothing is left/);
  const long = valuesOf(() => 'x'.repeat(9_000));
  assert.match((fill('CHAT', { text: '{{code}}'.repeat(150) }, long) as { fault: string }).fault, /longer than 20000/);
});

test('in HTML every value is escaped and the template is not; a subject and a text message are one line', () => {
  const evil = valuesOf(() => '<b>"x"\r\nBcc: y\u2028</b>', { detail: '<i>' });
  const html = fill('EMAIL', { html: '<p>{{code}} {{event.detail}}</p>', subject: 'a {{code}}' }, evil);
  assert.deepEqual(html, {
    parts: {
      html: '<p>&lt;b&gt;&quot;x&quot;\r\nBcc: y\u2028&lt;/b&gt; &lt;i&gt;</p>',
      subject: 'a <b>"x" Bcc: y </b>',
    },
  });
});

test('whatever a value is, no template of HTML gains a tag by it, and no value is read as a template', () =>
  fc.assert(
    fc.property(fc.string(), (value) => {
      const all = valuesOf(() => value, { a: value });
      const { parts } = fill('EMAIL', { html: '[{{code}}{{event.a}}]x' }, all) as { parts: Parts };
      assert.doesNotMatch(parts['html']!, /[<>"']/);
      const { parts: chat } = fill(
        'CHAT',
        { text: '[{{code}}]' },
        valuesOf(() => `${value}{{incident.title}}`),
      ) as { parts: Parts };
      assert.ok(chat['text']!.endsWith('{{incident.title}}]'));
    }),
  ));

test('what is read is the whole of the text, in its order', () =>
  fc.assert(
    fc.property(fc.array(fc.constantFrom('{{code}}', '{{ack.link}}', 'a', '{', '} ', '\n')), (pieces) => {
      const source = pieces.join('');
      const { segments, faults } = parseTemplate(source);
      fc.pre(faults.length === 0);
      assert.equal(segments.map((one) => ('text' in one ? one.text : `{{${one.name}}}`)).join(''), source);
    }),
  ));

test('every placeholder can stand in a template of some kind', () => {
  for (const name of names) assert.deepEqual(faultsOf('CHAT', { text: `{{${name}}}` }), []);
  assert.equal(templateKinds.length, 5);
});

test('a text of a megabyte, or of braces alone, is read in one pass', () => {
  const { segments } = parseTemplate('{{'.repeat(500_000));
  assert.equal(segments.length, 1);
  assert.equal(parseTemplate('{{a}}'.repeat(100_000)).segments.length, 100_000);
});
