import { MINUTE, SECOND } from '#kernel/clock';
import type { Client } from '../client.ts';
import { type Command, type Context, jsonOption } from '../command.ts';
import { CliFault, exitCodes } from '../fault.ts';
import { pause } from '../io.ts';
import { json, table, when } from '../table.ts';

const LOOK_MS = SECOND;
const LONGEST_MS = MINUTE;

const listProviders = async (client: Client) => (await client.api('listProviders', {})).body.items;
type Provider = Awaited<ReturnType<typeof listProviders>>[number];

export const providers: Command = {
  name: 'providers',
  positionals: [],
  options: { json: jsonOption },
  summary: 'who takes messages, and whether they would let Muster in',
  help: `
Lists the providers, the kinds of channel that each serves, what is missing, and what was found when it was last looked at.

  muster providers`,
  async run({ io, client }, given) {
    const items = await listProviders(client());
    if (given.flag('json')) io.out(json(items));
    else io.out(table(['PROVIDER', 'CHANNELS', 'STATE', 'LAST LOOK', 'WHAT'], items.map(rowOf), io.screen));
    return undefined;
  },
};

function rowOf({ name, channels, ready, probe }: Provider): string[] {
  const types = channels.map(({ type }) => type).join(', ');
  const missing = channels.find(({ reason }) => reason !== null)?.reason;
  const state = !ready ? 'not set up' : probe === null ? 'set up' : probe.ok ? 'good' : 'bad';
  const what = missing ?? (probe?.ok === false ? `${probe.reason}. ${probe.todo}` : '');
  return [name, types, state, probe ? when(new Date(probe.at)) : '', what];
}

export const probeProvider: Command = {
  name: 'providers probe',
  positionals: ['PROVIDER'],
  options: { json: jsonOption },
  summary: 'try a provider’s credentials now; nothing is sent',
  help: `
Looks whether a provider would let Muster in, and waits for the result. Exit code 1 when it would not.

  muster providers probe twilio`,
  async run(context, given) {
    const { io, client } = context;
    const provider = given.positionals[0]!;
    const { askedAt } = (await client().api('probeProvider', { params: { provider } })).body;
    const found = await resultOf(context, provider, askedAt);
    if (given.flag('json')) io.out(json(found));
    else io.out(table(['PROVIDER', 'CHANNELS', 'STATE', 'LAST LOOK', 'WHAT'], [rowOf(found)], io.screen));
    return found.probe?.ok ? exitCodes.ok : exitCodes.refused;
  },
};

/** Waits until it was looked at since then. */
async function resultOf({ io, client }: Context, name: string, askedAt: string): Promise<Provider> {
  for (let waited = 0; waited < LONGEST_MS; waited += LOOK_MS) {
    const found = (await listProviders(client())).find((one) => one.name === name);
    if (found?.probe && found.probe.at >= askedAt) return found;
    await pause(io, LOOK_MS);
  }
  const next = '`muster providers` shows the result when it is there.';
  throw new CliFault('unreachable', `${name} was not looked at within a minute`, next);
}
