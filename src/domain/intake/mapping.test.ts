import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#kernel/refusal';
import { checkMapping, type Mapping, mapped } from './mapping.ts';

const payload = {
  state: 'OK',
  host: { name: 'db-1', tags: ['a', 'b'] },
  n: 0,
  up: false,
  at: 1_767_323_310,
  none: null,
};

const filled: [what: string, text: string, want: string | undefined][] = [
  ['a path', '{{host.name}}', 'db-1'],
  ['a place in a list', '{{ host.tags.1 }}', 'b'],
  ['several, and text between', '{{host.name}}/{{host.tags.0}}', 'db-1/a'],
  ['a number, and a no', '{{n}} {{up}}', '0 false'],
  ['an object, as JSON', '{{host.tags}}', '["a","b"]'],
  ['what is not there', '{{host.rack.unit}}', undefined],
  ['null', '{{none}}', undefined],
  ['what only looks as if it were there', '{{host.constructor}}', undefined],
  ['braces that are none', '{host} {{', '{host} {{'],
];
for (const [what, text, want] of filled)
  test(`a text is filled with ${what}`, () => {
    const [alert] = mapped(payload, { labels: { it: text } });
    assert.deepEqual(alert!.labels, want === undefined ? {} : { it: want });
  });

test('what is filled in is not looked at again', () => {
  const [alert] = mapped({ a: '{{b}}', b: 'no' }, { labels: { it: '{{a}}' } });
  assert.deepEqual(alert!.labels, { it: '{{b}}' });
});

const statuses: [mapping: Mapping, want: 'firing' | 'resolved'][] = [
  [{}, 'firing'],
  [{ status: '{{state}}' }, 'resolved'],
  [{ status: '{{state}}', resolved: ['gone'] }, 'firing'],
  [{ status: '{{up}}', resolved: ['FALSE'] }, 'resolved'],
  [{ status: '{{missing}}' }, 'firing'],
];
for (const [mapping, want] of statuses)
  test(`${JSON.stringify(mapping)} says ${want}`, () => assert.equal(mapped(payload, mapping)[0]!.status, want));

test('times are RFC 3339, or seconds or milliseconds since 1970', () => {
  const times = [1_767_323_310, 1_767_323_310_000, '2026-01-02T03:08:30Z', '1767323310'];
  for (const at of times) {
    const [{ startsAt } = {}] = mapped({ at }, { startsAt: '{{at}}' });
    assert.equal(startsAt?.toISOString(), '2026-01-02T03:08:30.000Z', String(at));
  }
  assert.throws(() => mapped({ at: 'soon' }, { startsAt: '{{at}}' }), /startsAt: wanted a time/);
});

const faults: [mapping: Mapping, want: RegExp][] = [
  [{ each: 'a b' }, /mapping\.each: wanted a path/],
  [{ labels: { x: '{{}}' } }, /mapping\.labels\.x: wanted placeholders/],
  [{ annotations: { x: '{{a b}}' } }, /mapping\.annotations\.x: wanted placeholders/],
  [{ fingerprint: 'x'.repeat(1_001) }, /mapping\.fingerprint: wanted at most 1000 characters/],
];
for (const [mapping, want] of faults)
  test(`a mapping is refused: ${want.source}`, () => assert.throws(() => checkMapping(mapping), want));

test('any JSON, by any mapping, is alerts or a refusal', () => {
  const mappings = fc.constantFrom<Mapping | undefined>(
    undefined,
    { each: 'a' },
    { status: '{{a.0}}', endsAt: '{{b}}' },
  );
  fc.assert(
    fc.property(fc.jsonValue(), mappings, (value, mapping) => {
      try {
        for (const { status } of mapped(value, mapping)) assert.match(status, /^(firing|resolved)$/);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }),
  );
});
