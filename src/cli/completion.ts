import type { Client } from './client.ts';
import { type Command, type Option, wordOf } from './command.ts';
import { roomId } from './commands/chat.ts';
import { incidentArn, listIncidents, shortName } from './incident-names.ts';
import { contactArn, lastOf, listChannels, listContacts, listPlans, listRotations, listRules, MOST } from './names.ts';
import {
  listAlarms,
  listBuses,
  listChatChannels,
  listFeeds,
  listHeartbeats,
  listHosts,
  listIntegrations,
  listOwnRunbooks,
  listSilences,
  listSubscriptions,
  listSwaps,
  listTopics,
} from './own-lists.ts';
import { INTEGRATION_KINDS, SEVERITIES, STATUS_WORDS } from './words.ts';

/** What could stand at a place of the command line. */
export type Wanted =
  | { kind: 'words'; words: readonly string[] }
  /** A name of a thing, e.g. of a `PLAN`; `before` are the positionals so far. */
  | { kind: 'names'; of: string; before: string[] };

/** What could come next after the words before the one that is being typed: read from the table of commands alone. */
export function wantedAfter(commands: readonly Command[], before: string[], typed: string): Wanted {
  const command = commands
    .filter(({ name }) => `${before.join(' ')} `.startsWith(`${name} `))
    .sort((one, other) => other.name.length - one.name.length)[0];
  const depth = command?.name.split(' ').length ?? 0;
  const words = nextWords(commands, before);
  if (!command) return { kind: 'words', words };
  const { option, positionals, given } = read(command, before.slice(depth));
  if (option) return option.choices ? { kind: 'words', words: option.choices } : names(option.value, positionals);
  if (typed.startsWith('-')) return { kind: 'words', words: optionWords(command, given) };
  if (words.length > 0) return { kind: 'words', words };
  const next = command.positionals[positionals.length];
  return names(next && wordOf(next), positionals);
}

const names = (of: string | undefined, before: string[]): Wanted =>
  of === undefined ? { kind: 'words', words: [] } : { kind: 'names', of, before };

/** The words by which longer names of commands go on. */
function nextWords(commands: readonly Command[], before: string[]): string[] {
  const begin = before.length === 0 ? '' : `${before.join(' ')} `;
  const longer = commands.filter(({ name }) => name.startsWith(begin) && name.length > begin.length);
  return [...new Set(longer.map(({ name }) => name.slice(begin.length).split(' ')[0]!))];
}

/** What was typed after the command's name: positionals, options, and the option whose value comes next. */
function read(command: Command, words: string[]) {
  const positionals: string[] = [];
  const given = new Set<string>();
  let option: Option | undefined;
  for (const word of words) {
    if (option) option = undefined;
    else if (word.startsWith('--')) {
      const [name = '', value] = word.slice(2).split('=', 2);
      given.add(name);
      const known = Object.hasOwn(command.options, name) ? command.options[name] : undefined;
      if (known?.type === 'string' && value === undefined) option = known;
    } else positionals.push(word);
  }
  return { option, positionals, given };
}

const optionWords = ({ options }: Command, given: ReadonlySet<string>) => [
  ...Object.entries(options).flatMap(([name, { several }]) => (several || !given.has(name) ? [`--${name}`] : [])),
  '--help',
];

/** Words that stand for one of a few, by what they are called in the help. */
const FIXED: Record<string, readonly string[]> = {
  SEVERITY: SEVERITIES,
  SERVICE: INTEGRATION_KINDS,
  SCOPE: ['read', 'write'],
  STATUS: STATUS_WORDS,
  SHELL: ['bash', 'zsh', 'fish'],
  STATE: ['OK', 'ALARM', 'INSUFFICIENT_DATA'],
};

const rotationNames = async (client: Client) => (await listRotations(client)).map(({ Name }) => Name);
const schedulesOf = async (client: Client) => (await listContacts(client, 'ONCALL_SCHEDULE')).map(({ Alias }) => Alias);

