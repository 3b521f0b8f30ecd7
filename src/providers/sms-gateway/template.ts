/** Templates of requests: text with placeholders such as `{{to}}`, each filled in as its place needs it. */

export type Values = Readonly<Record<Placeholder, string>>;
export type Escape = (value: string) => string;

const PLACEHOLDERS = ['to', 'text', 'key', 'from', 'secret'] as const;
type Placeholder = (typeof PLACEHOLDERS)[number];

const IN_BRACES = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** In an address or a form: percent-encoded. */
export const urlText: Escape = (value) => encodeURIComponent(value.toWellFormed());
/** Within the quotes of a JSON string. */
export const jsonText: Escape = (value) => JSON.stringify(value.toWellFormed()).slice(1, -1);
/** In a header: one line. */
export const headerText: Escape = (value) => value.replace(/[^\x20-\x7e]+/g, ' ').trim();

/** The placeholders of a template, whether they are known or not. */
export const namesIn = (template: string): string[] => [...template.matchAll(IN_BRACES)].map(([, name]) => name!);

/** What is wrong with a template; undefined where nothing is. */
export function templateFault(template: string): string | undefined {
  const unknown = namesIn(template).find((name) => !isPlaceholder(name));
  if (unknown === undefined) return undefined;
  const known = PLACEHOLDERS.map((name) => `{{${name}}}`).join(', ');
  return `wanted placeholders among ${known}, got {{${unknown}}}`;
}

/** The template with its placeholders filled in; what is filled in is not looked at again. */
export const filled = (template: string, values: Values, toPlace: Escape): string =>
  template.replace(IN_BRACES, (all, name: string) => (isPlaceholder(name) ? toPlace(values[name]) : all));

const isPlaceholder = (name: string): name is Placeholder => (PLACEHOLDERS as readonly string[]).includes(name);
