import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel/refusal';
import { list, required, string, structure, token } from '#kernel/shape';
import { directoryOf } from './gateway/identify.ts';
import { type Call, defineService, type Handlers, implement, operation, type ServiceSpec } from './service.ts';
import { defaultErrors, formOf } from './service-errors.ts';

const read = operation({
  access: 'read',
  input: structure({ Id: required(string()), Token: token(string()) }),
  output: structure({ Names: required(list(string())) }),
  resource: ({ Id }) => Id,
});
const drop = operation({ access: 'write', input: structure({}), output: undefined, action: 'other:Drop' });
const spec = {
  signingName: 'things',
  serviceName: 'thing',
  protocols: ['awsJson1.1'],
  target: 'Things',
  apiVersion: '1',
  operations: { Read: read, Drop: drop },
} as const satisfies ServiceSpec<{ Read: typeof read; Drop: typeof drop }>;
const things = defineService(spec);
const handlers: Handlers<typeof things.table, string> = {
  Read: async (call: Call<string>, { Id }) => ({ Names: [Id, call.context] as readonly string[] }),
  Drop: async () => {},
};

test('an operation knows its action, its resources and its token', () => {
  const actor = { account: '1', region: 'r', principal: 'p', requestId: 'q' };
  const [bound, other] = [things.operations.get('Read')!, things.operations.get('Drop')!];
  assert.deepEqual([bound.action, other.action], ['thing:Read', 'other:Drop']);
  assert.deepEqual([bound.resource({ Id: 'x' }, actor), other.resource({}, actor)], [['x'], ['*']]);
  assert.deepEqual([bound.idempotencyToken, other.idempotencyToken], ['Token', undefined]);
  assert.equal(things.eventSource, 'things.amazonaws.com');
});

test('a missing or an orphaned handler is named at start', () => {
  const { Drop: _, ...missing } = handlers;
  // @ts-expect-error the types say so before the start does
  assert.throws(() => implement(things, missing), /service things: no handler for Drop/);
  const orphaned = { ...handlers, Nope: async () => {} };
  assert.throws(
    () => implement<typeof things.table, string>(things, orphaned),
    /service things: no operation for Nope/,
  );
  // @ts-expect-error the output must be the shape's
  implement(things, { ...handlers, Read: async () => ({ Names: [1] }) });
  assert.equal(implement(things, handlers).handlers.size, 2);
});

test('a declaration that cannot work is refused at start, by name', () => {
  const { target: _, ...untargeted } = spec;
  assert.throws(() => defineService(untargeted), /things speaks awsJson1.1: give it a target prefix/);
  assert.throws(() => defineService({ ...spec, protocols: ['awsQuery'] }), /give it an xmlNamespace/);
  assert.throws(
    () => defineService({ ...spec, protocols: ['restJson1'] }),
    /things.Read: restJson1 needs its http binding/,
  );
  const bound = operation({
    access: 'read',
    input: structure({}),
    output: undefined,
    http: { method: 'GET', uri: '/{x}' },
  });
  const rest = { ...spec, protocols: ['restJson1'] as const, operations: { Get: bound } };
  assert.throws(() => defineService(rest), /things.Get: http binds x, which is no member of its input/);
  const at = (uri: string) =>
    operation({
      access: 'read',
      input: structure({ x: string(), y: string() }),
      output: undefined,
      http: { method: 'GET', uri },
    });
  const twins = { Get: at('/a/{x}'), Fetch: at('/a/{y}') };
  assert.throws(() => defineService({ ...rest, operations: twins }), /Get and Fetch are both at GET \/a\/\{y\}/);
  const tokened = operation({ access: 'read', input: structure({}), output: undefined, idempotencyToken: 'T' });
  assert.throws(() => defineService({ ...spec, operations: { Get: tokened } }), /no input member T for its token/);
  const twice = implement(things, handlers);
  assert.throws(() => directoryOf([twice, twice]), /two services have the signing name things/);
});

test("errors take the service's words where it has its own, and the usual ones elsewhere", () => {
  const errors = defaultErrors({
    kinds: { notFound: { code: 'NotFound' }, conflict: { status: 400 } },
    codes: { Special: { status: 418, queryCode: 'Old' } },
  });
  assert.deepEqual(formOf(errors, new Refusal('notFound', '')), { code: 'NotFound', status: 404 });
  assert.deepEqual(formOf(errors, new Refusal('conflict', '')), { code: 'ConflictException', status: 400 });
  assert.deepEqual(formOf(errors, new Refusal('conflict', '', { code: 'Special' })), {
    code: 'Special',
    status: 418,
    queryCode: 'Old',
  });
  assert.deepEqual(formOf(errors, new Refusal('conflict', '', { code: 'Unlisted' })), {
    code: 'Unlisted',
    status: 400,
  });
});
