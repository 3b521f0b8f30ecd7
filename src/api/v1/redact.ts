import { HIDDEN } from '#kernel/shape';
import type { Input, Route } from './route.ts';
import type { Known } from './wanted.ts';

/** An input as the trail may keep it: declared members only, and what is sensitive hidden. */
export function redacted(route: Route, { params, query, body }: Input): Record<string, unknown> {
  return {
    ...shown(route.params as Known | undefined, params),
    ...shown(route.query as Known | undefined, query),
    ...shown(route.body as Known | undefined, counted(route, body)),
  };
}

function counted({ counted: name }: Route, body: Record<string, unknown>): Record<string, unknown> {
  const list = name === undefined ? undefined : body[name];
  return Array.isArray(list) ? { ...body, [name!]: list.length } : body;
}

function shown(schema: Known | undefined, value: Record<string, unknown>): Record<string, unknown> {
  return schema ? (visible(schema, value) as Record<string, unknown>) : {};
}

function visible(schema: Known, value: unknown): unknown {
  if (value === undefined || value === null) return value;
  if (schema['x-sensitive']) return HIDDEN;
  if (schema.anyOf) {
    const { kind } = value as { kind?: unknown };
    const kinds = schema.anyOf.filter((each) => each.type !== 'null');
    const meant = kinds.length === 1 ? kinds[0] : kinds.find((each) => each.properties?.['kind']?.const === kind);
    return meant ? visible(meant, value) : HIDDEN;
  }
  if (schema.type === 'array' && typeof value === 'number') return value;
  if (Array.isArray(value)) return schema.items ? value.map((item) => visible(schema.items!, item)) : value;
  if (!schema.properties) return value;
  const members = Object.entries(schema.properties).filter(([name]) => Object.hasOwn(value, name));
  return Object.fromEntries(
    members.map(([name, member]) => [name, visible(member, (value as Record<string, unknown>)[name])]),
  );
}
