import { randomUUID } from 'node:crypto';
import { sign } from '#kernel/sign';
import type { ServerProcess } from '../../test/kit/server-process.ts';
import { writeRequest } from './connection.ts';

export const REGION = 'us-east-1';

/** An entry of PutEvents: an alarm's change of state, of the size that such events have. */
export function alarmEntry(alarmName: string, source: string) {
  const at = '2026-01-02T03:04:05.678+0000';
  const metric = { namespace: 'AWS/EC2', name: 'CPUUtilization', dimensions: { InstanceId: 'i-12345678901234567' } };
  const metrics = [{ id: randomUUID(), metricStat: { metric, period: 300, stat: 'Average' }, returnData: true }];
  const reason = 'Threshold Crossed: 1 out of the last 1 datapoints was greater than the threshold (95.0).';
  const detail = {
    alarmName,
    configuration: { description: 'Goes into alarm when server CPU utilization is too high!', metrics },
    previousState: { value: 'OK', reason, timestamp: at },
    state: { value: 'ALARM', reason, timestamp: at },
  };
  const Resources = [`arn:aws:cloudwatch:${REGION}:123456789012:alarm:${alarmName}`];
  return { Source: source, DetailType: 'CloudWatch Alarm State Change', Resources, Detail: JSON.stringify(detail) };
}

/** The same for an alert of Prometheus': the event that it becomes. */
export const alertEvent = (alert: { labels: { instance: string } }) => ({
  Source: UNMATCHED,
  DetailType: 'Alert Firing',
  Resources: [alert.labels.instance],
  Detail: JSON.stringify(alert),
});

export type Entry = ReturnType<typeof alarmEntry>;

/** Matches the rule that starts the response plan. */
export const ALARM = 'aws.cloudwatch';
/** Matches no rule. */
export const UNMATCHED = 'bench.unmatched';

/** A signed PutEvents as bytes: signed beforehand, so that this costs nothing while the server is measured. */
export function putEvents({ url, key }: Pick<ServerProcess, 'url' | 'key'>, entries: Entry[]): Buffer {
  const body = JSON.stringify({ Entries: entries });
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' };
  const where = { region: REGION, service: 'events' };
  const signed = sign(
    { method: 'POST', url: new URL(url), headers, body },
    { accessKeyId: key.id, secret: key.secret },
    where,
    new Date(),
  );
  return writeRequest(signed, body);
}

/** A name that no alarm had before. */
export const newAlarmName = () => `alarm-${randomUUID()}`;
