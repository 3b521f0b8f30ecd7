import {
  CUSTOM_SOURCE,
  type IncidentChange,
  parseIncidentArn,
  parseStatus,
  type StartIncident,
} from '#domain/incidents';
import { parsePlanArn } from '#domain/response-plans';
import { invalid } from '#kernel/refusal';
import type { Infer } from '#kernel/shape';
import type { Rooms } from '../../rooms.ts';
import { type InputOf, own, paged, type SomeHandlers, type WireCall } from '../support.ts';
import { incidentFilter } from './filters.ts';
import { toChat } from './plans.ts';
import { toRecord, toSummary } from './record.ts';
import { toRelated } from './related.ts';
import type { ssmIncidents } from './service.ts';
import type { ResolutionPlan, TriggerDetails } from './shapes-incident.ts';
import { toTargets } from './template.ts';

type Names =
  | 'StartIncident'
  | 'GetIncidentRecord'
  | 'ListIncidentRecords'
  | 'ListIncidents'
  | 'UpdateIncidentRecord'
  | 'DeleteIncidentRecord';

/** Incident records. */
export function incidentHandlers({ incidents, cursors }: Rooms): SomeHandlers<typeof ssmIncidents, Names> {
  const refOf = (call: Pick<WireCall, 'actor'>, arn: string) => own(call.actor, parseIncidentArn(arn, 'arn'), arn);
  const list: SomeHandlers<typeof ssmIncidents, 'ListIncidents'>['ListIncidents'] = async (call, input) => {
    const { filters = [], maxResults, nextToken: token } = input;
    const filter = incidentFilter(filters);
    const fetch = (limit: number, position: unknown) => {
      const [createdAt, id] = (position ?? []) as [string, string];
      const from = id ? { position: { createdAt: new Date(createdAt), id } } : {};
      return incidents.list(call.context, { account: call.actor.account, ...filter, limit, ...from });
    };
    const asked = { token, size: maxResults, filters };
    const { items, nextToken } = await paged(call, cursors, asked, fetch, (incident) => [
      incident.createdAt,
      incident.id,
    ]);
    return { incidentRecordSummaries: items.map(toSummary), nextToken };
  };
  return {
    StartIncident: async (call, input) => {
      const { responsePlanArn } = input;
      const start: StartIncident = {
        actor: call.actor,
        plan: own(call.actor, parsePlanArn(responsePlanArn, 'responsePlanArn'), responsePlanArn),
        ...(input.title ? { title: input.title } : {}),
        ...(input.impact === undefined ? {} : { impact: input.impact }),
        trigger: toTrigger(input.triggerDetails, call.now),
        relatedItems: (input.relatedItems ?? []).map(toRelated),
      };
      const [started] = await incidents.start(call.context, call.now, [start]);
      if ('refused' in started!) throw started.refused;
      return { incidentRecordArn: started!.arn };
    },
    GetIncidentRecord: async (call, { arn }) => ({
      incidentRecord: toRecord(await incidents.get(call.context, refOf(call, arn))),
    }),
    ListIncidentRecords: list,
    ListIncidents: list,
    UpdateIncidentRecord: async (call, { arn, ...input }) => {
      await incidents.update(call.context, call.now, call.actor, refOf(call, arn), toChange(input));
      return {};
    },
    DeleteIncidentRecord: async (call, { arn }) => {
      await incidents.delete(call.context, call.now, call.actor, refOf(call, arn));
      return {};
    },
  };
}

function toChange(input: Omit<InputOf<typeof ssmIncidents, 'UpdateIncidentRecord'>, 'arn'>): IncidentChange {
  const { title, summary, impact, status, chatChannel, notificationTargets, resolutionPlan, resolutionNote } = input;
  return {
    ...(title === undefined ? {} : { title }),
    ...(summary === undefined ? {} : { summary }),
    ...(impact === undefined ? {} : { impact }),
    ...(status === undefined ? {} : { status: parseStatus(status, 'status') }),
    ...(chatChannel ? { chatChannel: toChat(chatChannel).chatChannel ?? null } : {}),
    ...(notificationTargets ? { notificationTargets: toTargets(notificationTargets) } : {}),
    ...(resolutionPlan ? { resolutionPlan: toResolutionPlan(resolutionPlan) } : {}),
    ...(resolutionNote === undefined ? {} : { resolutionNote }),
  };
}

function toResolutionPlan({ what, by, until }: Infer<typeof ResolutionPlan>): IncidentChange['resolutionPlan'] {
  return what ? { what, ...(by ? { by } : {}), ...(until ? { until } : {}) } : null;
}

function toTrigger(details: Infer<typeof TriggerDetails> | undefined, now: Date): StartIncident['trigger'] {
  if (!details) return { source: CUSTOM_SOURCE, timestamp: now };
  const { source, timestamp, triggerArn, rawData } = details;
  if (/^aws\./i.test(source)) {
    const message = `triggerDetails.source: sources that begin with aws. are AWS's own, got ${JSON.stringify(source)}`;
    throw invalid(message, { name: 'triggerDetails.source', message });
  }
  return { source, timestamp, ...(triggerArn ? { triggerArn } : {}), ...(rawData ? { rawData } : {}) };
}
