import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Host, ShellCommand, ShellOutcome } from '#domain/hosts';
import { type FakeAws, openFakeAws } from '#test/kit/fake-aws/server';
import { actionsAt } from '#test/kit/fake-aws/steps';

let aws: FakeAws;
before(async () => {
  aws = await openFakeAws();
});
after(() => aws.close());

const host = (name: string, tags: Record<string, string> = {}): Host => ({
  ...{ account: '123456789012', name, address: '10.0.0.7', port: 22, user: 'runbooks', secretId: 'runbook-key', tags },
  ...{ hostKey: 'SHA256:x', createdAt: new Date(0), createdBy: 'admin' },
});
const HOSTS = [host('db-1', { role: 'db' }), host('web-1', { role: 'web' }), host('web-2', { role: 'web' })];

function open(answer: (command: ShellCommand) => ShellOutcome, denied?: string) {
  const ran: ShellCommand[] = [];
  const shell = {
    run: async (command: ShellCommand) => {
      ran.push(command);
      return answer(command);
    },
  };
  return {
    ran,
    ...actionsAt(aws.url, { hosts: HOSTS, shell, key: 'the key', ...(denied === undefined ? {} : { denied }) }),
  };
}
const ok = ({ host: { name } }: ShellCommand): ShellOutcome => ({ is: 'ended', code: 0, output: `${name} is up` });
const uptime = { DocumentName: 'AWS-RunShellScript', Parameters: { commands: 'uptime' } };

test('a command that names hosts of the inventory runs there, and nowhere at AWS', async () => {
  const { good, ran, recorded } = open(ok);
  const Parameters = { commands: ['uptime', 'df -h'], workingDirectory: ["/srv/o'brien"], executionTimeout: ['30'] };
  const { outputs } = await good('aws:runCommand', { ...uptime, InstanceIds: ['web-1', 'db-1'], Parameters });
  assert.deepEqual(
    [outputs['Status'], outputs['ResponseCode'], outputs['Output']],
    ['Success', 0, 'db-1 is up\nweb-1 is up'],
  );
  const { script, seconds, key } = ran[0]!;
  assert.deepEqual([script, seconds, key], [`cd '/srv/o'\\''brien' || exit 1\nuptime\ndf -h`, 30, 'the key']);
  assert.deepEqual(recorded, [{ DocumentName: 'AWS-RunShellScript', InstanceIds: ['db-1', 'web-1'] }]);
  assert.deepEqual(aws.calls(), []);
});

test('hosts are found by their tags', async () => {
  const { good, ran } = open(ok);
  await good('aws:runCommand', { ...uptime, Targets: [{ Key: 'tag:role', Values: ['web'] }] });
  assert.deepEqual(
    ran.map(({ host: { name } }) => name),
    ['web-1', 'web-2'],
  );
});

test('one that fails fails the step, naming each; what was interrupted is said to be unknown', async () => {
  const { bad } = open((command) =>
    command.host.name === 'web-1'
      ? { is: 'interrupted', reason: 'the connection was closed', output: '' }
      : ok(command),
  );
  const failure = await bad('aws:runCommand', { ...uptime, InstanceIds: ['web-1', 'web-2'] });
  assert.equal(
    failure.message,
    'web-1: the connection was closed. Where it was interrupted, nobody knows how far it came.',
  );
  const other = open(() => ({ is: 'ended', code: 2, output: 'no such disk' }));
  assert.equal(
    (await other.bad('aws:runCommand', { ...uptime, InstanceIds: ['db-1'] })).message,
    'db-1: it ended with 2.',
  );
  assert.equal(other.named('aws:runCommand').unknown(uptime), 'ask');
});

for (const [what, inputs, want] of [
  [
    'a document other than a shell script',
    { DocumentName: 'AWS-RunPatchBaseline', InstanceIds: ['db-1'] },
    /only AWS-RunShellScript/,
  ],
  ['hosts and instances at once', { ...uptime, InstanceIds: ['db-1', 'i-1'] }, /i-1 is no host. Make two steps/],
  ['no command', { DocumentName: 'AWS-RunShellScript', InstanceIds: ['db-1'] }, /must hold one command at least/],
] as const) {
  test(`${what} is refused, and runs nothing`, async () => {
    const { bad, ran } = open(ok);
    assert.match((await bad('aws:runCommand', structuredClone(inputs) as never)).message, want);
    assert.deepEqual(ran, []);
  });
}

test('what the role may not, or is only rehearsed, runs nowhere', async () => {
  const denied = open(ok, 'not authorized: ssm:SendCommand');
  const failure = await denied.bad('aws:runCommand', { ...uptime, InstanceIds: ['db-1'] });
  assert.deepEqual([failure.type, denied.ran, denied.recorded], ['Permission', [], ['AccessDenied']]);
  const dry = open(ok);
  const told = await dry.look('aws:runCommand', { ...uptime, InstanceIds: ['db-1'] }, { isDry: true });
  assert.deepEqual(
    [told.is === 'done' && told.response, dry.ran],
    [{ WouldCall: { hosts: ['db-1'], script: 'uptime' } }, []],
  );
});
