import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSlack } from '#test/kit/slack';

const GROUP = 'S0000000001';
const quiet = () => new AbortController().signal;
const message = (members: string[], to = GROUP) => ({
  ...{ key: 'k1', to, subject: 'On call for desk now', text: 'ana' },
  rota: { of: 'arn:desk', people: [], members },
});

test('a user group has exactly the members that it is told, however often', async () => {
  await using slack = await openSlack();
  for (const members of [['U0000000001', 'U0000000002'], ['U0000000002'], ['U0000000002']])
    assert.ok((await slack.userGroups.send(message(members), quiet())).ok);
  assert.deepEqual(slack.groups.get(GROUP), { users: ['U0000000002'], updates: 3 });
});

test('what Slack says of a group, or of who may change it, is told with what to do; only a group that is not there is final', async () => {
  await using slack = await openSlack();
  const rows: [error: string, permanent: boolean, advice: RegExp][] = [
    ['no_such_subteam', true, /there is no such user group/],
    ['permission_denied', false, /administrator sets who may/],
    ['missing_scope', false, /scopes of docs\/chat\.md/],
    ['plan_upgrade_required', false, /paid plan/],
    ['something_new', false, /look something_new up/],
  ];
  for (const [error, permanent, advice] of rows) {
    slack.fail(error);
    const sent = await slack.userGroups.send(message(['U0000000001']), quiet());
    assert.ok(!sent.ok && sent.permanent === permanent, error);
    assert.match(sent.reason, advice);
  }
});

test('nothing is asked of Slack for a group without members, or for what is no group', async () => {
  await using slack = await openSlack();
  for (const [members, to] of [
    [[], GROUP],
    [['U0000000001'], 'C0000000001'],
    [['U0000000001'], 'S1,S0000000001'],
  ] as const) {
    const sent = await slack.userGroups.send(message([...members], to), quiet());
    assert.ok(!sent.ok && sent.permanent && sent.certain);
  }
  assert.deepEqual(slack.calls, []);
});
