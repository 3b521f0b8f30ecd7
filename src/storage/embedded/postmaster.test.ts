import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buffersMb } from './postmaster.ts';

const rows: [memory: number, buffers: number][] = [
  [512, 128],
  [1024, 128],
  [4000, 500],
  [8192, 1024],
  [131_072, 1024],
];
for (const [memory, buffers] of rows)
  test(`with ${memory} MB of memory the database’s buffers are ${buffers} MB`, () =>
    assert.equal(buffersMb(memory), buffers));
