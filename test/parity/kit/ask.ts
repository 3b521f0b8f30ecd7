import assert from 'node:assert/strict';
import * as contacts from '@aws-sdk/client-ssm-contacts';
import * as incidents from '@aws-sdk/client-ssm-incidents';
import { resolve, type Shape } from '#kernel/shape';
import type { World } from '../../kit/world.ts';
import type { Clients } from '../../kit/world-clients.ts';
import type { Seed } from './seed.ts';
import { operations } from './services.ts';

/** Any operation of ssm-incidents and ssm-contacts by the official client, named as `service Operation`. */

/** What the client made of the answer. */
export interface Asked {
  output: Record<string, unknown>;
  /** The error's name and what it says; undefined for a success. */
  error: (Record<string, unknown> & { name: string; message: string; status: number }) | undefined;
}

export type Input = Record<string, unknown>;
/** Does what has to come before an error, and answers the input that gives it. */
export type Provocation = (world: World, seeded: Seed) => Promise<Input> | Input;

type AnyCommand = new (input: Input) => object;
/** Which command goes to which client is known by name only. */
interface AnyClient {
  send(command: object): Promise<Record<string, unknown>>;
}

const commands: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'ssm-incidents': { ...incidents },
  'ssm-contacts': { ...contacts },
};

/** Sends it; what the client itself throws before it sends anything is thrown. */
export async function ask(clients: Clients, title: string, input: Input): Promise<Asked> {
  const [service = '', name = ''] = title.split(' ');
  const Command = commands[service]?.[`${name}Command`] as AnyCommand | undefined;
  if (!Command) throw new Error(`the official client has no ${title}`);
  const shape = operations.find((each) => each.title === title)!.operation.input;
  const client = (service === 'ssm-incidents' ? clients.incidents : clients.contacts) as unknown as AnyClient;
  try {
    return { output: await client.send(new Command(withDates(shape, input) as Input)), error: undefined };
  } catch (error) {
    if (
      !(
        error instanceof incidents.SSMIncidentsServiceException || error instanceof contacts.SSMContactsServiceException
      )
    )
      throw error;
    const { $metadata, $fault: _fault, $response: _response, ...members } = error;
    const { name: called, message } = error;
    return { output: {}, error: { ...members, name: called, message, status: $metadata.httpStatusCode ?? 0 } };
  }
}

/** Calls it with the administrator's key; fails unless it succeeds. */
export async function done(world: World, title: string, input: Input): Promise<Record<string, unknown>> {
  const { output, error } = await ask(world.aws, title, input);
  assert.equal(error, undefined, `${title} must succeed`);
  return output;
}

/** Instants of the seed are numbers, as JSON has them; the client wants dates. */
export function withDates(given: Shape, value: unknown): unknown {
  const shape = resolve(given);
  if (shape.kind === 'timestamp') return typeof value === 'number' ? new Date(value * 1_000) : value;
  if (shape.kind === 'list' && Array.isArray(value)) return value.map((item) => withDates(shape.member, item));
  if (shape.kind !== 'structure' || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      const member = shape.members.find((each) => each.name === name);
      return [name, member ? withDates(member.shape, part) : part];
    }),
  );
}
