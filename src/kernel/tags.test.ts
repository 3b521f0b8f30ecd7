import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from './refusal.ts';
import { changedTags } from './tags.ts';

const FIFTY = { code: 'TAGS', name: 'tags', setting: 'MUSTER_QUOTA_TAGS', limit: 50 };
const PLAN = { type: 'RESPONSE_PLAN', id: 'web' };

test('tags are added, replaced and removed, and the former ones stay as they were', () => {
  const was = { a: '1', b: '2' };
  assert.deepEqual(changedTags(was, { add: { b: '3', c: '' } }, FIFTY, PLAN), { a: '1', b: '3', c: '' });
  assert.deepEqual(changedTags(was, { remove: ['a', 'none'] }, FIFTY, PLAN), { b: '2' });
  assert.deepEqual(was, { a: '1', b: '2' });
});

test('the fifty-first tag is refused, a new value for a known key is not', () => {
  const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, '']));
  assert.equal(changedTags(fifty, { add: { k7: 'new' } }, FIFTY, PLAN)['k7'], 'new');
  assert.throws(
    () => changedTags(fifty, { add: { more: '' } }, FIFTY, PLAN),
    (error) => error instanceof Refusal && error.kind === 'quotaExceeded' && error.details.resourceId === 'web',
  );
});

test('where the quota was lowered, a known key still gets its new value', () => {
  const was = { a: '1', b: '2' };
  assert.deepEqual(changedTags(was, { add: { a: '3' } }, { ...FIFTY, limit: 1 }, PLAN), { a: '3', b: '2' });
});
