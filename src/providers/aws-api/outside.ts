import type { Json } from '#domain/documents';
import type { Authority, AwsAnswer, AwsCall } from '#domain/runbooks';
import type { Queries } from '#storage/db';
import type { Asked } from './broker.ts';
import { type Operation, operationOf } from './clients.ts';
import { type AwsFailure, failureOf } from './errors.ts';
import { shown, toSdk } from './input.ts';
import { actionOf, serviceNames } from './names.ts';
import { MAX_OUTPUT, toJson } from './output.ts';
import { changesNothing, mayRepeat } from './repeatable.ts';
import { resourcesOf } from './resources.ts';
import { type OperationSchema, schemaOf } from './schema.ts';

export interface AwsKeys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/**
 * With what calls are signed on an authority's behalf, never with Muster's own power. `judgedThere`: whoever is called judges
 * the role's policies; else we do before the call.
 */
export type CredentialsOf = (
  on: Queries,
  authority: Authority,
  now: Date,
) => Promise<{ keys: AwsKeys; judgedThere: boolean } | { refused: string }>;

/** A call that was made outside, for the audit trail. */
export interface OutsideCall {
  authority: Authority;
  now: Date;
  service: string;
  operation: string;
  readOnly: boolean;
  /** Without what the API calls sensitive. */
  input: Json;
  error?: { code: string; message: string };
}

export interface OutsideOptions {
  /** Where AWS is, by the operator's setting; AWS's own addresses unless given. */
  endpoint: string | undefined;
  credentials: CredentialsOf;
  /** Undefined: allowed; else AWS's words. */
  judge(on: Queries, authority: Authority, action: string, resources: readonly string[]): Promise<string | undefined>;
  record(call: OutsideCall): void;
  /** For a whole call; 25,000 unless given. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 25_000;
const CONNECT_MS = 5_000;

/** AWS by its SDK clients. */
export function createOutsideAws(options: OutsideOptions): Asked {
  const known = (service: string, operation: string) => {
    const found = operationOf(service, operation);
    if ('fault' in found) return found;
    const schema = schemaOf(new found.command({}));
    if (!schema) return { fault: `The client of ${service} is too old: install the latest @aws-sdk client of it.` };
    if (schema.stream === undefined) return { ...found, schema };
    return { fault: `${service} ${operation} answers with a stream (${schema.stream}), which no step can keep.` };
  };
  const repeats = (service: string, operation: string) => {
    if (mayRepeat(service, operation)) return true;
    const found = known(service, operation);
    return !('fault' in found) && found.schema.token !== undefined;
  };
  return {
    fault: async (service, operation) => {
      const found = known(service, operation);
      return 'fault' in found ? found.fault : undefined;
    },
    repeats,
    reads: (_service, operation) => changesNothing(operation),
    isRepeatable: async (service, operation) => repeats(service, operation),
    async call(on, call, signal) {
      const found = known(call.service, call.operation);
      if ('fault' in found) return refused('client', 'UnknownOperation', found.fault);
      const answer = await ask(options, on, call, found, signal);
      const { authority, now, service, operation } = call;
      options.record({
        ...{ authority, now, service, operation, readOnly: changesNothing(operation) },
        input: shown(found.schema.input, call.input),
        ...(answer.ok ? {} : { error: { code: answer.code, message: answer.message } }),
      });
      return answer;
    },
  };
}

type Known = Operation & { schema: OperationSchema };

async function ask(
  options: OutsideOptions,
  on: Queries,
  call: AwsCall,
  known: Known,
  signal: AbortSignal,
): Promise<AwsAnswer> {
  const { authority, service, operation, now } = call;
  const { token } = known.schema;
  const filled = token !== undefined && call.token !== undefined && call.input[token] === undefined;
  const converted = toSdk(known.schema.input, filled ? { ...call.input, [token]: call.token! } : call.input);
  if ('faults' in converted) {
    return refused('client', 'ParamValidation', `${service} ${operation}: ${converted.faults.join('; ')}`);
  }
  const credentials = await options.credentials(on, authority, now);
  if ('refused' in credentials) return refused('permission', 'AccessDenied', credentials.refused);
  if (!credentials.judgedThere) {
    const resources = resourcesOf(service, call.input, authority);
    const denied = await options.judge(on, authority, actionOf(serviceNames(service)!, operation), resources);
    if (denied !== undefined) return refused('permission', 'AccessDenied', denied);
  }
  return send(options, call, known, converted.input, credentials.keys, signal);
}

async function send(
  { endpoint, timeoutMs: usual = TIMEOUT_MS }: OutsideOptions,
  { authority, service, operation, now, bounds = {} }: AwsCall,
  known: Known,
  input: unknown,
  keys: AwsKeys,
  signal: AbortSignal,
): Promise<AwsAnswer> {
  const timeoutMs = bounds.seconds === undefined ? usual : bounds.seconds * 1_000;
  const where =
    endpoint === undefined ? `AWS ${service} in ${authority.region}` : `AWS ${service} at ${new URL(endpoint).origin}`;
  const client = new known.client({
    ...PLAIN,
    region: authority.region,
    credentials: keys,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true, disableHostPrefix: true }),
    // Signatures are of the database's clock, as everything is.
    systemClockOffset: now.getTime() - Date.now(),
    requestHandler: { connectionTimeout: Math.min(CONNECT_MS, timeoutMs), requestTimeout: timeoutMs },
  });
  try {
    const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const output = toJson(await client.send(new known.command(input), { abortSignal }));
    return bounded(output, bounds.bytes ?? MAX_OUTPUT, `${service} ${operation}`);
  } catch (error) {
    return hiding(failureOf(error, where), keys);
  } finally {
    client.destroy();
  }
}

/** What the machine's environment and files say is not for us: neither profiles, nor addresses, nor retries. */
const PLAIN = {
  maxAttempts: 1,
  retryMode: 'standard',
  defaultsMode: 'standard',
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  ignoreConfiguredEndpointUrls: true,
  accountIdEndpointMode: 'disabled',
  // An address in an input is a name, and nothing that is called.
  useQueueUrlAsEndpoint: false,
};

function bounded(output: Readonly<Record<string, Json>>, most: number, what: string): AwsAnswer {
  const size = Buffer.byteLength(JSON.stringify(output));
  if (size <= most) return { ok: true, output };
  const told = `${what} answered ${size} bytes: a step holds ${most}. Ask for less, by filters or a page size.`;
  return refused('client', 'OutputTooLarge', told);
}

function hiding(failure: AwsFailure, { secretAccessKey, sessionToken }: AwsKeys): AwsFailure {
  const hidden = [secretAccessKey, sessionToken].flatMap((one) => one || []);
  return { ...failure, message: hidden.reduce((text, one) => text.replaceAll(one, '***'), failure.message) };
}

const refused = (kind: AwsFailure['kind'], code: string, message: string): AwsFailure => ({
  ok: false,
  kind,
  code,
  message,
});
