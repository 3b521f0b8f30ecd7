import { topicsOf } from '#domain/incidents';
import type { TopicPublishing } from '#domain/topics';
import { Refusal } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import { type DirectKind, type IncidentView, WITHIN } from './follower.ts';

export interface TopicFollowing {
  topics: Pick<TopicPublishing, 'publish'>;
  /** Those of these ARNs that an account has as topics. */
  topicsNamed(on: Queries, account: string, arns: readonly string[]): Promise<ReadonlySet<string>>;
  /** Where links lead. */
  publicUrl: string;
}

const SEVERITIES = ['', 'critical', 'high', 'medium', 'low', 'informational'];
const STATUSES = { OPEN: 'Open', IN_PROGRESS: 'In Progress', RESOLVED: 'Resolved' } as const;

/**
 * The topics that an incident names, as chat channel or notification target: a message when it opens, and when its title, severity
 * or status changes (design 10.10, aws-behaviour.md 2.12). One is published under one key, however often it is tried.
 */
export function topicFollowers({ topics, topicsNamed, publicUrl }: TopicFollowing): DirectKind {
  return {
    kind: 'topic',
    everyMs: 0,
    async follows(on, begun) {
      const named = begun.map(({ incident }) => topicsOf(incident));
      const there = new Map<string, ReadonlySet<string>>();
      for (const [account, own] of Map.groupBy(begun, ({ incident }) => incident.account)) {
        const arns = [...new Set(own.flatMap(({ incident }) => topicsOf(incident)))];
        if (arns.length > 0) there.set(account, await topicsNamed(on, account, arns));
      }
      return begun.map(({ incident }, index) => {
        const mine = named[index]!.filter((arn) => there.get(incident.account)?.has(arn));
        return { followers: mine.map((target) => ({ target, channelType: WITHIN })), seenTo: mine };
      });
    },
    async act(tx, now, { id, account, target, state, toldSeq }, view) {
      const told = telling(view, publicUrl);
      if (!told || told.message === state['said']) return undefined;
      try {
        const key = `incident ${id} ${toldSeq}`;
        await topics.publish(tx, now, { account, topicArn: target, key, ...told });
      } catch (error) {
        // The topic was deleted meanwhile: nobody subscribes to it any more.
        if (!(error instanceof Refusal) || error.kind !== 'notFound') throw error;
      }
      return { said: told.message };
    },
  };
}

/** Subject and text for people; of a deleted incident nothing more is told. */
function telling({ incident }: IncidentView, publicUrl: string) {
  if (!incident) return undefined;
  const { title, impact, status, summary, resolutionNote } = incident;
  const lines = [
    title,
    `Severity ${impact} (${SEVERITIES[impact]}), ${STATUSES[status]}`,
    ...(resolutionNote ? [resolutionNote] : []),
    ...(summary ? ['', summary] : []),
    '',
    publicUrl,
  ];
  return { subject: `${STATUSES[status]}: ${title}`, message: lines.join('\n') };
}
