import { type ApiClient, createApiClient, ProblemError } from '#api/client/client';
import { messageOf } from '#kernel/text';
import { decodeMembers } from '#wire/protocols/decode';
import { writeJson } from '#wire/protocols/json';
import type { Handlers } from '#wire/service';
import { ssmIncidents } from '#wire/services/ssm-incidents/service';
import { sts } from '#wire/services/sts/service';
import { sign } from '#wire/signing/sign';
import { CliFault } from './fault.ts';
import { plain } from './table.ts';
import type { Target } from './target.ts';

/** How long a call may take. */
const PATIENCE_MS = 30_000;
/** The largest answer that is read, in characters. */
const MAX_ANSWER = 16_000_000;

type Operations = Handlers<typeof ssmIncidents.table, unknown>;
export type Name = keyof Operations;
export type Input<K extends Name> = Parameters<Operations[K]>[1];
export type Output<K extends Name> = Exclude<Awaited<ReturnType<Operations[K]>>, void>;

export interface Identity {
  account: string;
  arn: string;
}

/** Incident Manager's operations, signed and sent as any AWS client would. */
export interface Client {
  /** The native API, signed with the same key. */
  api: ApiClient['call'];
  call<K extends Name>(name: K, input: Input<K>): Promise<Output<K>>;
  whoami(): Promise<Identity>;
}

export function createClient(target: Target, now: () => Date, fetchIt: typeof fetch = fetch): Client {
  const send = (service: string, method: string, path: string, body: string | undefined, type: string) => {
    const url = new URL(path, target.endpoint);
    const headers: Record<string, string> = body === undefined ? {} : { 'content-type': type };
    const request = { method, url, headers, ...(body === undefined ? {} : { body }) };
    const signed = sign(request, target.signer, { region: target.region, service }, now());
    return exchange(fetchIt, url, { method, headers: signed, ...(body === undefined ? {} : { body }) });
  };
  const native = createApiClient({
    url: target.endpoint,
    authorize: ({ method, url, headers, body }) =>
      sign(
        { method, url, headers, ...(body === undefined ? {} : { body }) },
        target.signer,
        { region: target.region, service: 'muster' },
        now(),
      ),
    fetch: (input, init) => fetchIt(input, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(away(target)),
  });
  return {
    api: (name, request) => native.call(name, request).catch(refusedBy(target)),
    async call(name, input) {
      const operation = ssmIncidents.operations.get(name)!;
      const { method, uri, query = {} } = operation.http!;
      const values = input as Record<string, unknown>;
      const url = new URLSearchParams(
        Object.entries(query).flatMap(([member, key]) =>
          values[member] === undefined ? [] : [[key, String(values[member])]],
        ),
      );
      const path = url.size > 0 ? `${uri}?${url}` : uri;
      const body = method === 'GET' ? undefined : writeJson(operation.input, input);
      const text = await send(ssmIncidents.signingName, method, path, body, 'application/json');
      return decodeMembers(operation.output?.members ?? [], text === '' ? {} : JSON.parse(text)) as Output<typeof name>;
    },
    async whoami() {
      const form = new URLSearchParams({ Action: 'GetCallerIdentity', Version: sts.apiVersion }).toString();
      const text = await send(sts.signingName, 'POST', '/', form, 'application/x-www-form-urlencoded; charset=utf-8');
      return { account: element(text, 'Account'), arn: element(text, 'Arn') };
    },
  };
}

async function exchange(fetchIt: typeof fetch, url: URL, init: RequestInit): Promise<string> {
  let response: Response;
  let text: string;
  try {
    response = await fetchIt(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
    text = await response.text();
  } catch (error) {
    throw unreachable(url, error);
  }
  if (text.length > MAX_ANSWER) throw new CliFault('refused', `the answer of ${url.origin} is too long to be Muster's`);
  if (!response.ok) throw refusal(url, response, text);
  return text;
}

function unreachable({ origin }: URL, error: unknown): CliFault {
  const cause = error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : messageOf(error);
  return new CliFault(
    'unreachable',
    `no answer from ${origin}: ${cause || messageOf(error)}`,
    'Is the server running (`muster start`)? Set AWS_ENDPOINT_URL to where it is.',
    { cause: error },
  );
}

const away =
  ({ endpoint }: Target) =>
  (error: unknown) => {
    throw unreachable(endpoint, error);
  };

/** What the native API refuses, as the CLI tells it. */
const refusedBy = (target: Target) => (error: unknown) => {
  if (!(error instanceof ProblemError)) throw error;
  const kind = error.problem.status >= 500 ? 'unreachable' : 'refused';
  throw new CliFault(kind, `${target.endpoint.origin}: ${plain(error.message)}`, undefined, { cause: error });
};

function refusal(url: URL, response: Response, text: string): CliFault {
  const { code, message } = errorOf(response, text);
  const told = `${code}: ${plain(message) || `status ${response.status}`}`;
  if (response.status >= 500) {
    return new CliFault(
      'unreachable',
      `${url.origin} cannot answer now: ${told}`,
      'Try again; `/readyz` there says what is wrong.',
    );
  }
  const wrongKey = /SignatureDoesNotMatch|InvalidClientTokenId|UnrecognizedClient|InvalidSignature/.test(code);
  return new CliFault(
    'refused',
    told,
    wrongKey
      ? 'The access key is not of this server: check AWS_ACCESS_KEY_ID, AWS_PROFILE and MUSTER_DATA_DIR.'
      : undefined,
  );
}

function errorOf(response: Response, text: string): { code: string; message: string } {
  const header = response.headers.get('x-amzn-errortype')?.split(/[:#]/)[0];
  if (!/json/.test(response.headers.get('content-type') ?? '')) {
    return { code: header ?? (element(text, 'Code') || `HTTP ${response.status}`), message: element(text, 'Message') };
  }
  const body = JSON.parse(text) as { message?: unknown; Message?: unknown; __type?: unknown };
  const code = header ?? String(body.__type ?? `HTTP ${response.status}`);
  return { code, message: String(body.message ?? body.Message ?? '') };
}

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
};

/** The text of the first element of that name; awsQuery's answers are flat enough for it. */
function element(xml: string, name: string): string {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
  return text.replace(/&(amp|lt|gt|quot|apos|#39);/g, (entity) => ENTITIES[entity]!);
}
