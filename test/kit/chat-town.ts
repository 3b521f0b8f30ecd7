import assert from 'node:assert/strict';
import { CreateResponsePlanCommand } from '@aws-sdk/client-ssm-incidents';
import { call, done } from './api.ts';
import { startIncident } from './deeds.ts';
import { replicationSet } from './scenario.ts';
import {
  command,
  type Delivery,
  deliver,
  type FakeSlack,
  openSlack,
  press,
  type SlackMessage,
  type SlackUser,
} from './slack.ts';
import { type FakeRooms, openRooms } from './webhooks.ts';
import { ACCOUNT, openWorld, T0, type World, type WorldOptions } from './world.ts';

/** A world with chat rooms: Slack, and the services with webhooks. */

export const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:war-room`;
export const ROOM = 'C0000000001';

export interface ChatTown extends AsyncDisposable {
  world: World;
  slack: FakeSlack;
  rooms: FakeRooms;
}

/** Closing it fails on every message, in whatever room, that the test did not take. */
export async function openChatTown(options: WorldOptions = {}): Promise<ChatTown> {
  let world: World | undefined;
  const now = () => world?.now() ?? T0;
  const [slack, rooms] = [await openSlack(now), await openRooms(now)];
  const channels = [slack.channel, slack.direct, slack.userGroups, ...rooms.channels, ...(options.channels ?? [])];
  world = await openWorld({ ...options, channels, slack: slack.client });
  await replicationSet(world);
  const town = { world, slack, rooms };
  return {
    ...town,
    async [Symbol.asyncDispose]() {
      try {
        await town.world[Symbol.asyncDispose]();
      } finally {
        // Whatever was found: a server that goes on listening would keep the test's process.
        await Promise.all([slack.close(), rooms.close()]);
      }
      await slack[Symbol.asyncDispose]();
      await rooms[Symbol.asyncDispose]();
    },
  };
}

/** Binds a room to a topic. Answers the chat channel's id. */
export async function bind(
  { world }: Pick<ChatTown, 'world'>,
  type: string,
  address: string,
  more: { topic?: string; label?: string } = {},
): Promise<string> {
  const body = { topic: TOPIC, label: type, type, address, ...more };
  return (await done<{ id: string }>(call(world, 'POST', '/chat-channels', { body }), 201)).id;
}

/** A plan whose chat channel is the topic. */
export async function chatPlan(
  { world }: Pick<ChatTown, 'world'>,
  engagements: string[] = [],
  topics = [TOPIC],
): Promise<string> {
  const { arn } = await world.aws.incidents.send(
    new CreateResponsePlanCommand({
      name: 'payments',
      incidentTemplate: { title: 'Payments fail', impact: 2, summary: 'p99 over 2 s' },
      engagements,
      ...(topics.length > 0 ? { chatChannel: { chatbotSns: topics } } : {}),
    }),
  );
  return arn!;
}

/** Opens an incident by such a plan, and takes the message that shows it in Slack. Answers its ARN and the message. */
export async function shownIncident(
  town: ChatTown,
  engagements: string[] = [],
): Promise<{ arn: string; message: SlackMessage }> {
  await bind(town, 'slack', ROOM);
  const arn = await startIncident(town.world, await chatPlan(town, engagements));
  await town.world.runDue();
  const [message, ...more] = town.slack.take(ROOM);
  assert.ok(message && more.length === 0, 'one message shows the incident');
  return { arn, message };
}

/** Somebody in Slack becomes a person, by a code. */
export async function linked(town: ChatTown, alias: string, user: SlackUser): Promise<void> {
  const { code } = await done<{ code: string }>(call(town.world, 'POST', `/contacts/${alias}/slack`), 201);
  assert.match((await types(town, user, `link ${code}`)).join(), new RegExp(`You are ${alias} for Muster now`));
}

/** Types a command. Answers what they are told. */
export const types = (town: ChatTown, user: SlackUser, text: string) =>
  sends(town, command(town.slack, town.world.now(), user, text));

/** Presses a button of a message. Answers what they are told. */
export const presses = (town: ChatTown, user: SlackUser, message: SlackMessage, act: string) =>
  sends(town, press(town.slack, town.world.now(), user, message, act));

/** Slack sends it; what it stands for is done. Answers what was answered to whoever did it. */
export async function sends({ world, slack }: ChatTown, delivery: Delivery): Promise<string[]> {
  assert.deepEqual(await deliver(world.url, delivery), { status: 200, text: '' });
  await world.runDue();
  return slack.answered();
}

/** What a message shows, by the names of its fields. */
export function fieldsIn({ blocks }: SlackMessage): Record<string, string> {
  const fields = blocks.flatMap((block) => (block['fields'] ?? []) as { text: string }[]);
  return Object.fromEntries(fields.map(({ text }) => text.split('\n').map((part) => part.replaceAll('*', ''))));
}

/** The acts of the buttons that a message has. */
export const buttonsIn = ({ blocks }: SlackMessage): string[] =>
  blocks.flatMap((block) =>
    ((block['elements'] ?? []) as { action_id?: string }[]).flatMap(({ action_id }) => action_id ?? []),
  );
