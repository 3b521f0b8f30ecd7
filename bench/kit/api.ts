import { sign } from '#kernel/sign';
import type { ServerProcess } from '../../test/kit/server-process.ts';
import { REGION } from './requests.ts';

export type Target = Pick<ServerProcess, 'url' | 'key'>;

/** Calls the native API with the first access key; throws unless it succeeds. */
export async function call({ url, key }: Target, method: string, path: string, body: object): Promise<unknown> {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json' };
  const to = new URL(path, url);
  const where = { region: REGION, service: 'muster' };
  const signer = { accessKeyId: key.id, secret: key.secret };
  const signed = sign({ method, url: to, headers, body: text }, signer, where, new Date());
  const answer = await fetch(to, { method, headers: { ...headers, ...signed }, body: text });
  if (!answer.ok) throw new Error(`${method} ${path}: wanted success, got ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
