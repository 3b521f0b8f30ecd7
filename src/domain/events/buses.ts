import { arns } from '#kernel/arn';
import { type Quota, within } from '#kernel/quota';
import { invalid, Refusal } from '#kernel/refusal';
import { changedTags, type TagChange, type Tags } from '#kernel/tags';
import type { Queries, Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import { type Bus, type BusChange, checkBusName, noBus } from './bus.ts';
import { type Permission, policyText, withoutPermission, withPermission } from './bus-policy.ts';
import { type BusRow, busesSql, busValues } from './buses.sql.ts';
import { DEFAULT_BUS } from './event.ts';
import type { BusKey } from './rules.sql.ts';

export interface BusQuery {
  account: string;
  region: string;
  prefix?: string;
  limit: number;
  /** The last name of the page before. */
  after?: string;
}

/** Buses. The one called default is there in every region, and stays. */
export interface Buses {
  /** Refuses (conflict) a name that is taken. */
  create(tx: Tx, now: Date, key: BusKey, given: BusChange & { tags: Tags }): Promise<Bus>;
  get(on: Queries, key: BusKey): Promise<Bus>;
  /** By name. */
  list(on: Queries, query: BusQuery): Promise<Bus[]>;
  update(tx: Tx, now: Date, key: BusKey, change: BusChange): Promise<Bus>;
  /** One that is not there is deleted already. Refuses (validation) the default one, and one that has rules. */
  remove(tx: Tx, key: BusKey): Promise<void>;
  permit(tx: Tx, now: Date, key: BusKey, permission: Permission): Promise<void>;
  /** Takes a statement away by its id, or all of them. */
  forbid(tx: Tx, now: Date, key: BusKey, statement: string | 'all statements'): Promise<void>;
  tag(tx: Tx, now: Date, key: BusKey, change: TagChange): Promise<void>;
  /** Of these names those that have a bus. */
  present(on: Queries, account: string, region: string, names: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface BusQuotas {
  buses: Quota;
  tagsPerResource: Quota;
}

export function createBuses(quotas: BusQuotas): Buses {
  return {
    async create(tx, now, key, { tags, ...given }) {
      const { account, region, bus } = key;
      checkBusName(bus);
      const arn = arns.bus(region, account, bus);
      const taken = new Refusal('conflict', `Event bus ${bus} already exists.`, {
        code: 'ResourceAlreadyExistsException',
        ...{ resourceType: 'EVENT_BUS', resourceId: arn },
      });
      if (bus === DEFAULT_BUS) throw taken;
      within(quotas.tagsPerResource, Object.keys(tags).length, { type: 'EVENT_BUS', id: arn });
      await oneAtATime(tx, `events/${account}/${region}/buses`);
      if (!(await insert(tx, now, key, given, tags))) throw taken;
      const { count } = (await tx.first(busesSql.count, [account, region]))!;
      within(quotas.buses, count, { type: 'EVENT_BUS', id: arn });
      return get(tx, key);
    },
    get,
    async list(on, { account, region, prefix = '', limit, after }) {
      const rows = await on.rows(busesSql.list, [account, region, prefix, after ?? null, limit]);
      const buses = rows.map(toBus);
      const listed = DEFAULT_BUS.startsWith(prefix) && (after === undefined || DEFAULT_BUS > after);
      if (!listed || buses.some(({ name }) => name === DEFAULT_BUS)) return buses;
      const all = [...buses, bare({ account, region, bus: DEFAULT_BUS })];
      return all.sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, limit);
    },
    async update(tx, now, key, change) {
      await lock(tx, now, key);
      await tx.rows(busesSql.update, [...busValues(key), ...changeValues(change), now]);
      return get(tx, key);
    },
    async remove(tx, key) {
      if (key.bus === DEFAULT_BUS) {
        const message = 'Cannot delete event bus default.';
        throw invalid(message, { name: 'Name', message });
      }
      if (!(await tx.first(busesSql.lock, busValues(key)))) return;
      const rules = await tx.rows(busesSql.rulesOf, busValues(key));
      if (rules.length > 0) {
        const names = rules.slice(0, 5).map(({ name }) => name);
        throw invalid(`Event bus ${key.bus} has rules. Delete them first: ${names.join(', ')}${rules[5] ? ' …' : ''}`);
      }
      await tx.rows(busesSql.delete, busValues(key));
    },
    async permit(tx, now, key, permission) {
      const { policy } = await lock(tx, now, key);
      const next = withPermission(policy, arns.bus(key.region, key.account, key.bus), permission);
      await tx.rows(busesSql.setPolicy, [...busValues(key), JSON.stringify(next), now]);
    },
    async forbid(tx, now, key, statement) {
      const { policy } = await lock(tx, now, key);
      const next = statement === 'all statements' ? [] : withoutPermission(policy, statement);
      await tx.rows(busesSql.setPolicy, [...busValues(key), JSON.stringify(next), now]);
    },
    async tag(tx, now, key, change) {
      const { tags } = await lock(tx, now, key);
      const resource = { type: 'EVENT_BUS', id: arns.bus(key.region, key.account, key.bus) };
      const next = changedTags(tags, change, quotas.tagsPerResource, resource);
      await tx.rows(busesSql.setTags, [...busValues(key), JSON.stringify(next)]);
    },
    async present(on, account, region, names) {
      const others = [...new Set(names)].filter((name) => name !== DEFAULT_BUS);
      const rows = others.length > 0 ? await on.rows(busesSql.present, [account, region, others]) : [];
      return new Set([DEFAULT_BUS, ...rows.map(({ name }) => name)]);
    },
  };
}

/** Keeps a bus while something is put on it. Refuses (notFound) one that there is not. */
export async function holdBus(tx: Tx, key: BusKey): Promise<void> {
  if (key.bus !== DEFAULT_BUS && !(await tx.first(busesSql.hold, busValues(key)))) throw noBus(key.bus);
}

/** Refuses (notFound) a bus that there is not. */
export async function requireBus(on: Queries, key: BusKey): Promise<void> {
  if (key.bus !== DEFAULT_BUS && !(await on.first(busesSql.one, busValues(key)))) throw noBus(key.bus);
}

async function get(on: Queries, key: BusKey): Promise<Bus> {
  const row = await on.first(busesSql.one, busValues(key));
  if (row) return toBus(row);
  if (key.bus === DEFAULT_BUS) return bare(key);
  throw noBus(key.bus);
}

/** The bus, locked; the default one gets its row now. */
async function lock(tx: Tx, now: Date, key: BusKey): Promise<BusRow> {
  if (key.bus === DEFAULT_BUS) await insert(tx, now, key, {}, {});
  const row = await tx.first(busesSql.lock, busValues(key));
  if (!row) throw noBus(key.bus);
  return row;
}

const insert = (tx: Tx, now: Date, key: BusKey, change: BusChange, tags: Tags) =>
  tx.first(busesSql.insert, [...busValues(key), ...changeValues(change), JSON.stringify(tags), now]);

const changeValues = ({ description, kmsKey, deadLetterArn, logConfig }: BusChange) => [
  description || null,
  kmsKey || null,
  deadLetterArn || null,
  logConfig ? JSON.stringify(logConfig) : null,
];

const bare = ({ account, region, bus }: BusKey): Bus => ({
  ...{ account, region, name: bus, arn: arns.bus(region, account, bus), tags: {} },
});

function toBus(row: BusRow): Bus {
  const { account, region, name, tags } = row;
  const policy = policyText(row.policy);
  return {
    ...bare({ account, region, bus: name }),
    tags,
    ...(row.description ? { description: row.description } : {}),
    ...(row.kms_key ? { kmsKey: row.kms_key } : {}),
    ...(row.dead_letter_arn ? { deadLetterArn: row.dead_letter_arn } : {}),
    ...(row.log_config ? { logConfig: row.log_config } : {}),
    ...(policy === undefined ? {} : { policy }),
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
  };
}
