import { type ApiClient, createApiClient } from '#api/client/client';
import type { StructureShape } from '#kernel/shape';
import { sign } from '#kernel/sign';
import { decodeMembers } from '#wire/protocols/decode';
import { writeJson } from '#wire/protocols/json';
import type { Handlers, Service } from '#wire/service';
import { cloudwatch } from '#wire/services/cloudwatch/service';
import { events } from '#wire/services/events/service';
import { ssmContacts } from '#wire/services/ssm-contacts/service';
import { ssmIncidents } from '#wire/services/ssm-incidents/service';
import { sts } from '#wire/services/sts/service';
import { element, exchange } from './exchange.ts';
import type { Target } from './target.ts';

type Operations<S extends Service> = Handlers<S['table'], unknown>;
type Sent<S extends Service, K extends keyof Operations<S>> = Operations<S>[K] extends (
  call: never,
  input: infer In,
) => unknown
  ? In
  : never;
type Got<S extends Service, K extends keyof Operations<S>> = Operations<S>[K] extends (
  ...all: never[]
) => Promise<infer Out>
  ? Exclude<Out, void>
  : never;
/** Calls of one service, typed by what it declares. */
type Caller<S extends Service> = <K extends keyof Operations<S> & string>(
  name: K,
  input: Sent<S, K>,
) => Promise<Got<S, K>>;

export type Name = keyof Operations<typeof ssmIncidents>;
export type Input<K extends Name> = Sent<typeof ssmIncidents, K>;
export type Output<K extends Name> = Got<typeof ssmIncidents, K>;
export type ContactsInput<K extends keyof Operations<typeof ssmContacts>> = Sent<typeof ssmContacts, K>;
export type ContactsOutput<K extends keyof Operations<typeof ssmContacts>> = Got<typeof ssmContacts, K>;
export type AlarmsInput<K extends keyof Operations<typeof cloudwatch>> = Sent<typeof cloudwatch, K>;
export type AlarmsOutput<K extends keyof Operations<typeof cloudwatch>> = Got<typeof cloudwatch, K>;
export type RulesOutput<K extends keyof Operations<typeof events>> = Got<typeof events, K>;

export interface Identity {
  account: string;
  arn: string;
}

/** Muster's operations, signed and sent as any AWS client would. */
export interface Client {
  /** The region in which contacts, rotations and alarms are looked for. */
  readonly region: string;
  /** Incident Manager: incidents and response plans. */
  call: Caller<typeof ssmIncidents>;
  /** Contacts, their channels, engagements and pages, rotations. */
  contacts: Caller<typeof ssmContacts>;
  alarms: Caller<typeof cloudwatch>;
  /** Rules and their targets. */
  rules: Caller<typeof events>;
  /** Who the key is of. Asked once. */
  whoami(): Promise<Identity>;
  /** The native API, signed with the same key. */
  api: ApiClient['call'];
}

export interface ClientOptions {
  fetchIt?: typeof fetch;
  /** Ends all calls, sooner than the 30 seconds that each may take. */
  hurry?: AbortSignal;
}

/** The name under which calls of our own face are signed. */
const OWN = 'muster';

interface Request {
  service: string;
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

export function createClient(target: Target, now: () => Date, options: ClientOptions = {}): Client {
  const send = ({ service, method, path, headers = {}, body }: Request) => {
    const url = new URL(path, target.endpoint);
    const content = body === undefined ? {} : { body };
    const signed = sign({ method, url, headers, ...content }, target.signer, { region: target.region, service }, now());
    return exchange(options.fetchIt ?? fetch, url, { method, headers: signed, ...content }, options.hurry);
  };
  const native = createApiClient({
    url: target.endpoint,
    authorize: (request) => sign(request, target.signer, { region: target.region, service: OWN }, now()),
    fetch: async (input, init) => {
      const text = await exchange(options.fetchIt ?? fetch, new URL(String(input)), init ?? {}, options.hurry);
      return text === '' ? new Response(null, { status: 204 }) : new Response(text);
    },
  });
  let identity: Promise<Identity> | undefined;
  return {
    region: target.region,
    api: native.call,
    call: async (name, input) => {
      const { input: shape, output, http } = ssmIncidents.operations.get(name)!;
      const { method, uri, query = {} } = http!;
      const content = method === 'GET' ? {} : { headers: type('application/json'), body: writeJson(shape, input) };
      const path = uri + queryOf(query, input as Record<string, unknown>);
      return decoded(output, await send({ service: ssmIncidents.signingName, method, path, ...content }));
    },
    contacts: async (name, input) => decoded(...(await callJson(ssmContacts, '1.1', name, input, send))),
    rules: async (name, input) => decoded(...(await callJson(events, '1.1', name, input, send))),
    alarms: async (name, input) => decoded(...(await callJson(cloudwatch, '1.0', name, input, send))),
    whoami() {
      identity ??= whoami(send);
      return identity;
    },
  };
}

type Send = (request: Request) => Promise<string>;

const type = (text: string) => ({ 'content-type': text });

/** `?name=value&…` of the members that are bound to the query and given. */
function queryOf(query: Readonly<Record<string, string>>, values: Record<string, unknown>): string {
  const given = Object.entries(query).flatMap(([member, key]) =>
    values[member] === undefined ? [] : [[key, String(values[member])]],
  );
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
}

async function callJson(
  { signingName: service, target, operations }: Service,
  version: '1.0' | '1.1',
  name: string,
  input: unknown,
  send: Send,
): Promise<[StructureShape | undefined, string]> {
  const { input: shape, output } = operations.get(name)!;
  const headers = { ...type(`application/x-amz-json-${version}`), 'x-amz-target': `${target}.${name}` };
  return [output, await send({ service, method: 'POST', path: '/', headers, body: writeJson(shape, input) })];
}

/** The members that the operation declares; what else an answer holds is not told on. */
const decoded = <T>(shape: StructureShape | undefined, text: string): T =>
  decodeMembers(shape?.members ?? [], text.trim() === '' ? {} : JSON.parse(text)) as T;

async function whoami(send: Send): Promise<Identity> {
  const body = new URLSearchParams({ Action: 'GetCallerIdentity', Version: sts.apiVersion }).toString();
  const headers = type('application/x-www-form-urlencoded; charset=utf-8');
  const text = await send({ service: sts.signingName, method: 'POST', path: '/', headers, body });
  return { account: element(text, 'Account'), arn: element(text, 'Arn') };
}
