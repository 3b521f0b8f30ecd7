import { type Person, person, replicationSet, timelineOf } from '../kit/scenario.ts';
import type { World } from '../kit/world.ts';

/** Three people, each with one channel and a stage of ten minutes. */
export async function people(world: World): Promise<[Person, Person, Person]> {
  await replicationSet(world);
  return [await person(world, 'ana'), await person(world, 'bo'), await person(world, 'cy')];
}

/** How many answers an incident's timeline holds. */
export async function answersTo(world: World, incidentArn: string): Promise<number> {
  const told = await timelineOf(world, incidentArn);
  return told.filter(({ type }) => type === 'SSM Contacts Page Acknowledgement for Incident').length;
}

/** What Muster says on an incident's timeline in its own words, a line each. */
export async function wordsOn(world: World, incidentArn: string): Promise<string> {
  const told = await timelineOf(world, incidentArn);
  return told.flatMap(({ type, data }) => (type === 'Custom Event' ? [JSON.parse(data) as string] : [])).join('\n');
}
