import { type Alarm, type AlarmAction, type AlarmChange, metricsOf } from '#domain/alarms';
import { type BusEvent, type Delivered, type Delivery, envelope, isMadeOver, type TargetKind } from '#domain/events';
import { type PlanRef, parsePlanArn } from '#domain/response-plans';
import { opensNothing, signalIn, signalKey } from '#domain/signals';
import type { Refusal } from '#kernel/refusal';
import { cut, messageOf } from '#kernel/text';
import type { RelatedItem } from './incident.ts';
import type { Incidents } from './incidents.ts';
import type { Started, StartIncident, TriggerSignal } from './start.ts';

/** AWS keeps this much of what happened. */
const RAW_DATA_LENGTH = 10_000;

/** A response plan as the target of a rule: each event starts an incident, or is folded into the open one (aws-behaviour.md 4.6). */
export function responsePlanTarget(incidents: Incidents): TargetKind {
  return {
    name: 'response plan',
    accepts: isPlanArn,
    // The event is the trigger: what it is made into would tell nobody what has happened.
    fault: ({ options }) =>
      isMadeOver(options)
        ? 'Input, InputPath and InputTransformer: a response plan takes the event as it is; use placeholders in its incident template'
        : undefined,
    async deliver(tx, now, deliveries) {
      const firing = deliveries.filter(({ event }) => !opensNothing(event));
      const started = await incidents.start(tx, now, firing.map(toStart));
      const results = new Map(firing.map((one, index) => [one, toResult(started[index]!)]));
      return deliveries.map((one) => results.get(one) ?? OPENS_NOTHING);
    },
  };
}

/** A response plan as an alarm's action (aws-behaviour.md 5.4). */
export function responsePlanAction(incidents: Incidents): AlarmAction {
  return {
    name: 'response plan',
    accepts: isPlanArn,
    onlyOnAlarm: true,
    async run(tx, now, change) {
      const [started] = await incidents.start(tx, now, [alarmStart(change)]);
      return toResult(started!);
    },
  };
}

/** Only an alert that fires opens one, whatever rule it matches; that it is over incidents hear by themselves (`recovery.ts`). */
const OPENS_NOTHING: Delivered = { result: 'an alert that does not fire opens no incident' };

function isPlanArn(arn: string): boolean {
  return /^arn:aws[a-z-]*:ssm-incidents::\d{12}:response-?plan\/[a-zA-Z0-9_-]+$/.test(arn);
}

function toStart({ event, body, ruleArn, targetArn, actor }: Delivery): StartIncident {
  const alarm = alarmOf(event);
  const trigger = {
    source: alarm ? 'aws.cloudwatch' : 'aws.events',
    triggerArn: alarm ?? ruleArn,
    timestamp: event.time,
    rawData: cut(body, RAW_DATA_LENGTH),
    ...signalOf(event),
  };
  const relatedItems = event.resources
    .filter(isArn)
    .map((arn): RelatedItem => ({ type: 'INVOLVED_RESOURCE', value: { arn }, title: arn.slice(0, 200) }));
  const items = relatedItems.slice(0, 100);
  return { actor, plan: planIn(targetArn), trigger, ruleArn, relatedItems: items, event: envelope(event) };
}

function signalOf(event: BusEvent): { signal?: TriggerSignal } {
  const news = signalIn(event);
  return news ? { signal: { key: news.key, eventId: event.id, firing: news.says === 'firing' } } : {};
}

/** An alarm's own event names the alarm as its trigger, so that rule and action of one alarm make one incident. */
function alarmOf(event: BusEvent): string | undefined {
  if (event.source !== 'aws.cloudwatch' || event.detailType !== 'CloudWatch Alarm State Change') return undefined;
  return event.resources.find((arn) => /^arn:aws[a-z-]*:cloudwatch:/.test(arn));
}

function alarmStart({ actor, alarm, alarmArn, actionArn, at, event }: AlarmChange): StartIncident {
  const relatedItems = [aboutAlarm(alarm, alarmArn)];
  const trigger = {
    source: 'aws.cloudwatch',
    triggerArn: alarmArn,
    timestamp: at,
    rawData: cut(event, RAW_DATA_LENGTH),
    signal: { key: signalKey(alarmArn), eventId: idIn(event), firing: true },
  };
  return { actor, plan: planIn(actionArn), trigger, relatedItems, event: JSON.parse(event) as unknown };
}

/** The id of an event that is JSON text. */
const idIn = (event: string) => (JSON.parse(event) as { id: string }).id;

/** What an alarm watches; of one that follows others, the alarm itself. */
function aboutAlarm(alarm: Alarm, arn: string): RelatedItem {
  const title = cut(alarm.name, 200);
  if (alarm.kind === 'composite') return { type: 'INVOLVED_RESOURCE', value: { arn }, title };
  return { type: 'METRIC', value: { metricDefinition: cut(JSON.stringify(metricsOf(alarm)), 4000) }, title };
}

const planIn = (arn: string): PlanRef => parsePlanArn(arn, 'Arn');

const isArn = (text: string) =>
  /^arn:aws(-cn|-us-gov)?:[a-z0-9-]*:[a-z0-9-]*:([0-9]{12})?:.+$/.test(text) && text.length <= 1000;

function toResult(started: Started): Delivered {
  return 'refused' in started
    ? {
        error: `${messageOf(started.refused)}. Create the response plan, or name another.`,
        code: codeOf(started.refused),
      }
    : { result: started.arn };
}

/** As a dead-letter queue is told it. */
const codeOf = ({ kind }: Refusal) => (kind === 'notFound' ? 'NO_RESOURCE' : 'FAILED_INVOCATION');
