import { type ContactRef, contactArn } from '#domain/contacts';
import { parseRotationArn, type RotationRef, rotationArn } from '#domain/oncall';
import { ACCOUNT, REGION, type World } from '#test/kit/world';
import type { Recurrence } from '../../../src/domain/oncall/recurrence.ts';

/** Shorthand for tests of on-call time in a world: people by their alias, rotations of them, hours from now. */

export const actor = {
  account: ACCOUNT,
  region: REGION,
  principal: `arn:aws:iam::${ACCOUNT}:user/admin`,
  requestId: 'r',
};
export const person = (alias: string): ContactRef => ({ account: ACCOUNT, region: REGION, alias });
export const daily: Recurrence = {
  handOffs: { every: 'day', at: [{ hour: 9, minute: 0 }] },
  multiplier: 1,
  onCalls: 1,
};

export interface Rotating {
  startTime?: Date;
  recurrence?: Recurrence;
  name?: string;
  timeZone?: string;
}

export function rotaWorld(world: () => World) {
  const rooms = () => world().house.rooms;
  const after = (hours: number, from = world().now()) => new Date(from.getTime() + hours * 3_600_000);
  return {
    after,
    async addPeople(...aliases: string[]) {
      const kept = { type: 'PERSONAL' as const, stages: [], rotations: [], tags: {} };
      for (const alias of aliases) {
        const contact = { ...person(alias), ...kept, displayName: `${alias}, by name` };
        await world().db.tx((tx) => rooms().contacts.create(tx, world().now(), actor, contact));
      }
    },
    /** Makes an on-call schedule; answers its ARN. */
    async schedule(alias: string, rotations: RotationRef[]): Promise<string> {
      const plan = { type: 'ONCALL_SCHEDULE' as const, stages: [], rotations: rotations.map(rotationArn), tags: {} };
      const contact = { ...person(alias), ...plan };
      await world().db.tx((tx) => rooms().contacts.create(tx, world().now(), actor, contact));
      return contactArn(contact);
    },
    async rotate(aliases: string[], { name = 'r', timeZone = 'UTC', ...given }: Rotating = {}): Promise<RotationRef> {
      const rotation = { name, contacts: aliases.map(person), timeZone, recurrence: daily, tags: {}, ...given };
      const made = await world().db.tx((tx) => rooms().rotations.create(tx, world().now(), actor, rotation));
      return parseRotationArn(made, 'RotationId');
    },
    /** The aliases of those on call. */
    async onCall(rotation: RotationRef, at = world().now()): Promise<string[]> {
      return (await rooms().rotations.onCall(world().db, rotation, at)).map((arn) => arn.split('/').at(-1)!);
    },
  };
}
