import type { Lookup } from './expressions.ts';
import type { Json } from './runbook.ts';

/** What a running execution knows, as its expressions name it. */
export interface Known {
  parameters: Readonly<Record<string, Json>>;
  /** By step, then by output; of a loop that is going on also `CurrentIteratorValue`. */
  outputs: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  variables: Readonly<Record<string, Json>>;
  account: string;
  region: string;
  executionId: string;
  now: Date;
}

/** The instant as `global:DATE` and `global:DATE_TIME` write it, in UTC. */
const dateOf = (now: Date) => now.toISOString().slice(0, 10);
const timeOf = (now: Date) => now.toISOString().slice(11, 19).replaceAll(':', '.');

/** Names that `global:` has. */
export const GLOBALS = ['ACCOUNT_ID', 'AWS_PARTITION', 'DATE', 'DATE_TIME', 'REGION'] as const;
/** Parameters that a run with targets has undeclared. */
export const PSEUDO_PARAMETERS = ['RESOURCE_ID', 'TARGETS'] as const;

/** Looks expressions up in what is known. */
export function lookupIn(known: Known): Lookup {
  const globals: Record<(typeof GLOBALS)[number], string> = {
    ACCOUNT_ID: known.account,
    AWS_PARTITION: partitionOf(known.region),
    DATE: dateOf(known.now),
    DATE_TIME: `${dateOf(known.now)}_${timeOf(known.now)}`,
    REGION: known.region,
  };
  return ({ kind, name, output }) => {
    switch (kind) {
      case 'parameter':
        return own(known.parameters, name);
      case 'variable':
        return own(known.variables, name);
      case 'global':
        return own(globals, name);
      case 'automation':
        return name === 'EXECUTION_ID' ? known.executionId : undefined;
      case 'output': {
        const outputs = own(known.outputs, name);
        return outputs ? own(outputs, output!) : memberOf(own(known.parameters, name), output!);
      }
      case 'ssm':
        return undefined;
    }
  };
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** `{{ Parameter.member }}`: of a map. */
function memberOf(value: Json | undefined, name: string): Json | undefined {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMap ? own(value as Readonly<Record<string, Json>>, name) : undefined;
}

const partitionOf = (region: string) =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
