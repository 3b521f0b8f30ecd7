import { createRequire } from 'node:module';
import { nearest } from '#kernel/nearest';
import { serviceNames } from './names.ts';
import type { SdkCommand } from './schema.ts';

interface SdkClient {
  send(command: SdkCommand, options: { abortSignal: AbortSignal }): Promise<Readonly<Record<string, unknown>>>;
  destroy(): void;
}

/** One operation of an installed client. */
export interface Operation {
  client: new (config: Readonly<Record<string, unknown>>) => SdkClient;
  command: new (input: unknown) => SdkCommand;
}

const require = createRequire(import.meta.url);
const loaded = new Map<string, Readonly<Record<string, unknown>>>();

/** The client's code, loaded at its first use; undefined where it is not installed. */
function load(name: string): Readonly<Record<string, unknown>> | undefined {
  const known = loaded.get(name);
  if (known) return known;
  let path: string;
  try {
    path = require.resolve(name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
  const made = require(path) as Readonly<Record<string, unknown>>;
  loaded.set(name, made);
  return made;
}

/** The operation, or what is wrong with its names and what to do. */
export function operationOf(service: string, operation: string): Operation | { fault: string } {
  const names = serviceNames(service);
  if (!names)
    return { fault: `${JSON.stringify(service.slice(0, 60))} is no service: write it as boto3 does, e.g. ec2` };
  const code = load(names.package);
  if (!code) {
    const install = `npm install ${names.package}`;
    return {
      fault: `The service ${service} needs its SDK client: run \`${install}\` beside Muster, and start it anew.`,
    };
  }
  const clientName = Object.keys(code).find(
    (name) => /^[A-Z]\w*Client$/.test(name) && typeof code[name] === 'function',
  );
  const commands = Object.keys(code).flatMap((name) => /^([A-Z]\w*)Command$/.exec(name)?.[1] ?? []);
  if (clientName === undefined)
    return { fault: `${names.package} is no SDK client that Muster knows: install another version.` };
  if (!commands.includes(operation)) {
    const near = nearest(operation, commands);
    return { fault: `The service ${service} has no operation ${operation}${near ? `: did you mean ${near}?` : '.'}` };
  }
  return {
    client: code[clientName] as Operation['client'],
    command: code[`${operation}Command`] as Operation['command'],
  };
}
