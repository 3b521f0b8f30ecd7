/** A schema of the document, as far as Muster writes them. */
interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  patternProperties?: Record<string, Schema>;
}

interface Operation {
  operationId: string;
  parameters: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

/** The text of `src/api/client/generated.ts` for an OpenAPI document. */
export function clientTypes(document: Record<string, unknown>): string {
  const { paths, components } = document as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, Schema> };
  };
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `export type ${name} = ${typeOf(schema)};`,
  );
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const types = all.map(({ operation }) => `  ${operation.operationId}: ${operationType(operation)};`);
  const values = all.map(
    ({ path, method, operation }) => `  ${operation.operationId}: { method: '${method}', path: '${path}' },`,
  );
  return [
    '// Made by `npm run api:client` from the OpenAPI document. Not to be edited: a test holds it to the document.',
    ...schemas,
    '',
    'export interface Operations {',
    ...types,
    '}',
    '',
    'export const operations = {',
    ...values,
    '} as const;',
    '',
  ].join('\n');
}

/** Finished, and not put together by conditional types: those of seventy operations are too much for the compiler. */
function operationType({ parameters, requestBody, responses }: Operation): string {
  const part = (name: string, where: string) => {
    const own = parameters.filter((parameter) => parameter.in === where);
    if (own.length === 0) return `${name}?: undefined;`;
    const members = own.map(({ name: member, required, schema }) => memberType(member, schema, required)).join(' ');
    return `${name}${own.some(({ required }) => required) ? '' : '?'}: { ${members} };`;
  };
  const body = requestBody ? `body: ${typeOf(Object.values(requestBody.content)[0]!.schema)};` : 'body?: undefined;';
  const good = Object.entries(responses).find(([status]) => status.startsWith('2'))![1];
  const answer = good.content ? typeOf(Object.values(good.content)[0]!.schema) : 'undefined';
  return `{ request: { ${part('params', 'path')} ${part('query', 'query')} ${body} }; answer: ${answer} }`;
}

const memberType = (name: string, schema: Schema, required: boolean) =>
  `${JSON.stringify(name)}${required ? '' : '?'}: ${typeOf(schema)};`;

function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1)!;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(' | ');
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' | ');
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'integer':
      return 'number';
    case 'array':
      return `(${typeOf(schema.items!)})[]`;
    case 'object':
      return objectType(schema);
    default:
      return 'unknown';
  }
}

function objectType({ properties, required = [], patternProperties = {} }: Schema): string {
  const [value] = Object.values(patternProperties);
  if (!properties) return `Record<string, ${value ? typeOf(value) : 'unknown'}>`;
  const members = Object.entries(properties).map(([name, schema]) => memberType(name, schema, required.includes(name)));
  return `{ ${members.join(' ')} }`;
}
