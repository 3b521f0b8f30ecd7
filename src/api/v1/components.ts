import type { Known } from './wanted.ts';

/** Gathers the named schemas of a document: each stands once in its components, and is referred to. */
export interface Components {
  schemas: Record<string, unknown>;
  /** `schema` as the document shows it: named parts by reference. */
  reference(schema: Known): unknown;
}

export function components(): Components {
  const schemas: Record<string, unknown> = {};
  const reference = (schema: Known): unknown => {
    const name = schema['x-name'];
    if (name === undefined) return plain(schema);
    if (!(name in schemas)) {
      schemas[name] = {}; // Before its parts: one of them may lead back here.
      schemas[name] = plain(schema);
    }
    return { $ref: `#/components/schemas/${name}` };
  };
  /** Notes are for the checks; readers have the description. */
  const plain = ({ 'x-name': _name, 'x-wanted': _wanted, ...schema }: Known) => ({
    ...schema,
    ...(schema.properties ? { properties: mapped(schema.properties, reference) } : {}),
    ...(schema.patternProperties ? { patternProperties: mapped(schema.patternProperties, reference) } : {}),
    ...(schema.items ? { items: reference(schema.items) } : {}),
    ...(schema.anyOf ? { anyOf: schema.anyOf.map(reference) } : {}),
  });
  return { schemas, reference };
}

const mapped = (members: Readonly<Record<string, Known>>, by: (schema: Known) => unknown) =>
  Object.fromEntries(Object.entries(members).map(([name, member]) => [name, by(member)]));
