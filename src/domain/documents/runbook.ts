/** What a runbook says once it is read and checked: schema 0.3 as data. Whoever holds one need not look at its text again. */
export interface Runbook {
  description?: string;
  /** A role's ARN or an expression; absent or empty: it runs as its caller. */
  assumeRole?: string;
  /** By name, in the order of the text. */
  parameters: Readonly<Record<string, Parameter>>;
  variables: Readonly<Record<string, Variable>>;
  /** In order, one at least. */
  steps: readonly Step[];
  /** `step.Output` or `step`: what the execution as a whole reports. */
  outputs: readonly string[];
}

/** A value as documents, steps and events have it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export type ValueType = 'String' | 'StringList' | 'Integer' | 'Boolean' | 'StringMap' | 'MapList';

/** What a run is given. */
export interface Parameter {
  /** `AWS::EC2::Instance::Id` and the like are String, `List<…>` of them StringList. */
  type: ValueType;
  /** As it was written, for whoever asks for the document. */
  writtenType: string;
  description?: string;
  /** Absent: the parameter must be given. */
  default?: Json;
  allowedValues?: readonly Json[];
  allowedPattern?: string;
  minItems?: number;
  maxItems?: number;
  minChars?: number;
  maxChars?: number;
}

/** What steps change while it runs (`aws:updateVariable`), read as `{{ variable:name }}`. */
export interface Variable {
  type: ValueType;
  default?: Json;
}

/** One step. Names in it exist, and nothing in it leads round for ever: that was checked. */
export interface Step {
  /** Unique in the document, those within loops included. */
  name: string;
  /** `aws:sleep` and the like. */
  action: string;
  description?: string;
  /** As written, expressions and all; but what `branch` and `loop` hold is not in it. */
  inputs: Readonly<Record<string, Json>>;
  /** What is taken from the action's answer under a name of the document's own. */
  outputs: readonly StepOutput[];
  /** Attempts in all, at least 1. */
  maxAttempts: number;
  /** Absent: the action's own. */
  timeoutSeconds?: number;
  onFailure: OnFailure;
  onCancel: OnCancel;
  /** After it nothing more comes, whatever became of it. */
  isEnd: boolean;
  /** Where success leads, if not to the step after it. */
  nextStep?: string;
  /** Its failure is the execution's, even if that went on. */
  isCritical: boolean;
  /** Of `aws:branch`. */
  branch?: { choices: readonly Choice[]; otherwise?: string };
  /** Of `aws:loop`. */
  loop?: Loop;
}

export type OnFailure = { do: 'Abort' | 'Continue' } | { step: string };
export type OnCancel = { do: 'Abort' } | { step: string };

export interface StepOutput {
  name: string;
  /** A JSONPath over the action's answer. */
  selector: string;
  type: ValueType;
}

export interface Choice {
  nextStep: string;
  condition: Condition;
}

export type Condition =
  | { and: readonly Condition[] }
  | { or: readonly Condition[] }
  | { not: Condition }
  /** `variable`: an expression; `operator`: `StringEquals` and the like; `value`: what is compared with. */
  | { variable: string; operator: string; value: Json };

export interface Loop {
  steps: readonly Step[];
  /** For each of these (a list, or an expression that is one) … */
  iterators?: Json;
  iteratorType?: 'String' | 'Boolean' | 'Integer' | 'StringMap';
  /** … or again while this holds, judged after each pass, so many times at most. */
  condition?: Condition;
  maxIterations?: Json;
}
