import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePattern } from '#kernel/patterns/index';
import { matchesEverything } from './sweeping.ts';

const BUS = { account: '123456789012', region: 'us-east-1' };
const rows: [sentence: string, pattern: object, want: boolean][] = [
  ['a source that is there', { source: [{ exists: true }] }, true],
  ['any prefix of a text', { source: [{ prefix: '' }], 'detail-type': [{ wildcard: '*' }] }, true],
  ['one’s own account, and nothing else', { account: ['123456789012'], region: ['us-east-1'], version: ['0'] }, true],
  ['one’s own region by a prefix', { region: [{ prefix: 'us-' }] }, true],
  ['another account', { account: ['210987654321'] }, false],
  ['a source', { source: ['app'] }, false],
  ['anything but a number', { source: [{ 'anything-but': 5 }] }, true],
  ['anything but a source', { source: [{ 'anything-but': 'app' }] }, false],
  ['anything but a source, or that one', { source: [{ 'anything-but': ['app'] }, 'app'] }, true],
  ['anything but a prefix', { source: [{ 'anything-but': { prefix: 'app' } }] }, false],
  ['a name that no envelope has is absent', { alarm: { name: [{ exists: false }] } }, true],
  ['a name that no envelope has is there', { alarm: [{ exists: true }] }, false],
  ['a detail may be there or not', { detail: { state: [{ exists: true }, { exists: false }] } }, true],
  ['a detail that is there', { detail: { state: [{ exists: true }] } }, false],
  ['a detail that is not there', { detail: { state: [{ exists: false }] } }, false],
  ['a list of resources may be empty', { resources: [{ prefix: '' }] }, false],
  ['one branch takes all', { $or: [{ source: ['app'] }, { id: [{ exists: true }] }] }, true],
];

for (const [sentence, pattern, want] of rows)
  test(`${want ? 'every event matches' : 'not every event matches'}: ${sentence}`, () => {
    assert.equal(matchesEverything(parsePattern(JSON.stringify(pattern)), BUS), want);
  });
