import { faultsOf, type Parts } from './check.ts';
import { partsOf, type TemplateKind } from './kinds.ts';
import type { PlaceholderValues } from './placeholders.ts';
import { fill, parseTemplate } from './template.ts';

/** The texts of one's own for a message, filled; or why they are not used. */
export type Filled = { parts: Parts } | { fault: string };

/**
 * Fills a template. What cannot be used is a fault in words and never an error: the message goes out with its built-in texts
 * then (law 1).
 */
export function fillTemplate(kind: TemplateKind, template: Parts, values: PlaceholderValues): Filled {
  const [wrong] = faultsOf(kind, template);
  if (wrong) return { fault: `${wrong.name}: ${wrong.message}` };
  const rules = partsOf(kind);
  const filled: Record<string, string> = {};
  for (const [name, source] of Object.entries(template)) {
    const rule = rules[name]!;
    const text = fill(parseTemplate(source).segments, values, rule.escape);
    if (text.trim() === '') return { fault: `${name}: nothing is left of it, filled with this incident` };
    if (text.length > rule.longestFilled)
      return { fault: `${name}: filled, it is longer than ${rule.longestFilled} characters` };
    filled[name] = text;
  }
  return { parts: filled };
}
