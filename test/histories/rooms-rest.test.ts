import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UpdateIncidentRecordCommand } from '@aws-sdk/client-ssm-incidents';
import { bind, buttonsIn, chatPlan, fieldsIn, openChatTown, ROOM } from '../kit/chat-town.ts';
import { resolve, startIncident } from '../kit/deeds.ts';
import { mustered } from '../kit/muster.ts';
import { endSilence, silence } from '../kit/silences.ts';
import { wordsOn } from './people.ts';

/** What rooms are told in words of one's own, when they are bound late, and in a silence. */

const OTHER = 'C0000000002';
const KINDS = [
  ['teams', 'TEAMS'],
  ['chime', 'CHIME'],
  ['mattermost', 'MATTERMOST'],
  ['discord', 'DISCORD'],
  ['google-chat', 'GOOGLE_CHAT'],
] as const;
const TEXT = '<!here> *{{incident.title}}* [x]({{plan.name}}) {{code}}{{contact.name}}|{{incident.status}}';

test('rooms of every kind are told in the plan’s own text, as plain text; one that cannot be used is told once on the timeline', async () => {
  await using town = await openChatTown();
  const { world, slack, rooms } = town;
  const plan = await chatPlan(town);
  await bind(town, 'slack', ROOM);
  for (const [kind, type] of KINDS) await bind(town, kind, rooms.address(type));
  await mustered(world, 'templates set CHAT --plan payments --text', TEXT);
  const arn = await startIncident(world, plan, { title: 'Bank & <co>' });
  await world.runDue();
  const [shown] = slack.take(ROOM);
  const text = JSON.stringify(shown!.blocks);
  assert.ok(text.includes('&lt;!here&gt; *Bank &amp; &lt;co&gt;* [x](payments) |Open'), text);
  assert.deepEqual(buttonsIn(shown!), ['ack', 'progress', 'escalate', 'note', 'resolve'], 'all else is as ever');
  for (const [kind, type] of KINDS) {
    const [message, ...more] = rooms.take(rooms.address(type));
    assert.ok(message && more.length === 0, kind);
    assert.match(message.text, /^<!here> \*Bank & <co>\* \[x\]\(payments\) \|Open/, kind);
  }
  await mustered(world, 'templates set CHAT --plan payments --text', '{{alarm.name}}');
  for (const title of ['Bank', 'Bank again']) {
    await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, title }));
    await world.advance({ minutes: 1 });
  }
  assert.match(JSON.stringify(shown!.blocks), /Bank again.*p99 over 2 s/s, 'the built-in text');
  for (const [, type] of KINDS) rooms.take(rooms.address(type));
  const unused = /The template for chat was not used.*nothing is left of it/g;
  const told = (await wordsOn(world, arn)).match(unused) ?? [];
  assert.equal(told.length, 1, 'once, by the one room whose message is kept up to date');
});

test('a room that is bound while incidents are open is told of each by one message, and of what follows', async () => {
  await using town = await openChatTown();
  const { world, slack } = town;
  const plan = await chatPlan(town);
  const open = await startIncident(world, plan, { title: 'Open' });
  const over = await startIncident(world, plan, { title: 'Over' });
  await resolve(world, over);
  await world.advance({ minutes: 1 });
  await bind(town, 'slack', ROOM);
  await world.runDue();
  const shown = slack.take(ROOM);
  assert.deepEqual(
    shown.map(({ text }) => text.split('\n')[0]),
    ['*Open*'],
  );
  await bind(town, 'slack', OTHER, { label: 'other' });
  await world.runDue();
  assert.equal(slack.take(OTHER).length, 1);
  await resolve(world, open);
  await world.advance({ seconds: 2 });
  assert.equal(fieldsIn(shown[0]!)['Status'], 'Resolved');
});

test('an incident that is opened in a silence is told in rooms when that is over, as it stands then; what is over by then is not', async () => {
  await using town = await openChatTown();
  const { world, slack } = town;
  const plan = await chatPlan(town);
  await bind(town, 'slack', ROOM);
  const { id } = await silence(world, 60);
  const arn = await startIncident(world, plan);
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, title: 'Renamed' }));
  await bind(town, 'slack', OTHER, { label: 'other' });
  await world.advance({ minutes: 5 });
  assert.deepEqual([...slack.take(ROOM), ...slack.take(OTHER)], [], 'nothing is told, nor in a room that is bound now');
  assert.match(await wordsOn(world, arn), /nobody is engaged, and no chat room, topic or service is told/);
  await endSilence(world, id);
  await world.runDue();
  for (const room of [ROOM, OTHER])
    assert.deepEqual(
      slack.take(room).map(({ text }) => text.split('\n')[0]),
      ['*Renamed*'],
    );
  await resolve(world, arn);
  await silence(world, 60);
  const quiet = await startIncident(world, plan);
  await resolve(world, quiet);
  await world.advance({ minutes: 61 });
  assert.deepEqual(slack.take(ROOM), [], 'it was over before anybody was told');

  await silence(world, 60);
  const raised = await startIncident(world, plan, { impact: 3 });
  await world.runDue();
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: raised, impact: 1 }));
  await world.runDue();
  assert.deepEqual([slack.take(ROOM).length, slack.take(OTHER).length], [1, 1], 'no silence covers severity 1');
});
