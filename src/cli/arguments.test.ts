import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCommand, parse } from './arguments.ts';
import type { Command } from './command.ts';

const command = (name: string, more: Partial<Command> = {}): Command => ({
  name,
  positionals: [],
  options: {},
  summary: '',
  help: '',
  run: async () => undefined,
  ...more,
});

test('the longest name that fits is meant; what a raw command is given is its own', () => {
  const all = [command('aws', { raw: true }), command('aws install'), command('oncall'), command('oncall shifts')];
  const found = (line: string) => {
    const { command: one, rest } = findCommand(all, line.split(' '));
    return [one.name, ...rest];
  };
  assert.deepEqual(found('aws sts get-caller-identity'), ['aws', 'sts', 'get-caller-identity']);
  assert.deepEqual(found('aws install --print'), ['aws install', '--print']);
  assert.deepEqual(found('oncall --json'), ['oncall', '--json']);
  assert.deepEqual(found('oncall shifts primary'), ['oncall shifts', 'primary']);
  assert.throws(() => found('oncall shfts'), /no command "oncall shfts"; did you mean oncall shifts\?/);
});

test('an option that may be given several times keeps all its values, in order', () => {
  const several = command('x', { options: { stage: { type: 'string', value: 'S', about: '', several: true } } });
  assert.deepEqual(parse(several, ['--stage', '5:ana', '--stage=10:bob']).texts('stage'), ['5:ana', '10:bob']);
  assert.deepEqual(parse(several, []).texts('stage'), []);
});
