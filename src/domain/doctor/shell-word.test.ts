import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { shellWord } from './shell-word.ts';

const names = [
  'mail',
  '5:mail/2,work',
  'work mail',
  "ana's phone",
  '$(touch x)',
  '`id`',
  '"; ls',
  'a\\b',
  'Größe',
  '*',
  '~',
  '',
];
for (const name of names)
  test(`a shell reads ${JSON.stringify(name)} as one word, and does nothing else`, () => {
    assert.equal(execFileSync('sh', ['-c', `printf %s ${shellWord(name)}`], { encoding: 'utf8' }), name);
  });
