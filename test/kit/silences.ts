import { call, done } from './api.ts';
import type { World } from './world.ts';

/** A silence as the native API tells it. */
export interface ToldSilence {
  id: string;
  status: 'planned' | 'active' | 'over';
  from: string;
  until: string;
  silenced: number;
  [member: string]: unknown;
}

/** When it will be so many minutes later. */
export const inMinutes = (world: World, minutes: number): string =>
  new Date(world.now().getTime() + minutes * 60_000).toISOString();

/** Silences everything for so many minutes from now, unless told otherwise. */
export const silence = (world: World, minutes: number, options: object = {}): Promise<ToldSilence> =>
  done<ToldSilence>(
    call(world, 'POST', '/silences', {
      body: { of: 'everything', reason: 'the database is moved', until: inMinutes(world, minutes), ...options },
    }),
    201,
  );

export const endSilence = (world: World, id: string): Promise<ToldSilence> =>
  done<ToldSilence>(call(world, 'POST', `/silences/${id}/end`));
