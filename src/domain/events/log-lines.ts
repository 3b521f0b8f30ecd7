import { newId } from '#kernel/ids';
import type { Log } from '#kernel/log';
import { cut } from '#kernel/text';
import type { Queries } from '#storage/db';
import { type LogLineRow, logLinesSql } from './log-lines.sql.ts';
import type { TargetKind } from './target.ts';

/** What is kept of one line; a whole event is 256 KiB at most. */
const LONGEST_LINE = 262_144;
/** What the server's own log tells of it. */
const TOLD = 2_000;
const GROUP = /^arn:aws[a-z-]*:logs:([a-z0-9-]+):(\d{12}):log-group:([A-Za-z0-9_/.#-]{1,512})(?::\*)?$/;

/** A log group as the target of a rule: kept as lines that can be read, and told in the server's own log. */
export function logTarget(log: Log): TargetKind {
  return {
    name: 'log group',
    accepts: (arn) => GROUP.test(arn),
    fault({ account, region, targetArn }) {
      const [, where, of] = GROUP.exec(targetArn)!;
      return of === account && where === region
        ? undefined
        : `Arn: wanted a log group of the rule's account and region ${region}, got ${targetArn}`;
    },
    async deliver(tx, now, deliveries) {
      const lines = deliveries.map(({ event, targetArn, input, ruleName }) => {
        const [, , , group] = GROUP.exec(targetArn)!;
        const { account, region, id } = event;
        const line = input.slice(0, LONGEST_LINE).toWellFormed().replaceAll('\0', '\ufffd');
        return { id: newId(now), account, region, log_group: group!, event_id: id, rule: ruleName, line };
      });
      await tx.rows(logLinesSql.insert, [JSON.stringify(lines), now]);
      for (const { log_group: group, rule, event_id: event, line } of lines) {
        tx.afterCommit(() => log.info({ group, rule, event, line: cut(line, TOLD) }, 'a rule wrote to a log group'));
      }
      return lines.map(({ id }) => ({ result: id }));
    },
  };
}

export interface LogLineQuery {
  account: string;
  region: string;
  group: string;
  limit: number;
  /** The id of the last line of the page before. */
  before?: string;
}

export interface LogLines {
  /** What rules wrote to a log group: the newest first. */
  list(on: Queries, query: LogLineQuery): Promise<LogLineRow[]>;
}

export const logLines: LogLines = {
  list: (on, { account, region, group, limit, before }) =>
    on.rows(logLinesSql.list, [account, region, group, before ?? null, limit]),
};