/** By the words that stand for names in the help. What is not here has no names that could be known. */
const NAMES: Record<string, (client: Client, before: string[]) => Promise<string[]>> = {
  TOKEN: async (client) => (await client.api('listTokens', { query: { limit: 100 } })).body.items.map(({ id }) => id),
  PLAN: async (client) => (await listPlans(client)).map(({ name }) => name),
  INCIDENT: async (client) => (await listIncidents(client, [], 100)).map(({ arn }) => shortName(arn)),
  CONTACT: async (client) => (await listContacts(client)).map(({ Alias }) => Alias),
  ROTATION: (client) => rotationNames(client),
  ALARM: async (client) => (await listAlarms(client, {}, MOST)).map(({ name }) => name),
  RULE: async (client) => (await listRules(client, undefined, MOST)).flatMap(({ Name }) => Name ?? []),
  ROTA: async (client) => [...(await rotationNames(client)), ...(await schedulesOf(client))],
  WHOM: async (client) => [
    ...(await rotationNames(client)),
    ...(await listContacts(client)).flatMap(({ Alias, Type }) => (Type === 'ESCALATION' ? [] : [Alias])),
  ],
  FEED: async (client) => (await listFeeds(client)).flatMap(({ id, revokedAt }) => (revokedAt === null ? [id] : [])),
  HOST: async (client) => (await listHosts(client)).map(({ name }) => name),
  INTEGRATION: async (client) => (await listIntegrations(client)).map(({ id }) => id),
  ROOM: async (client) => (await listChatChannels(client)).map(({ label }) => label),
  BUS: async (client) => (await listBuses(client)).map(({ name }) => name),
  RUNBOOK: async (client) => (await listOwnRunbooks(client)).map(({ name }) => name),
  TOPIC: async (client) => {
    const bound = (await listChatChannels(client)).map(({ topic }) => lastOf(topic.replaceAll(':', '/')));
    return [...new Set([...(await listTopics(client)).map(({ name }) => name), ...bound])];
  },
  NOTICE: async (client, [room = '']) => {
    const params = { chatChannelId: await roomId(client, room) };
    return (await client.api('listChatNotices', { params })).body.notices.map(({ id }) => id);
  },
  MIRROR: async (client) => (await client.api('listOnCallMirrors', {})).body.mirrors.map(({ id }) => id),
  FOLLOWER: async (client, [incident = '']) => {
    const params = { incidentId: lastOf(await incidentArn(client, incident)) };
    return (await client.api('listFollowers', { params })).body.followers.map(({ id }) => id);
  },
  HEARTBEAT: async (client) => (await listHeartbeats(client)).map(({ name }) => name),
  SWAP: async (client) => (await listSwaps(client, 'offered')).map(({ id }) => id),
  SILENCE: async (client) => (await listSilences(client)).flatMap(({ id, status }) => (status === 'over' ? [] : [id])),
  SUBSCRIPTION: async (client, [topic = '']) =>
    (await listSubscriptions(client, topic)).map(({ endpoint }) => endpoint),
  CHANNEL: async (client, [contact = '']) =>
    (await listChannels(client, await contactArn(client, contact))).map(({ Name }) => Name),
};

/** Whether there is anything to complete where this word stands. */
export const isKnown = (placeholder: string): boolean =>
  Object.hasOwn(FIXED, placeholder) || Object.hasOwn(NAMES, placeholder);

/** The words that begin as the typed one does. */
export async function complete(commands: readonly Command[], words: string[], client: () => Client): Promise<string[]> {
  const typed = words.at(-1) ?? '';
  const wanted = wantedAfter(commands, words.slice(0, -1), typed);
  const found = wanted.kind === 'words' ? wanted.words : await namesOf(wanted, client);
  return found.filter((word) => word.startsWith(typed)).sort();
}

async function namesOf({ of, before }: { of: string; before: string[] }, client: () => Client) {
  if (Object.hasOwn(FIXED, of)) return FIXED[of]!;
  return Object.hasOwn(NAMES, of) ? NAMES[of]!(client(), before) : [];
}
