import assert from 'node:assert/strict';
import type { ChannelType } from '#domain/channels';
import { type FakeChannel, type FakeOptions, fakeChannel } from './fake-channel.ts';
import { type Person, person, replicationSet } from './scenario.ts';
import { openWorld, type World, type WorldOptions } from './world.ts';

/** A world in which a kind of channel has several providers, asked in this order. */
export interface SeveralProviders<Name extends string> extends AsyncDisposable {
  world: World;
  by: Record<Name, FakeChannel>;
}

export async function openProviders<Name extends string>(
  type: ChannelType,
  names: readonly Name[],
  options: WorldOptions = {},
  each: FakeOptions = {},
): Promise<SeveralProviders<Name>> {
  const clock = { now: () => 0 };
  const fakes = names.map((provider) => fakeChannel(type, { ...each, provider, now: () => clock.now() }));
  const world = await openWorld({ ...options, channels: fakes });
  clock.now = () => world.now().getTime();
  const by = Object.fromEntries(names.map((name, at) => [name, fakes[at]])) as Record<Name, FakeChannel>;
  await replicationSet(world);
  return {
    world,
    by,
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      const left = fakes.flatMap((fake) => fake.left().map(({ to, subject }) => `${fake.provider} ${to}: ${subject}`));
      assert.deepEqual(left, [], 'messages that the test did not expect');
    },
  };
}

/** A person with one mail channel, where mails come by the first of these providers. */
export const mailPerson = (
  { world }: SeveralProviders<string>,
  first: FakeChannel,
  alias: string,
  options: { minutes?: number; retry?: number } = {},
): Promise<Person> =>
  person(
    {
      aws: world.aws,
      firstMail: async (address) => {
        await world.runDue();
        return first.take(address)[0]!;
      },
    },
    alias,
    options,
  );
