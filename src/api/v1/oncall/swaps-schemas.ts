import { maybe, named, orNull, pageOf, paging, text, time, uuid, word } from '../schema.ts';
import { alias, Person } from './words.ts';

const side = {
  rotationId: uuid('The rotation’s id.'),
  startsAt: time('When it begins.'),
  endsAt: time('When it ends: within one shift of the person.'),
};
const STATUSES = ['offered', 'accepted', 'declined', 'withdrawn'] as const;

const SwapSide = named('SwapSide', { person: Person, ...side }, 'Whose time it is, in which rotation.');
const NewSwapSide = named('NewSwapSide', { person: alias, ...side }, 'Whose time it is, in which rotation.');

export const Swap = named(
  'Swap',
  {
    id: uuid('Its id.'),
    status: word([...STATUSES, 'lapsed'], '`lapsed`: it was not answered before one of its times began.'),
    give: SwapSide,
    take: SwapSide,
    note: orNull(text(1, 1_000, 'Why.')),
    createdAt: time('When it was offered.'),
    createdBy: text(1, 1_000, 'The principal who offered it.'),
    answeredAt: orNull(time('When it was answered.')),
    answeredBy: orNull(text(1, 1_000, 'The principal who answered it.')),
  },
  'Two people take each other’s time. What `give` names is the other one’s once it is accepted, and the other way round.',
);

export const SwapPage = pageOf('Swap', Swap);

export const SwapFilter = named(
  'SwapFilter',
  { status: maybe(word([...STATUSES], 'In this one; lapsed ones are `offered`.')), ...paging },
  'Conditions that all hold.',
);

export const NewSwap = named(
  'NewSwap',
  { give: NewSwapSide, take: NewSwapSide, note: maybe(text(1, 1_000, 'Why, for whoever answers.')) },
  'A swap to offer. Both times are still to come.',
);

export const SwapId = named('SwapId', { swapId: uuid('The swap’s id.') }, 'Which swap.');
