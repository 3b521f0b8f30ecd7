export { alarmIn } from './alarm-values.ts';
export { check as checkTemplate, type Parts } from './check.ts';
export { type Filled, fillTemplate } from './custom.ts';
export { fillIncidentText, INCIDENT_PLACEHOLDERS, unknownInIncidentText } from './incident-text.ts';
export { isTemplateKind, partsOf, type TemplateKind, templateKinds } from './kinds.ts';
export { type Placeholder, type PlaceholderValues, placeholders } from './placeholders.ts';
export { createTemplates, type Template, type TemplateBook, type TemplateRef, type Templates } from './templates.ts';
