import type { Call } from '#domain/audit';
import type { Forgotten } from '#domain/incidents';
import { newId } from '#kernel/ids';

/** What the trail says of an incident whose contents retention has removed. */
export const retentionCall = (at: Date, { account, arn, overAt }: Forgotten, days: number): Call => ({
  ...{ actor: { account, region: '', principal: 'retention.muster', requestId: newId(at) }, accessKeyId: '', at },
  ...{ eventSource: 'retention.muster', eventName: 'RemoveIncidentContents', readOnly: false },
  ...{ sourceIp: '', userAgent: 'muster', parameters: { incident: arn, overAt: overAt.toISOString(), days } },
});
