import { parseArn } from '#kernel/arn';
import type { Queries } from '#storage/db';
import type { TopicsDeps } from './deps.ts';
import { type TopicKeeping, topicKeeping } from './keeping.ts';
import { type TopicPublishing, topicPublishing } from './publishing.ts';
import { type SubscriptionKeeping, subscriptionKeeping } from './subscribing.ts';
import { topicArn } from './topic.ts';
import { topicsSql } from './topics.sql.ts';

/** All that is done with topics. */
export interface Topics extends TopicKeeping, TopicPublishing {
  subscriptions: SubscriptionKeeping;
}

export function createTopics(deps: TopicsDeps): Topics {
  return { ...topicKeeping(deps), ...topicPublishing(deps), subscriptions: subscriptionKeeping(deps) };
}

/** Those of `arnsNamed` that an account has as topics, in whatever Regions. */
export async function topicsNamed(
  on: Queries,
  account: string,
  arnsNamed: readonly string[],
): Promise<ReadonlySet<string>> {
  const refs = arnsNamed.flatMap((text) => {
    const arn = parseArn(text);
    const own = arn?.partition === 'aws' && arn.service === 'sns' && arn.account === account;
    return own ? [{ region: arn.region, name: arn.resource }] : [];
  });
  const rows = await on.rows(topicsSql.named, [account, JSON.stringify(refs)]);
  return new Set(rows.map(({ region, name }) => topicArn({ account, region, name })));
}
