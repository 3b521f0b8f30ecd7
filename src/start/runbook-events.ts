import { type BusEvent, DEFAULT_BUS, type EventObserver } from '#domain/events';
import {
  type ExecutionChange,
  type ExecutionObserver,
  type ExecutionRecord,
  type StepExecution,
  stopWatched,
} from '#domain/runbooks';
import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { newId } from '#kernel/ids';
import type { Tx } from '#storage/db';
import type { DueWork } from '#storage/due';

export type PublishOne = (tx: Tx, now: Date, actor: Actor, event: BusEvent) => Promise<void>;

/** AWS's documented events of executions and their steps (aws-behaviour.md 3.4), on the default bus. */
export function runbookEvents(publish: PublishOne): ExecutionObserver {
  return {
    async changed(tx, now, change) {
      for (const event of eventsOf(now, change)) await publish(tx, now, actorOf(change.record), event);
    },
  };
}

/** Alarms stop the executions that name them. */
export function alarmStops(due: DueWork): EventObserver {
  return {
    wants: ({ source, detailType, detail }) =>
      source === 'aws.cloudwatch' &&
      detailType === 'CloudWatch Alarm State Change' &&
      (detail['state'] as { value?: unknown } | undefined)?.value === 'ALARM' &&
      typeof detail['alarmName'] === 'string',
    async observe(tx, now, events) {
      for (const { account, region, detail } of events)
        await stopWatched(tx, now, due, { account, region, name: String(detail['alarmName']) });
    },
  };
}

function eventsOf(now: Date, { record, was, steps }: ExecutionChange): BusEvent[] {
  const ofSteps = steps.map((step) => stepEvent(now, record, step));
  return record.execution.status === was ? ofSteps : [...ofSteps, executionEvent(now, record)];
}

const actorOf = ({ execution, executedBy, requestId }: ExecutionRecord): Actor => ({
  ...{ account: execution.account, region: execution.region, principal: executedBy, requestId },
  invokedBy: 'ssm.amazonaws.com',
});

function eventOf(now: Date, record: ExecutionRecord, detailType: string, detail: BusEvent['detail']): BusEvent {
  const { account, region, id } = record.execution;
  const definition = arns.automationDefinition(region, account, record.documentName, record.documentVersion);
  return {
    ...{ account, region, bus: DEFAULT_BUS, id: newId(now), source: 'aws.ssm', detailType, time: now },
    resources: [arns.execution(region, account, id), definition],
    detail,
  };
}

function executionEvent(now: Date, record: ExecutionRecord): BusEvent {
  const { execution, executedBy } = record;
  return eventOf(now, record, 'EC2 Automation Execution Status-change Notification', {
    ...about(now, record, execution.status),
    ...timesOf(execution.startedAt, execution.endedAt),
    ExecutedBy: executedBy,
  });
}

function stepEvent(
  now: Date,
  record: ExecutionRecord,
  { name, action, status, startedAt, endedAt }: StepExecution,
): BusEvent {
  return eventOf(now, record, 'EC2 Automation Step Status-change Notification', {
    ...about(now, record, status),
    ...timesOf(startedAt, endedAt),
    ...{ StepName: name, Action: action },
  });
}

const about = (now: Date, { execution, documentName, documentVersion }: ExecutionRecord, status: string) => ({
  ...{ ExecutionId: execution.id, Definition: documentName, DefinitionVersion: `${documentVersion}.0` },
  ...{ Status: status, Time: now.getTime() },
});

const timesOf = (from: Date, to: Date | undefined) => ({
  StartTime: javaTime(from),
  ...(to ? { EndTime: javaTime(to) } : {}),
});

/** `Nov 29, 2016 7:43:20 PM`, in UTC. */
function javaTime(at: Date): string {
  const day = at.toLocaleDateString('en-US', { timeZone: 'UTC', month: 'short', day: 'numeric', year: 'numeric' });
  const hours = at.getUTCHours();
  const two = (part: number) => String(part).padStart(2, '0');
  return `${day} ${hours % 12 || 12}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} ${hours < 12 ? 'AM' : 'PM'}`;
}
