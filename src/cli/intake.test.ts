import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sources } from '#domain/intake';
import { SOURCES } from './commands/intake.ts';

test('the command completes every source that there is', () =>
  assert.deepEqual(
    [...SOURCES],
    sources.map(({ name }) => name),
  ));
