import { newId } from '#kernel/ids';
import { within } from '#kernel/quota';
import { Refusal } from '#kernel/refusal';
import { changedTags, type TagChange, type Tags } from '#kernel/tags';
import type { Queries, Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import type { TopicsDeps } from './deps.ts';
import { subscriptionsSql } from './subscriptions.sql.ts';
import { badParameter, checkTopicName, noTopic, type TopicRef, topicArn } from './topic.ts';
import { checkTopicAttribute, type TopicAttributes, toldAttributes, withTopicAttribute } from './topic-attributes.ts';
import { type TopicRow, topicsSql } from './topics.sql.ts';

export interface TopicKeeping {
  /** Makes a topic; of one that is there with these attributes and tags, nothing. Refuses (InvalidParameter) other ones. */
  create(tx: Tx, now: Date, ref: TopicRef, made: { attributes: TopicAttributes; tags: Tags }): Promise<void>;
  /** With its subscriptions and what was not delivered yet. Of one that is not there, nothing. */
  remove(tx: Tx, ref: TopicRef): Promise<void>;
  /** By name; `after` is the last name of the page before. */
  list(on: Queries, query: { account: string; region: string; limit: number; after?: string }): Promise<TopicRef[]>;
  /** All attributes that AWS tells. */
  attributes(on: Queries, ref: TopicRef): Promise<TopicAttributes>;
  /** An empty value takes an attribute away. */
  setAttribute(tx: Tx, ref: TopicRef, name: string, value: string): Promise<void>;
  tags(on: Queries, ref: TopicRef): Promise<Tags>;
  tag(tx: Tx, ref: TopicRef, change: TagChange): Promise<void>;
}

/** What AWS calls one tag too many. */
const TAGS = 'TagLimitExceededException';

const valuesOf = ({ account, region, name }: TopicRef) => [account, region, name];

export async function findTopic(on: Queries, ref: TopicRef): Promise<TopicRow> {
  const row = await on.first(topicsSql.find, valuesOf(ref));
  if (!row) throw noTopic(ref);
  return row;
}

/** The topic, which stays until the transaction ends. */
export async function holdTopic(tx: Tx, ref: TopicRef): Promise<TopicRow> {
  const row = await tx.first(topicsSql.hold, valuesOf(ref));
  if (!row) throw noTopic(ref);
  return row;
}

async function lockTopic(tx: Tx, ref: TopicRef): Promise<TopicRow> {
  const row = await tx.first(topicsSql.lock, valuesOf(ref));
  if (!row) throw noTopic(ref);
  return row;
}

export function topicKeeping({ quotas }: TopicsDeps): TopicKeeping {
  return {
    async create(tx, now, ref, { attributes, tags }) {
      checkTopicName(ref.name);
      for (const [name, value] of Object.entries(attributes)) checkTopicAttribute(name, value);
      const resource = { type: 'TOPIC', id: topicArn(ref) };
      limitCalled(TAGS, () => within(quotas.tagsPerResource, Object.keys(tags).length, resource));
      const kept = Object.entries(attributes).reduce<TopicAttributes>(
        (all, one) => withTopicAttribute(all, ...one),
        {},
      );
      await oneAtATime(tx, `topics/${ref.account}/${ref.region}`);
      const values = [newId(now), ...valuesOf(ref), JSON.stringify(kept), JSON.stringify(tags), now];
      if (!(await tx.first(topicsSql.insert, values))) return sameTopic(await findTopic(tx, ref), kept, tags);
      const most = (quotas.topics.limit ?? 0) + 1;
      const { count } = (await tx.first(topicsSql.count, [ref.account, ref.region, most]))!;
      limitCalled('TopicLimitExceededException', () => within(quotas.topics, count, resource));
    },
    async remove(tx, ref) {
      await tx.rows(topicsSql.delete, valuesOf(ref));
    },
    async list(on, { account, region, limit, after }) {
      const rows = await on.rows(topicsSql.list, [account, region, after ?? null, limit]);
      return rows.map(({ name }) => ({ account, region, name }));
    },
    async attributes(on, ref) {
      const row = await findTopic(on, ref);
      const { confirmed, pending } = (await on.first(subscriptionsSql.counts, [row.id]))!;
      return toldAttributes(ref, row.attributes, { confirmed, pending, deleted: row.deleted });
    },
    async setAttribute(tx, ref, name, value) {
      checkTopicAttribute(name, value);
      const row = await lockTopic(tx, ref);
      await tx.rows(topicsSql.setAttributes, [row.id, JSON.stringify(withTopicAttribute(row.attributes, name, value))]);
    },
    tags: async (on, ref) => (await tagged(findTopic(on, ref))).tags,
    async tag(tx, ref, change) {
      const row = await tagged(lockTopic(tx, ref));
      const resource = { type: 'TOPIC', id: topicArn(ref) };
      const tags = limitCalled(TAGS, () => changedTags(row.tags, change, quotas.tagsPerResource, resource));
      await tx.rows(topicsSql.setTags, [row.id, JSON.stringify(tags)]);
    },
  };
}

/** The topic is there already: made the same way, or otherwise. What was not said then or now is no difference. */
function sameTopic(row: TopicRow, attributes: TopicAttributes, tags: Tags): void {
  const differs = Object.entries(attributes).some(([name, value]) => row.attributes[name] !== value);
  if (differs) throw badParameter('Attributes', 'Topic already exists with different attributes');
  if (Object.entries(tags).some(([key, value]) => row.tags[key] !== value))
    throw badParameter('Tags', 'Topic already exists with different tags');
}

/** Of tags AWS calls a topic that is not there by another name. */
async function tagged(found: Promise<TopicRow>): Promise<TopicRow> {
  try {
    return await found;
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'notFound') throw error;
    const details = { ...error.details, code: 'ResourceNotFoundException' };
    throw new Refusal('notFound', 'Resource does not exist', details, { cause: error });
  }
}

/** Gives a quota's refusal the code that AWS has for it. */
export function limitCalled<T>(code: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'quotaExceeded') throw error;
    throw new Refusal('quotaExceeded', error.message, { ...error.details, code }, { cause: error });
  }
}
