import type { Fault } from './fault.ts';
import { lintFlow } from './lint-flow.ts';
import { lintNames } from './lint-names.ts';
import { lintSecrets } from './lint-secrets.ts';
import { lintSteps } from './lint-steps.ts';
import type { Finding, Linted, PlacedStep } from './linted.ts';
import { runbookOf } from './read-runbook.ts';
import type { Runbook, Step } from './runbook.ts';
import { type Format, type MapSource, readSource, type Source, type Spot } from './source.ts';

const MOST_FINDINGS = 200;

/**
 * What is wrong with a runbook, or may be, beyond what keeps it from being stored. Of a text that cannot be stored the faults
 * alone, as errors of the rule `document`. In the order of the text; 200 at most.
 */
export function lint(text: string, format: Format): { runbook?: Runbook; findings: readonly Finding[] } {
  const read = readSource(text, format);
  if ('faults' in read) return { findings: read.faults.map(asError) };
  const checked = runbookOf(read.source);
  if (!checked.ok) return { findings: checked.faults.map(asError) };
  const { runbook } = checked;
  const findings: Finding[] = [];
  const add =
    (severity: Finding['severity']) =>
    (rule: string, { path, line, column }: Spot, message: string) => {
      if (findings.length < MOST_FINDINGS) findings.push({ severity, rule, path, line, column, message });
    };
  const whole = read.source as MapSource;
  const on: Linted = {
    runbook,
    whole,
    steps: placed(runbook.steps, whole.members.get('mainSteps')),
    warn: add('warning'),
    err: add('error'),
  };
  for (const rule of [lintFlow, lintNames, lintSteps, lintSecrets]) rule(on);
  return { runbook, findings: findings.sort((one, other) => one.line - other.line || one.column - other.column) };
}

const asError = (fault: Fault): Finding => ({ severity: 'error', rule: 'document', ...fault });

/** Steps and their sources are in the same order: a document that was read has every step that is in its text. */
function placed(steps: readonly Step[], source: Source | undefined, top?: string): PlacedStep[] {
  const items = source?.is === 'list' ? source.items : [];
  return steps.flatMap((step, index) => {
    const at = items[index] as MapSource;
    const inputs = at.members.get('inputs');
    const inner = inputs?.is === 'map' ? inputs.members.get('Steps') : undefined;
    const own = top ?? step.name;
    return [{ step, at, top: own }, ...(step.loop ? placed(step.loop.steps, inner, own) : [])];
  });
}
