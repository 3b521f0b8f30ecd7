import type { Alarm, Alarms } from '#domain/alarms';
import { type Contact, type ContactChannel, type ContactChannels, type Contacts, keyOf } from '#domain/contacts';
import { DEFAULT_BUS, type Rule, type Rules } from '#domain/events';
import type { OnCall, Rotation, Rotations } from '#domain/oncall';
import { planKey, type ResponsePlan, type ResponsePlans } from '#domain/response-plans';
import type { Queries } from '#storage/db';
import type { Finding, Patient } from './check.ts';

export interface WardRooms {
  contacts: Contacts;
  contactChannels: ContactChannels;
  rotations: Rotations;
  onCall: OnCall;
  responsePlans: ResponsePlans;
  rules: Rules;
  alarms: Alarms;
}

/** All of an account's things of a kind, in all its regions: of each region the first 5,000. */
export interface Ward {
  contacts(on: Queries, patient: Patient): Promise<Contact[]>;
  channels(on: Queries, contacts: Contact[]): Promise<ContactChannel[]>;
  rotations(on: Queries, patient: Patient): Promise<Rotation[]>;
  plans(on: Queries, patient: Patient): Promise<ResponsePlan[]>;
  rules(on: Queries, patient: Patient): Promise<Rule[]>;
  alarms(on: Queries, patient: Patient): Promise<Alarm[]>;
}

/** More of a kind, in all regions together or in one, is not looked at; that is told. */
const MOST = 5_000;
const PAGE = 500;

export function createWard(rooms: WardRooms): Ward {
  return {
    contacts: (on, { account, regions }) =>
      inRegions(regions, (region) =>
        all(
          (after) => rooms.contacts.list(on, { account, region, limit: PAGE, ...after }),
          ({ alias }) => alias,
        ),
      ),
    channels: async (on, contacts) => {
      const people = contacts.filter(({ type }) => type === 'PERSONAL');
      const refs = people.map(({ account, region, alias }) => ({ account, region, alias }));
      const channels = refs.length > 0 ? await rooms.contactChannels.of(on, refs) : [];
      return channels.sort((one, other) => (keyOf(one.contact) + one.id < keyOf(other.contact) + other.id ? -1 : 1));
    },
    rotations: (on, { account, regions }) =>
      inRegions(regions, (region) =>
        all(
          (after) => rooms.rotations.list(on, { account, region, limit: PAGE, ...after }),
          ({ id }) => id,
        ),
      ),
    plans: async (on, { account }) => {
      const summaries = await all(
        (after) => rooms.responsePlans.list(on, { account, limit: PAGE, ...after }),
        ({ name }) => name,
      );
      const found = await rooms.responsePlans.find(on, summaries);
      return summaries.flatMap((one) => found.get(planKey(one)) ?? []);
    },
    rules: (on, { account, regions }) =>
      inRegions(regions, (region) =>
        all(
          (after) => rooms.rules.list(on, { account, region, bus: DEFAULT_BUS, limit: PAGE, ...after }),
          ({ name }) => name,
        ),
      ),
    alarms: (on, { account, regions }) =>
      inRegions(regions, (region) =>
        all(
          (after) => rooms.alarms.list(on, { account, region, limit: PAGE, ...after }),
          ({ name }) => name,
        ),
      ),
  };
}

async function inRegions<Item>(regions: readonly string[], read: (region: string) => Promise<Item[]>): Promise<Item[]> {
  const found: Item[] = [];
  for (const region of regions) found.push(...(await read(region)));
  return found;
}

/** Page after page; the position of a page is that of the last item before it. */
async function all<Item>(
  page: (after: { after?: string }) => Promise<Item[]>,
  positionOf: (item: Item) => string,
): Promise<Item[]> {
  const found: Item[] = [];
  let after: { after?: string } = {};
  for (;;) {
    const items = await page(after);
    found.push(...items);
    if (items.length < PAGE || found.length >= MOST) return found;
    after = { after: positionOf(items.at(-1)!) };
  }
}

/** Said where there may be more of a kind than was looked at. */
export function partly(kind: string, items: readonly unknown[]): Finding[] {
  if (items.length < MOST) return [];
  const text = `There are ${MOST} or more; of each region only the first ${MOST} were looked at.`;
  return [{ severity: 'note', subject: kind, text, whatToDo: `Delete the ${kind} that nobody needs.` }];
}
