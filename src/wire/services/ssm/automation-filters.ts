import type { ExecutionQuery, StepQuery } from '#domain/runbooks';
import { Refusal } from '#kernel/refusal';

interface Filter {
  Key: string;
  Values: readonly string[];
}

type Read<Query> = (values: readonly string[], key: string) => Partial<Query>;

const executionKeys: Readonly<Record<string, Read<ExecutionQuery>>> = {
  DocumentNamePrefix: (namePrefixes) => ({ namePrefixes }),
  ExecutionStatus: (statuses) => ({ statuses }),
  ExecutionId: (ids) => ({ ids }),
  ParentExecutionId: (parentIds) => ({ parentIds }),
  CurrentAction: (actions) => ({ actions }),
  StartTimeBefore: ([text], key) => ({ startedBefore: momentIn(text, key) }),
  StartTimeAfter: ([text], key) => ({ startedAfter: momentIn(text, key) }),
  TagKey: (tagKeys) => ({ tagKeys }),
  // Every execution here runs where it was started.
  AutomationType: (types) => (types.includes('Local') ? {} : { ids: [] }),
  // There are none of these here.
  TargetResourceGroup: () => ({ ids: [] }),
  AutomationSubtype: () => ({ ids: [] }),
  OpsItemId: () => ({ ids: [] }),
};

const stepKeys: Readonly<Record<string, Read<StepQuery>>> = {
  StartTimeBefore: ([text], key) => ({ startedBefore: momentIn(text, key) }),
  StartTimeAfter: ([text], key) => ({ startedAfter: momentIn(text, key) }),
  StepExecutionStatus: (statuses) => ({ statuses }),
  StepExecutionId: (ids) => ({ ids }),
  StepName: (names) => ({ names }),
  Action: (actions) => ({ actions }),
  ParentStepExecutionId: (loopIds) => ({ loopIds }),
  ParentStepIteration: (iterations) => ({ iterations }),
  ParentStepIteratorValue: (values) => ({ values }),
};

export const executionFilters = (filters: readonly Filter[] = []) => filtersIn(executionKeys, filters);
export const stepFilters = (filters: readonly Filter[] = []) => filtersIn(stepKeys, filters);

function filtersIn<Query>(keys: Readonly<Record<string, Read<Query>>>, filters: readonly Filter[]): Partial<Query> {
  const seen = new Set<string>();
  let query: Partial<Query> = {};
  for (const { Key, Values } of filters) {
    const read = keys[Key];
    if (!read || seen.has(Key)) {
      const message = read ? `The filter ${Key} is given twice; give its values in one.` : `There is no filter ${Key}.`;
      throw new Refusal('validation', message, { code: 'InvalidFilterKey' });
    }
    seen.add(Key);
    query = { ...read(Values, Key), ...query };
  }
  return query;
}

function momentIn(text = '', key: string): Date {
  const at = new Date(/^\d{10}$/.test(text) ? Number(text) * 1_000 : text);
  if (!Number.isNaN(at.getTime())) return at;
  const message = `${key}: wanted a time such as 2026-01-02T03:10:00Z, got ${JSON.stringify(text)}.`;
  throw new Refusal('validation', message, { code: 'InvalidFilterValue' });
}
