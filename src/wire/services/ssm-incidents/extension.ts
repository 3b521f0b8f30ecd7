import type { Shape } from '#kernel/shape';
import { type ModelExtension, modelExtension } from '../../model-extension.ts';
import { ssmIncidents } from './service.ts';
import { IncidentRecord, IncidentRecordSummary } from './shapes-incident.ts';
import { IncidentTemplateInput } from './shapes-plan.ts';

/** What of ssm-incidents is Muster's own, for botocore. */
export function ssmIncidentsExtension(): ModelExtension {
  return modelExtension(
    ssmIncidents,
    new Map<Shape, string>([
      [IncidentRecord, 'IncidentRecord'],
      [IncidentRecordSummary, 'IncidentRecordSummary'],
      [IncidentTemplateInput, 'IncidentTemplate'],
    ]),
  );
}
