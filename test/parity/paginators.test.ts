import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as contacts from '@aws-sdk/client-ssm-contacts';
import * as incidents from '@aws-sdk/client-ssm-incidents';
import { openWorld, type World } from '../kit/world.ts';
import { ask, type Input, withDates } from './kit/ask.ts';
import { type List, listsOf, manyOfEach } from './kit/lists.ts';
import { seed } from './kit/seed.ts';
import { operations } from './kit/services.ts';

/** Every list of Incident Manager by the official client's own paginator, one item a page. */

type Paginator = (config: object, input: Input) => AsyncIterable<Record<string, unknown>>;
/** By title: `service Operation`. */
const paginators = new Map(
  Object.entries({ 'ssm-incidents': incidents, 'ssm-contacts': contacts }).flatMap(([service, names]) =>
    Object.entries(names).flatMap(([name, value]) =>
      name.startsWith('paginate') ? [[`${service} ${name.slice('paginate'.length)}`, value as Paginator] as const] : [],
    ),
  ),
);

let world: World;
let lists: List[];
before(async () => {
  world = await openWorld();
  const seeded = await seed(world);
  const resolutions = {
    title: 'ssm-contacts ListPageResolutions',
    input: { PageId: seeded.pageArn },
    token: 'NextToken',
    items: 'PageResolutions',
    id: 'ContactArn',
  };
  const { size, code } = { size: 'MaxResults', code: 'ValidationException' };
  lists = [...listsOf(seeded, await manyOfEach(world, seeded)), { ...resolutions, size, code }];
});
after(() => world[Symbol.asyncDispose]());

test('the lists are of every paginator there is', () => {
  const walked = new Set(lists.map(({ title }) => title).filter((title) => /^ssm-/.test(title)));
  assert.deepEqual([...walked].sort(), [...paginators.keys()].sort());
});

for (const [title, paginate] of paginators) {
  const { operation } = operations.find((each) => each.title === title)!;
  const sized = operation.input.members.some(({ name }) => /^maxResults$/i.test(name));
  test(`${title} gives all items once, in order, ${sized ? 'one a page' : 'in the one page that it has'}`, async () => {
    for (const { input, items, id, token } of lists.filter((list) => list.title === title)) {
      const itemsOf = (page: Record<string, unknown>) =>
        (page[items] as Record<string, unknown>[]).map((item) => (id === undefined ? item : item[id]));
      const { output, error } = await ask(world.aws, title, input);
      assert.equal(error, undefined);
      const all = itemsOf(output);
      assert.equal(new Set(all.map(String)).size, all.length, 'each once');
      assert.ok(all.length >= 1);
      const client = title.startsWith('ssm-incidents') ? world.aws.incidents : world.aws.contacts;
      const found: unknown[][] = [];
      const config = { client, ...(sized ? { pageSize: 1 } : {}) };
      for await (const page of paginate(config, withDates(operation.input, input) as Input)) {
        found.push(itemsOf(page));
        assert.ok(found.length <= all.length, 'it ends with its last item');
        assert.equal(page[token] === undefined, found.flat().length === all.length, 'a token where there is more');
      }
      assert.deepEqual(found, sized ? all.map((item) => [item]) : [all]);
    }
  });
}
