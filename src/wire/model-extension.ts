import { resolve, type Shape, type StructureShape, type UnionShape } from '#kernel/shape';
import type { Operation, Service } from './service.ts';

/**
 * A service's own members and operations as botocore reads them: what it merges over its bundled model, so that the
 * unmodified `aws` command and boto3 send and show them. Made from the declarations, so that it cannot say anything else.
 */
export interface ModelExtension {
  version: 1;
  /** Whose file it is: a foreign one is not overwritten. */
  from: 'muster';
  merge: { operations: Record<string, unknown>; shapes: Record<string, unknown> };
}

/** `names`: what the model calls structures of ours that have own members and are not an operation's whole input or output. */
export function modelExtension(service: Service, names: ReadonlyMap<Shape, string>): ModelExtension {
  const operations: Record<string, unknown> = {};
  const shapes: Record<string, unknown> = {};
  for (const operation of service.operations.values()) {
    const called = modelName(service, operation);
    if (called !== operation.name) operations[operation.name] = describe(operation, called);
    extend(shapes, names, operation.input, `${called}Input`);
    if (operation.output) extend(shapes, names, operation.output, `${called}Output`);
  }
  return { version: 1, from: 'muster', merge: { operations, shapes } };
}

/** An operation that AWS does not have is allowed by the action of the one that it stands for. */
const modelName = ({ serviceName }: Service, { action }: Operation) => action.slice(serviceName.length + 1);

function describe({ name, http }: Operation, called: string) {
  return {
    name,
    ...(http ? { http: { method: http.method, requestUri: http.uri, responseCode: http.code ?? 200 } } : {}),
    input: { shape: `${called}Input` },
    output: { shape: `${called}Output` },
    errors: [],
  };
}

/** Adds what this structure and those below it have of their own. */
function extend(
  shapes: Record<string, unknown>,
  names: ReadonlyMap<Shape, string>,
  given: Shape,
  name: string | undefined,
): void {
  const shape = resolve(given);
  if (shape.kind === 'list') extend(shapes, names, shape.member, names.get(shape.member));
  if (shape.kind === 'map') extend(shapes, names, shape.value, names.get(shape.value));
  if (shape.kind !== 'structure' && shape.kind !== 'union') return;
  if (shape.members.some(({ own }) => own)) {
    if (name === undefined) throw new Error('a structure has own members, and no name in the model is known for it');
    shapes[name] = extended(shapes, shape);
  }
  for (const member of shape.members.filter(({ own }) => !own)) {
    extend(shapes, names, member.shape, names.get(member.shape));
  }
}

function extended(shapes: Record<string, unknown>, { members }: StructureShape | UnionShape) {
  const own = members.filter((member) => member.own);
  const required = members.filter((member) => member.required).map(({ name }) => name);
  return {
    // A member of ours may stand in place of one that the model requires.
    ...(required.length > 0 ? { required } : {}),
    members: Object.fromEntries(own.map(({ name, shape }) => [name, { shape: define(shapes, shape, upper(name)) }])),
  };
}

const upper = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** Defines a shape of ours under a name that no model has, and answers the name. */
function define(shapes: Record<string, unknown>, given: Shape, path: string): string {
  const shape = resolve(given);
  const name = `Muster${path}`;
  switch (shape.kind) {
    case 'document':
      shapes[name] = { type: 'structure', members: {}, document: true };
      break;
    case 'list':
      shapes[name] = { type: 'list', member: { shape: define(shapes, shape.member, `${path}Item`) } };
      break;
    case 'structure': {
      const required = shape.members.filter((member) => member.required).map((member) => member.name);
      const members = shape.members.map((member) => [
        member.name,
        { shape: define(shapes, member.shape, `${path}${upper(member.name)}`) },
      ]);
      shapes[name] = {
        type: 'structure',
        ...(required.length > 0 ? { required } : {}),
        members: Object.fromEntries(members),
      };
      break;
    }
    case 'string':
    case 'integer':
    case 'boolean':
    case 'timestamp':
      shapes[name] = { type: shape.kind };
      break;
    default:
      throw new Error(`the model extension has no word for ${shape.kind} (${path}): add it`);
  }
  return name;
}
