import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApi } from '#api/v1/openapi';
import { table } from '#api/v1/table';
import { clientTypes } from './api-client/types.ts';

/** Writes the typed client's types from the OpenAPI document: `npm run api:client`. */
const path = join(import.meta.dirname, '../src/api/client/generated.ts');
await writeFile(path, clientTypes(openApi(table, { version: '', server: '/api/v1' })));
process.stdout.write(`${path}\n`);
