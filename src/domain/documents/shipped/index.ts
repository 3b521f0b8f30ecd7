import { resolveIncident } from './resolve-incident.ts';
import { criticalIncident, postIncidentAnalysis } from './templates.ts';

/** A document that Muster brings along: of no account, the same everywhere, changed by nobody. */
export interface Shipped {
  name: string;
  type: 'Automation' | 'ProblemAnalysisTemplate';
  format: 'YAML' | 'JSON';
  content: string;
  /** When it was written. */
  at: string;
}

/** By name. Names begin as those of AWS's own do, which nobody else can give. */
export const shippedDocuments: ReadonlyMap<string, Shipped> = new Map(
  [resolveIncident, criticalIncident, postIncidentAnalysis].map((document) => [document.name, document]),
);
