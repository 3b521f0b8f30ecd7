import { asText, fill, type Json, parameterValues, type Runbook, storedNamesOf } from '#domain/documents';
import { Refusal } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import type { Authority } from './action.ts';
import type { Execution, Mode, Values } from './execution.ts';
import { executionsSql } from './executions.sql.ts';
import type { ExecutionRecord, Parent, WatchedAlarm } from './record.ts';
import type { RunbookRooms } from './rooms.ts';
import { stateOf } from './rows.ts';
import { scopeOf } from './scope.ts';

export interface NewExecution {
  /** A document's name or ARN. */
  documentName: string;
  documentVersion?: string;
  parameters?: Readonly<Record<string, readonly string[]>>;
  mode?: Mode;
  tags?: Readonly<Record<string, string>>;
  alarm?: WatchedAlarm;
  incidentArn?: string;
  /** Whom it acts for where the document names no role; the caller's own session has one. */
  callerRole?: string;
}

export interface Beginning extends NewExecution {
  id: string;
  parent?: Parent;
  depth: number;
  target?: string;
  /** Whom it acts for where the document names no role. */
  caller: Authority;
  requestId: string;
  executedBy: string;
}

/** Stores an execution that has not begun. */
export async function insert(on: Queries, record: ExecutionRecord): Promise<void> {
  await on.rows(executionsSql.insert, [JSON.stringify(insertion(record))]);
}

/** What an execution begins as; nothing of it is stored. */
export async function recordOf(
  on: Queries,
  now: Date,
  rooms: RunbookRooms,
  beginning: Beginning,
): Promise<ExecutionRecord> {
  const { id, caller, documentVersion, parameters: given = {}, mode = 'Auto', target } = beginning;
  const { account, region } = caller;
  const found = await rooms.source.find(on, {
    ...{ account, region, name: beginning.documentName },
    ...(documentVersion ? { version: documentVersion } : {}),
  });
  if ('missing' in found) {
    const code =
      found.missing === 'document'
        ? 'AutomationDefinitionNotFoundException'
        : 'AutomationDefinitionVersionNotFoundException';
    throw new Refusal('notFound', found.message, { code });
  }
  const { runbook } = found;
  const execution: Execution = {
    ...{ id, account, region, status: 'Pending', mode, runbook, startedAt: now, begun: 0 },
    parameters: await valuesOf(on, rooms, caller, runbook, given),
    variables: initial(runbook),
    ...(target === undefined ? {} : { target }),
  };
  const { authority, assumeRole } = await authorityOf(on, now, rooms, execution, caller);
  return {
    ...{ execution, documentName: found.name, documentVersion: found.version, given, executedBy: beginning.executedBy },
    ...{ authority, depth: beginning.depth, tags: beginning.tags ?? {}, requestId: beginning.requestId },
    ...(assumeRole ? { assumeRole } : {}),
    ...(beginning.parent ? { parent: beginning.parent } : {}),
    ...(beginning.alarm ? { alarm: beginning.alarm } : {}),
    ...(beginning.incidentArn ? { incidentArn: beginning.incidentArn } : {}),
  };
}

const badParameters = (message: string): Refusal =>
  new Refusal('validation', message, { code: 'InvalidAutomationExecutionParametersException' });

async function valuesOf(
  on: Queries,
  { source }: RunbookRooms,
  { account, region }: Authority,
  runbook: Runbook,
  given: Readonly<Record<string, readonly string[]>>,
): Promise<Values> {
  const stored = new Map<string, string>();
  for (const name of storedNamesOf(runbook)) {
    const value = await source.stored?.(on, { account, region, name });
    if (value !== undefined) stored.set(name, value);
  }
  const values = parameterValues(runbook, given, (name) => stored.get(name));
  if (values.ok) return values.values;
  throw badParameters(values.fault);
}

const initial = ({ variables }: Runbook): Values =>
  Object.fromEntries(
    Object.entries(variables).flatMap(([name, variable]): [string, Json][] =>
      variable.default === undefined ? [] : [[name, variable.default]],
    ),
  );

/** The session of the document's role, or the caller. A role that cannot be taken ends the start. */
async function authorityOf(
  on: Queries,
  now: Date,
  { roles }: RunbookRooms,
  execution: Execution,
  caller: Authority,
): Promise<{ authority: Authority; assumeRole?: string }> {
  const { account, region, id, runbook } = execution;
  const filled = fill(runbook.assumeRole ?? '', scopeOf(now, { execution, steps: new Map() }));
  if (!filled.ok) throw badParameters(`assumeRole: ${filled.fault}.`);
  const roleArn = asText(filled.value).trim();
  if (roleArn === '') return { authority: caller };
  const session = await roles.actAs(on, { account, roleArn, service: 'ssm.amazonaws.com', sessionName: id });
  if ('refused' in session) throw badParameters(`The defined assume role is unable to be assumed: ${session.refused}`);
  return { authority: { account, region, principal: session.principal, roleArn }, assumeRole: roleArn };
}

function insertion(record: ExecutionRecord) {
  const { execution, parent, authority } = record;
  const { id, account, region, status, mode, runbook, parameters, target } = execution;
  const { executionId, ...step } = parent ?? { executionId: undefined };
  return {
    ...{
      id,
      account,
      region,
      status,
      mode,
      runbook,
      parameters,
      target,
      given: record.given,
      state: stateOf(execution),
    },
    ...{ document_name: record.documentName, document_version: record.documentVersion, executed_by: record.executedBy },
    ...{ assume_role: record.assumeRole, principal: authority.principal, role_arn: authority.roleArn },
    ...{ parent_id: executionId, parent_step: parent ? step : undefined, depth: record.depth, alarm: record.alarm },
    ...{
      tags: record.tags,
      incident_arn: record.incidentArn,
      request_id: record.requestId,
      started_at: execution.startedAt,
    },
  };
}
