import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { openApi } from './openapi.ts';
import { table } from './table.ts';

const document = openApi(table, { version: '1.2.3', server: '/api/v1' }) as {
  paths: Record<string, Record<string, { operationId: string }>>;
};

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  assert.deepEqual([valid, errors, validator.version], [true, undefined, '3.1']);
});

test('every route is in it, under its name', () => {
  const named = Object.entries(table).map(([name, { path, method }]) => [
    name,
    document.paths[path]?.[method.toLowerCase()]?.operationId,
  ]);
  assert.deepEqual(
    named,
    Object.keys(table).map((name) => [name, name]),
  );
});
