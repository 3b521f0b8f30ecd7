import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openApi } from '#api/v1/openapi';
import { table } from '#api/v1/table';
import { clientTypes } from '../../../scripts/api-client/types.ts';
import { bearer, createApiClient, ProblemError } from './client.ts';

test('the client’s types are those of the document; `npm run api:client` writes them anew', async () => {
  const kept = await readFile(join(import.meta.dirname, 'generated.ts'), 'utf8');
  assert.equal(kept, clientTypes(openApi(table, { version: '', server: '/api/v1' })));
});

test('an answer of something in between is told as what it is', async () => {
  const answer = async () => new Response('<h1>Bad gateway</h1>', { status: 502 });
  const client = createApiClient({ url: 'http://muster.example', authorize: bearer('x'), fetch: answer });
  await assert.rejects(
    client.call('whoami', {}),
    (error: unknown) =>
      error instanceof ProblemError && error.problem.status === 502 && /Bad gateway/.test(error.message),
  );
});
