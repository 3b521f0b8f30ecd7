import { Refusal } from '#kernel/refusal';
import type { PathStep, Violation } from '#kernel/shape';
import { cut } from '#kernel/text';

/** AWS's wording of broken constraints: the one place where violations become text. */

/** A value is echoed up to this many characters. */
const LONGEST_ECHO = 256;
/** A key of a map is the caller's own text and part of the path. */
const LONGEST_KEY = 128;

/** The refusal that tells all violations, or nothing when there are none. */
export function refuse(violations: readonly Violation[]): Refusal | undefined {
  if (violations.length === 0) return undefined;
  const fields = violations.map((violation) => ({ name: nameOf(violation.path), message: constraint(violation) }));
  return new Refusal('validation', sentence(violations), { fields });
}

/** E.g. `1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null`. */
export function sentence(violations: readonly Violation[]): string {
  const errors = violations.length === 1 ? 'validation error' : 'validation errors';
  const told = violations.map((each) => {
    return `Value ${echo(each.got)} at '${pathOf(each.path)}' failed to satisfy constraint: ${constraint(each)}`;
  });
  return `${violations.length} ${errors} detected: ${told.join('; ')}`;
}

/** `plan.stages.1.member.durationInMinutes`: members in lower camel case, items counted from 1. */
function pathOf(path: readonly PathStep[]): string {
  return path.map((step) => stepText(step)).join('.');
}

function stepText(step: PathStep): string {
  if (typeof step === 'string') return lowerFirst(step);
  if ('item' in step) return `${step.item + 1}.member`;
  if ('entry' in step) return `${cut(step.entry, LONGEST_KEY)}.member`;
  return `${cut(step.key, LONGEST_KEY)}.key`;
}

/** The member as the model spells it, for services that name the wrong fields as data. */
function nameOf(path: readonly PathStep[]): string {
  return path.map((step) => (typeof step === 'string' ? step : stepText(step))).join('.');
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function constraint(violation: Violation): string {
  switch (violation.rule) {
    case 'required':
      return 'Member must not be null';
    case 'type':
      return `Member must be a ${violation.want}`;
    case 'length':
      return `Member must have length ${bound(violation.want)}`;
    case 'range':
      return `Member must have value ${bound(violation.want)}`;
    case 'pattern':
      return `Member must satisfy regular expression pattern: ${violation.want}`;
    case 'enum':
      return `Member must satisfy enum value set: [${violation.want.join(', ')}]`;
    case 'union':
      return `Member must have exactly one of its members set: [${violation.want.join(', ')}]`;
  }
}

function bound(want: { readonly min: number } | { readonly max: number }): string {
  return 'min' in want ? `greater than or equal to ${want.min}` : `less than or equal to ${want.max}`;
}

function echo(got: unknown): string {
  if (got === undefined || got === null) return 'null';
  if (got instanceof Uint8Array) return `'(${got.length} bytes)'`;
  if (got instanceof Date) return `'${got.toISOString()}'`;
  return `'${cut(typeof got === 'object' ? outline(got) : String(got), LONGEST_ECHO)}'`;
}

/** Of a list or structure only how large it is: its parts may hold what must not be seen. */
function outline(got: object): string {
  return Array.isArray(got) ? `[${got.length} members]` : `{${Object.keys(got).length} members}`;
}
