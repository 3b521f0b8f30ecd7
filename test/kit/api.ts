import assert from 'node:assert/strict';
import { Compile } from 'typebox/compile';
import { table } from '#api/v1/table';
import { sign } from '#kernel/sign';
import { KEY, REGION, type World } from './world.ts';

/** What the native API answered. */
export interface Answer {
  status: number;
  headers: Headers;
  /** The parsed JSON; undefined where there was none. */
  body: Record<string, unknown>;
}

export interface Request {
  body?: unknown;
  headers?: Record<string, string>;
  /** A bearer token; without one the request is signed with the administrator's key. `null`: no credential. */
  token?: string | null;
  key?: { id: string; secret: string; sessionToken?: string };
  region?: string;
}

/** Calls the native API as a script would. `path` is below `/api/v1`. */
export async function call(world: World, method: string, path: string, request: Request = {}): Promise<Answer> {
  const url = new URL(`/api/v1${path}`, world.url);
  const body = bodyOf(request.body);
  const given = { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...request.headers };
  const headers = { ...given, ...credentialOf(world, { method, url, headers: given, body }, request) };
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }), redirect: 'error' });
  const text = await response.text();
  const answer = { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
  if (response.ok) checkAnswer(method, url.pathname.slice('/api/v1'.length), answer, text);
  return answer;
}

/** Whatever is answered is what the document says: by TypeBox's own check, which is not the server's. */
function checkAnswer(method: string, path: string, { status, body }: Answer, text: string): void {
  const route = Object.values(table).find(
    (each) => each.method === method && new RegExp(`^${each.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  assert.ok(route, `${method} ${path} is in the table`);
  if (!('answer' in route)) {
    assert.deepEqual([status, text], [204, '']);
    return;
  }
  assert.equal(status, 'status' in route ? route.status : 200);
  assert.deepEqual(Compile(route.answer).Errors(body), [], `the answer of ${method} ${path}`);
}

const bodyOf = (body: unknown) =>
  body === undefined || typeof body === 'string' ? (body as string | undefined) : JSON.stringify(body);

type Signed = { method: string; url: URL; headers: Record<string, string>; body: string | undefined };

function credentialOf(world: World, { body, ...signed }: Signed, { token, key, region }: Request) {
  if (token === null) return {};
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  const sessionToken = key?.sessionToken;
  const signer = {
    ...{ accessKeyId: key?.id ?? KEY.id, secret: key?.secret ?? KEY.secret },
    ...(sessionToken ? { sessionToken } : {}),
  };
  const where = { region: region ?? REGION, service: 'muster' };
  return sign({ ...signed, ...(body === undefined ? {} : { body }) }, signer, where, world.now());
}

/** The answer's body, of a call that must succeed with `status`. */
export async function done<T = Record<string, unknown>>(answer: Promise<Answer>, status = 200): Promise<T> {
  const { status: got, body } = await answer;
  assert.equal(got, status, JSON.stringify(body));
  return body as T;
}

/** The problem, of a call that must be refused with `status`. */
export async function refused(answer: Promise<Answer>, status: number, kind: string): Promise<Record<string, unknown>> {
  const { status: got, body, headers } = await answer;
  assert.equal(got, status, JSON.stringify(body));
  assert.equal(body['type'], `/api/v1/#problem-${kind}`);
  assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/);
  assert.equal(body['requestId'], headers.get('x-request-id'));
  return body;
}

/** Makes a bearer token. */
export async function tokenFor(
  world: World,
  name: string,
  options: object = {},
): Promise<{ id: string; secret: string }> {
  const { token, secret } = await done<{ token: { id: string }; secret: string }>(
    call(world, 'POST', '/tokens', { body: { name, ...options } }),
    201,
  );
  return { id: token.id, secret };
}
