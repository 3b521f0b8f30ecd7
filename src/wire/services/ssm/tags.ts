import type { Actor } from '#kernel/actor';
import { Refusal } from '#kernel/refusal';
import type { TagChange, Tags } from '#kernel/tags';
import type { Tx } from '#storage/db';
import type { Rooms } from '../../rooms.ts';
import { type SomeHandlers, tagsOf, type WireCall } from '../support.ts';
import { withCodes } from './codes.ts';
import type { ssm } from './service.ts';

/** What has tags here: how one of a kind is tagged, and which it has. */
interface Tagged {
  change(tx: Tx, actor: Actor, id: string, change: TagChange): Promise<void>;
  tags(tx: Tx, actor: Actor, id: string): Promise<Tags>;
}

/** By resource type; a further kind is a further row. */
const taggedIn = ({ documents, parameters }: Rooms): Readonly<Record<string, Tagged>> => ({
  Document: { change: documents.tag, tags: documents.tags },
  Parameter: {
    change: parameters.tag,
    tags: async (tx, actor, name) => (await parameters.get(tx, actor, { name }, false)).tags,
  },
});

type Names = 'AddTagsToResource' | 'RemoveTagsFromResource' | 'ListTagsForResource';

interface Named {
  ResourceType: string;
  ResourceId: string;
}

export function tagHandlers(rooms: Rooms): SomeHandlers<typeof ssm, Names> {
  const kinds = taggedIn(rooms);
  const change = async (call: WireCall, { ResourceType, ResourceId }: Named, how: TagChange) => {
    await named(() => kindOf(kinds, ResourceType).change(call.context, call.actor, ResourceId, how));
    return {};
  };
  return {
    AddTagsToResource: (call, input) => change(call, input, { add: tagsOf(input.Tags) }),
    RemoveTagsFromResource: (call, input) => change(call, input, { remove: input.TagKeys }),
    ListTagsForResource: async (call, { ResourceType, ResourceId }) => {
      const tags = await named(() => kindOf(kinds, ResourceType).tags(call.context, call.actor, ResourceId));
      const sorted = Object.entries(tags).sort(([one], [other]) => (one < other ? -1 : 1));
      return { TagList: sorted.map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}

function kindOf(kinds: Readonly<Record<string, Tagged>>, type: string): Tagged {
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (kind) return kind;
  const message = `Muster has no resources of type ${type}; wanted one of ${Object.keys(kinds).join(', ')}.`;
  throw new Refusal('validation', message, { code: 'InvalidResourceType' });
}

/** What is not there is, among tags, a bad id. */
async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await withCodes(work);
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'notFound') throw error;
    throw new Refusal('notFound', error.message, { ...error.details, code: 'InvalidResourceId' }, { cause: error });
  }
}
