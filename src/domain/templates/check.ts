import { invalid } from '#kernel/refusal';
import { type PartRule, partsOf, type TemplateKind } from './kinds.ts';
import { namesIn, parseTemplate } from './template.ts';

/** A template's texts by part: `subject`, `text`, `html`, `title`. A part that is not there is the built-in one. */
export type Parts = Readonly<Record<string, string>>;

/** All that is wrong with a template, by part; empty: it can be used. */
export function faultsOf(kind: TemplateKind, parts: Parts): { name: string; message: string }[] {
  const rules = partsOf(kind);
  const faults = Object.entries(parts ?? {}).flatMap(([name, source]) => {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    const wrong = rule
      ? faultsIn(rule, source)
      : [`messages of the kind ${kind} have ${Object.keys(rules).join(', ')}, and no ${JSON.stringify(name)}`];
    return wrong.map((message) => ({ name, message }));
  });
  return Object.keys(parts ?? {}).length > 0
    ? faults
    : [{ name: 'parts', message: 'wanted one part at least, got none' }];
}

function faultsIn(rule: PartRule, source: unknown): string[] {
  // What is stored was checked once; it is checked again when it is used, and may have been written by another hand.
  if (typeof source !== 'string') return [`wanted a text, got ${JSON.stringify(source)}`];
  if (source.length > rule.longest) return [`wanted at most ${rule.longest} characters, got ${source.length}`];
  if (source.trim() === '') return ['wanted a text, got an empty one: leave the part out to have the built-in one'];
  const { segments, faults } = parseTemplate(source);
  const names = namesIn(segments);
  const { without, needsOneOf } = rule;
  for (const name of without?.names ?? []) if (names.has(name)) faults.push(`no {{${name}}} here: ${without!.why}`);
  if (needsOneOf && !needsOneOf.some((name) => names.has(name)))
    faults.push(`wanted ${needsOneOf.map((name) => `{{${name}}}`).join(' or ')} in it, or nobody could answer`);
  return faults;
}

/** Refuses (validation) a template that could not be used, naming everything that is wrong with it. */
export function check(kind: TemplateKind, parts: Parts): void {
  const faults = faultsOf(kind, parts);
  if (faults.length === 0) return;
  const told = faults.map(({ name, message }) => `${name}: ${message}`).join('; ');
  throw invalid(`The template cannot be used: ${told}.`, ...faults);
}
