import { asText, type Json } from '#domain/documents';
import { Refusal } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import { insert, recordOf } from './beginning.ts';
import type { Effect, Input } from './execution.ts';
import { childId } from './places.ts';
import type { ExecutionRecord } from './record.ts';
import type { RunbookRooms } from './rooms.ts';
import { inputWork } from './work.ts';

/** What would start an execution for each of many targets. */
const SPREAD = [
  'Targets',
  'TargetMaps',
  'TargetParameterName',
  'TargetLocations',
  'MaxConcurrency',
  'MaxErrors',
  'Tags',
];

/** How deep executions start one another. */
const DEEPEST = 10;

/** Starts what a step of another execution names, on behalf of that one. Why it cannot be is the step's failure. */
export async function startChild(
  tx: Tx,
  now: Date,
  rooms: RunbookRooms,
  record: ExecutionRecord,
  { path, attempt, inputs }: Extract<Effect, { kind: 'startChild' }>,
): Promise<Input | undefined> {
  const { execution, authority, executedBy, requestId, incidentArn } = record;
  const { DocumentName, DocumentVersion, RuntimeParameters } = inputs;
  const childless = (message: string): Input => ({ kind: 'childless', path, attempt, message });
  // Left out silently they would make one execution of what was meant for many.
  const spread = SPREAD.find((name) => inputs[name] !== undefined);
  if (spread)
    return childless(`the input ${spread} is not there in this version; leave it out, or go round with aws:loop`);
  if (record.depth >= DEEPEST)
    return childless(`executions start one another ${DEEPEST} deep already: does a runbook start itself?`);
  try {
    const child = await recordOf(tx, now, rooms, {
      ...{
        id: childId(execution.id, path, attempt),
        depth: record.depth + 1,
        caller: authority,
        requestId,
        executedBy,
      },
      parent: { executionId: execution.id, path, attempt },
      documentName: asText(DocumentName ?? ''),
      ...(DocumentVersion === undefined ? {} : { documentVersion: asText(DocumentVersion) }),
      parameters: textsOf(RuntimeParameters),
      ...(incidentArn ? { incidentArn } : {}),
    });
    await insert(tx, child);
    await rooms.due.put(tx, now, [inputWork(child, child.execution.id, 'start', { kind: 'started' }, now)]);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal && error.kind !== 'unavailable') return childless(error.message);
    throw error;
  }
}

/** Values as StartAutomationExecution takes them: lists of texts. */
function textsOf(given: Json | undefined): Record<string, string[]> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return {};
  return Object.fromEntries(
    Object.entries(given as Readonly<Record<string, Json>>).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map((item: Json) => asText(item)) : [asText(value)],
    ]),
  );
}
