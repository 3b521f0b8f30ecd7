export {
  type ActionFacts,
  type ActionTable,
  type InputFacts,
  knownActions,
} from './actions.ts';
export { holds } from './conditions.ts';
export { type DocumentFormat, inFormat } from './content.ts';
export type { Document, DocumentText } from './document.ts';
export { type DocumentRef, documentArn, noDocument, parseDocumentName } from './document-ref.ts';
export { createDocuments, type Documents, type RunbookFound } from './documents.ts';
export { asText, type Filled, fill, type Lookup, type Reference } from './expressions.ts';
export { type Fault, faultsText } from './fault.ts';
export { graphOf } from './graph.ts';
export { lint } from './lint.ts';
export type { Finding } from './linted.ts';
export { type Known, lookupIn } from './lookup.ts';
export { type ParameterValues, parameterValues, storedNamesOf } from './parameter-values.ts';
export { MOST_ITERATIONS } from './read-control.ts';
export { type RunbookRead, readRunbook } from './read-runbook.ts';
export type {
  Choice,
  Condition,
  Json,
  Loop,
  OnCancel,
  OnFailure,
  Parameter,
  Runbook,
  Step,
  StepOutput,
  ValueType,
  Variable,
} from './runbook.ts';
export { type Shipped, shippedDocuments } from './shipped/index.ts';
export type { Format } from './source.ts';
export { outputsOf } from './step-outputs.ts';
export { converted } from './values.ts';
