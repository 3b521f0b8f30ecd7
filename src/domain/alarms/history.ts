import { newId } from '#kernel/ids';
import { cut } from '#kernel/text';
import type { Tx } from '#storage/db';
import type { ActionResult } from './action.ts';
import type { Alarm, AlarmKind, AlarmRef } from './alarm.ts';
import { historySql } from './history.sql.ts';

export const historyTypes = ['ConfigurationUpdate', 'StateUpdate', 'Action'] as const;
export type HistoryType = (typeof historyTypes)[number];

/** One thing that happened to an alarm. It stays when the alarm goes, for 30 days. */
export interface HistoryItem {
  type: HistoryType;
  summary: string;
  /** What AWS writes as JSON text. */
  data: object;
}

/** As AWS has it; the whole of an error is in the data. */
const SUMMARY_LENGTH = 255;

/** Adds to an alarm's history, in order. */
export async function addHistory(tx: Tx, now: Date, ref: AlarmRef & { kind: AlarmKind }, items: HistoryItem[]) {
  const rows = items.map((item) => ({ id: newId(now), ...item }));
  await tx.rows(historySql.add, [ref.account, ref.region, ref.name, JSON.stringify(rows), now, ref.kind]);
}

/** What a change of configuration leaves. */
export function configurationItem(operation: 'create' | 'update' | 'delete', { name, config }: Alarm): HistoryItem {
  const told = { create: 'created', update: 'updated', delete: 'deleted' }[operation];
  const type = { create: 'Create', update: 'Update', delete: 'Delete' }[operation];
  const alarm = operation === 'delete' ? {} : { [`${told}Alarm`]: config };
  return {
    type: 'ConfigurationUpdate',
    summary: `Alarm "${name}" ${told}`,
    data: { version: '1.0', type, ...alarm },
  };
}

export function stateItem(was: Alarm, next: Alarm): HistoryItem {
  const data = { version: '1.0', oldState: stateOf(was), newState: stateOf(next) };
  return { type: 'StateUpdate', summary: `Alarm updated from ${was.state} to ${next.state}`, data };
}

const stateOf = ({ state, reason, reasonData }: Alarm) => ({
  stateValue: state,
  stateReason: reason,
  ...(reasonData ? { stateReasonData: dataOf(reasonData) } : {}),
});

/** The history nests as an object what is text elsewhere. What a caller gave may be any text. */
function dataOf(reasonData: string): unknown {
  try {
    return JSON.parse(reasonData);
  } catch {
    // Not JSON: it stays the text that it is.
    return reasonData;
  }
}

export function actionItem(arn: string, alarm: Pick<Alarm, 'updatedAt'>, result: ActionResult): HistoryItem {
  const failed = 'error' in result;
  return {
    type: 'Action',
    summary: cut(
      failed
        ? `Failed to execute action ${arn}. Received error: "${result.error}"`
        : `Successfully executed action ${arn}`,
      SUMMARY_LENGTH,
    ),
    data: {
      actionState: failed ? 'Failed' : 'Succeeded',
      stateUpdateTimestamp: alarm.updatedAt.getTime(),
      notificationResource: arn,
      publishedMessage: failed ? null : result.result,
      error: failed ? result.error : null,
    },
  };
}
