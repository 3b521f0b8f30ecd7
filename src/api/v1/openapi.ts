import { type Components, components } from './components.ts';
import { problems } from './problem.ts';
import type { Route, Routes } from './route.ts';
import type { TObject } from './schema.ts';
import type { Known } from './wanted.ts';

/** The OpenAPI 3.1 document of a table of routes, served at `server`. */
export function openApi(table: Routes, about: { version: string; server: string }): Record<string, unknown> {
  const made = components();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of Object.entries(table)) {
    paths[route.path] ??= {};
    paths[route.path]![route.method.toLowerCase()] = operationOf(name, route, made);
  }
  const groups = [...new Set(Object.values(table).map(({ group }) => group))];
  return {
    openapi: '3.1.1',
    info: {
      title: 'Muster',
      version: about.version,
      description: ABOUT,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: about.server }],
    security: [{ bearer: [] }, { signature: [] }],
    tags: groups.map((name) => ({ name })),
    paths,
    components: { schemas: made.schemas, responses: { Problem: problemResponse(made) }, securitySchemes },
  };
}

const ABOUT =
  'Incidents, timelines, response plans and people in Muster’s own words. Times are RFC 3339; lists come in pages; changes say which version they change (ETag, If-Match); a POST under an Idempotency-Key is done once; failures are RFC 9457 problems.';

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'A token: `muster tokens create` makes one.' },
  signature: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'AWS Signature Version 4 with the signing name `muster` and an access key of the account.',
  },
};

function operationOf(name: string, route: Route, made: Components): Record<string, unknown> {
  return {
    operationId: name,
    tags: [route.group],
    summary: route.summary,
    ...(route.about === undefined ? {} : { description: route.about }),
    'x-access': route.access,
    parameters: [
      ...parametersOf('path', route.params, made),
      ...parametersOf('query', route.query, made),
      ...headersOf(route),
    ],
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: made.reference(route.body as Known) } },
          },
        }
      : {}),
    responses: { ...successOf(route, made), default: { $ref: '#/components/responses/Problem' } },
  };
}

function parametersOf(where: 'path' | 'query', schema: TObject | undefined, made: Components) {
  const { properties = {}, required = [] } = (schema ?? {}) as Known;
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    description,
    schema: made.reference(rest),
  }));
}

function headersOf({ method, access, match, unrepeatable, versioned, stream }: Route) {
  const header = (name: string, required: boolean, description: string) => {
    return { name, in: 'header', required, description, schema: { type: 'string' } };
  };
  return [
    header('X-Muster-Region', false, 'The region, for callers with a token; the server’s own unless given.'),
    ...(method === 'POST' && access !== 'read' && !unrepeatable
      ? [
          header(
            'Idempotency-Key',
            false,
            'A repetition with the same key within a day gets the first answer, and does nothing.',
          ),
        ]
      : []),
    ...(stream ? [header('Last-Event-ID', false, 'The last id that was heard: the stream goes on there.')] : []),
    ...(match
      ? [header('If-Match', match === 'required', 'The ETag of what is to be changed, or `*` for any version.')]
      : []),
    ...(method === 'GET' && versioned
      ? [header('If-None-Match', false, 'ETags of what is known already: 304 where it still holds.')]
      : []),
  ];
}

function successOf(route: Route, made: Components): Record<string, unknown> {
  const headers = {
    ...(route.versioned ? { ETag: { description: 'Its version.', schema: { type: 'string' } } } : {}),
    ...(route.location ? { Location: { description: 'Where it is.', schema: { type: 'string' } } } : {}),
  };
  if (!route.answer) return { 204: { description: 'Done.' } };
  const answer = {
    description: (route.answer as Known).description ?? 'Done.',
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    content: {
      [route.stream ? 'text/event-stream' : 'application/json']: { schema: made.reference(route.answer as Known) },
    },
  };
  return {
    [route.status ?? 200]: answer,
    ...(route.method === 'GET' && route.versioned ? { 304: { description: 'As it was.' } } : {}),
  };
}

function problemResponse(made: Components) {
  made.schemas['Problem'] = {
    type: 'object',
    description: `A failure (RFC 9457). Its \`type\` ends in one of: ${Object.keys(problems).join(', ')}.`,
    required: ['type', 'title', 'status', 'detail', 'requestId'],
    properties: {
      type: { type: 'string', description: 'Where this kind of problem is explained.' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string', description: 'What was wanted, what was got, what to do.' },
      requestId: { type: 'string', description: 'Under this id the log and the trail have it.' },
      errors: {
        type: 'array',
        description: 'All that is wrong with the input.',
        items: {
          type: 'object',
          required: ['field', 'wanted', 'got'],
          properties: { field: { type: 'string' }, wanted: { type: 'string' }, got: { type: 'string' } },
        },
      },
      resource: {
        type: 'object',
        description: 'What is missing or in conflict.',
        required: ['type', 'id'],
        properties: { type: { type: 'string' }, id: { type: 'string' } },
      },
      dependents: {
        type: 'array',
        description: 'What stands in the way.',
        items: {
          type: 'object',
          required: ['relation', 'ids'],
          properties: { relation: { type: 'string' }, ids: { type: 'array', items: { type: 'string' } } },
        },
      },
      etag: { type: 'string', description: 'The ETag that would have matched.' },
    },
  };
  return {
    description: 'It was refused, or failed.',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
