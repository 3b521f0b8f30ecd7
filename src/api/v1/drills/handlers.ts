import type { Drill as DomainDrill, PersonScore } from '#domain/drills';
import { inOwnWords } from '../oncall/words.ts';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { drillRoutes } from './routes.ts';
import type { Drill, DrillScore, DrillTerms } from './schemas.ts';

export function drillHandlers({ drills, cursors }: ApiRooms): Handlers<typeof drillRoutes> {
  const ownerOf = ({ actor }: Call, { contact }: { contact: string }) => {
    return { account: actor.account, region: actor.region, alias: contact };
  };
  const listFor =
    ({ actor: { account, region }, context }: Call) =>
    (limit: number, after: unknown) =>
      drills.list(context, { account, region, limit, ...(after === undefined ? {} : { after: after as string }) });
  const aliasOf = ({ contact: { alias } }: { contact: { alias: string } }) => alias;
  return {
    listDrills: (call, { query }) => paged(call, cursors, query, listFor(call), aliasOf, drillView),
    listDrillScores: (call, { query }) => {
      const fetch = async (limit: number, after: unknown) => {
        const people = (await listFor(call)(limit, after)).map(({ contact }) => contact);
        return drills.scores(call.context, call.now, people, query.last);
      };
      return paged(call, cursors, query, fetch, aliasOf, scoreView);
    },
    getDrill: async (call, { params }) => drillView(await drills.get(call.context, ownerOf(call, params))),
    setDrill: async (call, { params, body }) => {
      const set = drills.set(call.context, call.now, call.actor, ownerOf(call, params), termsOf(body));
      return drillView(await inOwnWords(set));
    },
    deleteDrill: (call, { params }) => drills.remove(call.context, ownerOf(call, params)),
  };
}

const termsOf = ({ from, to, ...terms }: Static<typeof DrillTerms>) => ({
  ...terms,
  from: minuteOf(from),
  to: minuteOf(to),
});

const minuteOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
const two = (number: number) => String(number).padStart(2, '0');
const clockOf = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

const drillView = (drill: DomainDrill): Static<typeof Drill> => ({
  contact: drill.contact.alias,
  everyDays: drill.everyDays,
  weekdays: [...drill.weekdays],
  from: clockOf(drill.from),
  to: clockOf(drill.to),
  timeZone: drill.timeZone,
  waitMinutes: drill.waitMinutes,
  nextAt: drill.next.at.toISOString(),
  underWay: drill.run !== undefined,
  lastAt: drill.last?.at.toISOString() ?? null,
  lastOutcome: drill.last?.outcome ?? null,
});

const scoreView = ({ contact, channels }: PersonScore): Static<typeof DrillScore> => ({
  contact: contact.alias,
  channels: channels.map((one) => ({
    channel: one.id,
    name: one.name,
    type: one.type.toLowerCase(),
    activated: one.activated,
    sent: one.sent,
    answered: one.answered,
    percent: one.percent ?? null,
    medianSeconds: one.medianSeconds ?? null,
    isPoor: one.isPoor,
  })),
});
