import { type Operations, operations, type Problem } from './generated.ts';

/** A client of the native API, typed by its OpenAPI document; over `fetch`, so it runs wherever that is. */

type Name = keyof Operations;

export type Request<N extends Name> = Operations[N]['request'] & {
  /** Held against the version of what is to be changed. */
  ifMatch?: string;
  /** The same key, the same answer: for a POST that is sent again. */
  idempotencyKey?: string;
};

export interface Answered<N extends Name> {
  body: Operations[N]['answer'];
  /** The version of what was answered, for If-Match. */
  etag: string | undefined;
}

export interface Outgoing {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body?: string;
}

export interface ClientOptions {
  /** Muster's address, without `/api/v1`. */
  url: URL | string;
  /** The headers that prove who calls: a bearer token's, or a signature's. */
  authorize(request: Outgoing): Record<string, string>;
  fetch?: typeof fetch;
}

/** A refusal, as the server tells it. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

export interface ApiClient {
  /** Calls an operation by its name. Throws `ProblemError` when it is refused. */
  call<N extends Exclude<Name, 'live'>>(name: N, request: Request<N>): Promise<Answered<N>>;
}

export const bearer = (token: string) => () => ({ authorization: `Bearer ${token}` });

export function createApiClient({ url: base, authorize, fetch: send = fetch }: ClientOptions): ApiClient {
  return {
    async call(name, request) {
      const outgoing = outgoingOf(base, name, request as AnyRequest);
      const { url, ...init } = outgoing;
      const response = await send(url, {
        ...init,
        headers: { ...init.headers, ...authorize(outgoing) },
        redirect: 'error',
      });
      const text = await response.text();
      if (!response.ok) throw new ProblemError(problemIn(response, text));
      const body = text === '' ? undefined : JSON.parse(text);
      return { body, etag: response.headers.get('etag') ?? undefined };
    },
  };
}

interface AnyRequest {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  ifMatch?: string;
  idempotencyKey?: string;
}

function outgoingOf(base: URL | string, name: Name, request: AnyRequest): Outgoing {
  const { params = {}, query = {}, body, ifMatch, idempotencyKey } = request;
  const { method, path } = operations[name];
  const filled = path.replace(/\{(\w+)\}/g, (_, parameter: string) => encodeURIComponent(params[parameter] ?? ''));
  const url = new URL(`/api/v1${filled}`, base);
  for (const [parameter, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined) url.searchParams.append(parameter, String(each));
    }
  }
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
  };
  return { method, url, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
}

/** What stands between may answer instead of Muster, and in another form. */
function problemIn(response: Response, text: string): Problem {
  if (/^application\/problem\+json/.test(response.headers.get('content-type') ?? ''))
    return JSON.parse(text) as Problem;
  const detail = `status ${response.status}, and no problem of Muster's: ${text.slice(0, 200)}`;
  return { type: 'about:blank', title: response.statusText, status: response.status, detail, requestId: '' };
}
