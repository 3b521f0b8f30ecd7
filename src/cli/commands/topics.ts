import type { Client } from '../client.ts';
import { type Command, type Given, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { MOST } from '../names.ts';
import { listDeliveries, listSubscriptions, listTopics } from '../own-lists.ts';
import { fields, json, listed, when } from '../table.ts';

/** Topics: who hears of things besides those who are paged. */

export const listTopicsCommand: Command = {
  name: 'topics list',
  positionals: [],
  options: { json: jsonOption },
  summary: 'list the topics of the region',
  help: `
Lists the topics by name, with the ARN by which alarms, rules and response plans name them.

  muster topics list`,
  async run({ io, client }, given) {
    const topics = await listTopics(client());
    if (given.flag('json')) io.out(json(topics));
    else {
      const rows = topics.map(({ name, arn }) => [name, arn]);
      listed(io, ['NAME', 'ARN'], rows, 'No topic. `muster topics create` makes one.');
    }
    return undefined;
  },
};

export const showTopic: Command = {
  name: 'topics show',
  positionals: ['TOPIC'],
  options: { json: jsonOption },
  summary: 'one topic, and who subscribes to it',
  help: `
Shows a topic and its subscriptions: who said yes, and who was asked and has not answered.

  muster topics show operations`,
  async run({ io, client }, given) {
    const topicName = given.positionals[0]!;
    const topic = (await client().api('getTopic', { params: { topicName } })).body;
    const subscriptions = await listSubscriptions(client(), topicName);
    if (given.flag('json')) {
      io.out(json({ ...topic, subscriptions }));
      return undefined;
    }
    io.out(
      fields([
        ['topic', topic.name],
        ['arn', topic.arn],
        ['display name', topic.displayName],
      ]),
    );
    const rows = subscriptions.map(({ protocol, endpoint, state, id }) => [protocol, endpoint, state, id]);
    listed(io, ['PROTOCOL', 'ENDPOINT', 'STATE', 'ID'], rows, 'Nobody subscribes to it.');
    return undefined;
  },
};

export const createTopic: Command = {
  name: 'topics create',
  positionals: ['NAME'],
  options: { 'display-name': { type: 'string', value: 'TEXT', about: 'what people read as its sender' } },
  summary: 'make a topic',
  help: `
Makes a topic, and prints its ARN. One that is there already stays as it is.

  muster topics create operations --display-name Operations`,
  async run({ io, client }, given) {
    const displayName = given.text('display-name');
    const body = { name: given.positionals[0]!, ...(displayName === undefined ? {} : { displayName }) };
    io.out(`${(await client().api('createTopic', { body })).body.arn}\n`);
    return undefined;
  },
};

export const deleteTopic: Command = {
  name: 'topics delete',
  positionals: ['TOPIC'],
  options: {},
  summary: 'delete a topic with its subscriptions',
  help: `
Deletes it, and what was not delivered yet. Alarms, rules and plans that name it keep the name, and say that it is not there.

  muster topics delete operations`,
  async run({ io, client }, given) {
    const topicName = given.positionals[0]!;
    await client().api('deleteTopic', { params: { topicName } });
    io.out(`${topicName}\n`);
    io.err('The topic is deleted.\n');
    return undefined;
  },
};

export const subscribe: Command = {
  name: 'topics subscribe',
  positionals: ['TOPIC'],
  options: {
    url: { type: 'string', value: 'ADDRESS', about: 'an address over HTTP, which is asked by a POST' },
    email: { type: 'string', value: 'ADDRESS', about: 'a mail address, which is asked by mail' },
    sms: { type: 'string', value: 'ADDRESS', about: 'a telephone number, such as +15550100001; it is not asked' },
    filter: { type: 'string', value: 'TEXT', about: 'only what matches this event pattern (JSON) over the attributes' },
    json: jsonOption,
  },
  summary: 'subscribe an endpoint to a topic',
  help: `
Asks the endpoint whether the subscription is wanted; it gets nothing else before it says yes. Once more asks once more.

  muster topics subscribe operations --email ana@example.com
  muster topics subscribe operations --url https://hooks.example.com/sns --filter '{"team":["payments"]}'`,
  async run({ io, client }, given) {
    const filterPolicy = given.text('filter');
    const body = { ...endpointOf(given), ...(filterPolicy === undefined ? {} : { filterPolicy }) };
    const params = { topicName: given.positionals[0]! };
    const made = (await client().api('createSubscription', { params, body })).body;
    io.out(given.flag('json') ? json(made) : `${made.id}\n`);
    if (made.state === 'pending') io.err(`${made.endpoint} is asked whether it wants this.\n`);
    return undefined;
  },
};

function endpointOf(given: Given) {
  const [url, email, sms] = ['url', 'email', 'sms'].map((name) => given.text(name));
  if ([url, email, sms].filter((one) => one !== undefined).length !== 1)
    throw usage('wanted one of --url, --email and --sms');
  if (url !== undefined) {
    const protocol = url.startsWith('http://') ? ('http' as const) : ('https' as const);
    return { protocol, endpoint: url };
  }
  return email !== undefined
    ? { protocol: 'email' as const, endpoint: email }
    : { protocol: 'sms' as const, endpoint: sms! };
}

export const unsubscribe: Command = {
  name: 'topics unsubscribe',
  positionals: ['TOPIC', 'SUBSCRIPTION'],
  options: {},
  summary: 'end a subscription',
  help: `
Ends it at once: what was not delivered yet is not delivered. SUBSCRIPTION is its endpoint, or the id that \`muster topics show\` shows.

  muster topics unsubscribe operations ana@example.com`,
  async run({ io, client }, given) {
    const [topicName = '', named = ''] = given.positionals;
    const subscriptionId = await subscriptionNamed(client(), topicName, named);
    await client().api('deleteSubscription', { params: { topicName, subscriptionId } });
    io.out(`${subscriptionId}\n`);
    io.err('The subscription is ended.\n');
    return undefined;
  },
};

async function subscriptionNamed(client: Client, topicName: string, named: string): Promise<string> {
  const all = await listSubscriptions(client, topicName);
  const fitting = all.filter(({ id, endpoint }) => id === named || endpoint === named);
  if (fitting.length === 1) return fitting[0]!.id;
  const next = `\`muster topics show ${topicName}\` lists them.`;
  if (fitting.length === 0) throw usage(`${topicName} has no subscription ${JSON.stringify(named)}`, next);
  throw usage(`${topicName} has ${fitting.length} subscriptions of ${JSON.stringify(named)}: name one by its id`, next);
}

export const publish: Command = {
  name: 'topics publish',
  positionals: ['TOPIC', 'TEXT'],
  options: { subject: { type: 'string', value: 'TEXT', about: 'the subject of mails' } },
  summary: 'publish a message to a topic',
  help: `
Publishes to all who subscribe, and prints the message's id. What came of it is in \`muster topics deliveries\`.

  muster topics publish operations "Release 41 goes out at ten." --subject Release`,
  async run({ io, client }, given) {
    const [topicName = '', message = ''] = given.positionals;
    const subject = given.text('subject');
    const body = { message, ...(subject === undefined ? {} : { subject }) };
    io.out(`${(await client().api('publishToTopic', { params: { topicName }, body })).body.messageId}\n`);
    return undefined;
  },
};

export const deliveries: Command = {
  name: 'topics deliveries',
  positionals: ['TOPIC'],
  options: {
    limit: { type: 'string', value: 'N', about: `how many at most; 25 unless given, at most ${MOST}` },
    json: jsonOption,
  },
  summary: 'what came of what was published, newest first',
  help: `
Lists each message at each endpoint, of the last two weeks: delivered, tried still, failed and why. What asks an endpoint whether it
wants a subscription is a question.

  muster topics deliveries operations --limit 100`,
  async run({ io, client }, given) {
    const limit = Number(given.text('limit') ?? 25);
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
      throw usage(`--limit: wanted a whole number from 1 to ${MOST}, got ${JSON.stringify(given.text('limit'))}`);
    const all = await listDeliveries(client(), given.positionals[0]!, limit);
    const rows = all.map((one) => [
      when(new Date(one.createdAt)),
      one.messageId === null ? 'question' : (one.subject ?? 'message'),
      one.endpoint,
      one.status,
      String(one.attempts),
      one.error ?? '',
    ]);
    if (given.flag('json')) io.out(json(all));
    else listed(io, ['TIME', 'WHAT', 'ENDPOINT', 'STATUS', 'TRIES', 'WHY'], rows, 'Nothing was published to it.');
    return undefined;
  },
};
