import type { Fault } from './fault.ts';
import type { Runbook, Step } from './runbook.ts';
import type { MapSource, Spot } from './source.ts';

/** What the linter found. An error: it will not work; a warning: it may not do what was meant. */
export interface Finding extends Fault {
  severity: 'error' | 'warning';
  /** A word for the rule, for those who count or silence findings. */
  rule: string;
}

/** A step with its place, wherever it is. */
export interface PlacedStep {
  step: Step;
  at: MapSource;
  /** Of its loops the outermost, else itself: the step of the document's own list. */
  top: string;
}

/** What rules look at. */
export interface Linted {
  runbook: Runbook;
  whole: MapSource;
  steps: readonly PlacedStep[];
  warn(rule: string, at: Spot, message: string): void;
  err(rule: string, at: Spot, message: string): void;
}

/** The place of a member, or of the map where it is not there. */
export const placeOf = (map: MapSource, name: string): Spot => map.members.get(name) ?? map;

/** The place of an input. */
export function inputPlace({ at }: PlacedStep, name: string): Spot {
  const inputs = at.members.get('inputs');
  return inputs?.is === 'map' ? placeOf(inputs, name) : at;
}
