import { awsActions } from './actions-aws.ts';
import { flowActions } from './actions-flow.ts';
import { instanceActions } from './actions-instances.ts';

/** An input of an action. `any`: its type is not known beforehand. */
export interface InputFacts {
  name: string;
  type: 'text' | 'number' | 'flag' | 'list' | 'map' | 'any';
  isRequired?: true;
  oneOf?: readonly string[];
}

/** What a document must know of an action to be right; what the action does is elsewhere. */
export interface ActionFacts {
  /** `aws:sleep` and the like. */
  name: string;
  inputs: readonly InputFacts[];
  /** Of each of these, exactly one input must be there. */
  either?: readonly (readonly string[])[];
  /** Further inputs are the arguments of the API that it calls. */
  isOpen?: true;
  /** What it gives by itself: `{{ step.Name }}`. */
  outputs: readonly string[];
  /** Seconds; absent: as long as the engine lets it. */
  defaultTimeoutSeconds?: number;
  maxTimeoutSeconds?: number;
  /** No step leads to it by `onCancel`: it waits, or makes what nobody would remove. */
  isNoCleanUp?: true;
  /** It has no `onCancel` itself. */
  hasNoOnCancel?: true;
  /** It does as a role, or whoever started it, does: what it may is theirs. */
  callsAws?: true;
}

/** By name. */
export type ActionTable = ReadonlyMap<string, ActionFacts>;

/** Every action of Automation (aws-behaviour.md 3.3). */
export const knownActions: ActionTable = new Map(
  [...flowActions, ...awsActions, ...instanceActions].map((facts) => [facts.name, facts]),
);
