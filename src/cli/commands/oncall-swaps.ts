import { randomUUID } from 'node:crypto';
import type { Swap } from '#api/client/generated';
import { type Command, type Context, type Given, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { lastOf, rotationArn } from '../names.ts';
import { listSwaps, SWAP_STATUSES } from '../own-lists.ts';
import { json, listed, when } from '../table.ts';
import { readTime } from '../words.ts';

/** Two people take each other's time. */

type Side = Swap['give'];

const sideText = ({ person, startsAt, endsAt }: Side) =>
  `${person.alias} ${when(new Date(startsAt))} to ${when(new Date(endsAt))}`;

export const listSwapsCommand: Command = {
  name: 'oncall swaps list',
  positionals: [],
  options: {
    status: { type: 'string', value: 'SWAPPED', about: SWAP_STATUSES.join(', '), choices: SWAP_STATUSES },
    json: jsonOption,
  },
  summary: 'the swaps, newest first',
  help: `
Lists swaps: whose time is given for whose.

  muster oncall swaps list --status offered`,
  async run({ io, client }, given) {
    const status = given.text('status');
    if (status !== undefined && !SWAP_STATUSES.includes(status)) {
      throw usage(`--status: wanted ${SWAP_STATUSES.join(', ')}, got ${JSON.stringify(status)}`);
    }
    const swaps = await listSwaps(client(), status);
    const rows = swaps.map((one) => [one.id, one.status, sideText(one.give), sideText(one.take), one.note ?? '']);
    if (given.flag('json')) io.out(json(swaps));
    else listed(io, ['ID', 'STATUS', 'GIVES', 'FOR', 'NOTE'], rows, 'No swap. `muster oncall swaps offer` makes one.');
    return undefined;
  },
};

const SPAN = 'CONTACT@FROM/TO';

export const offerSwap: Command = {
  name: 'oncall swaps offer',
  positionals: ['ROTATION'],
  options: {
    give: { type: 'string', value: SPAN, about: 'who gives which time (needed)' },
    take: { type: 'string', value: SPAN, about: 'for whose time (needed)' },
    of: { type: 'string', value: 'ROTATION', about: 'the rotation of the time that is taken; the same unless given' },
    note: { type: 'string', value: 'TEXT', about: 'why, for whoever answers' },
    json: jsonOption,
  },
  summary: 'offer somebody a shift for one of theirs',
  help: `
Offers a swap. Nothing changes until it is accepted; both times are still to come, each within one shift of the person. Prints
its id. ROTATION is a name, id or ARN; FROM and TO are times as everywhere.

  muster oncall swaps offer primary --give ana@2026-12-24T09:00Z/2026-12-25T09:00Z --take bob@2026-12-31T09:00Z/2027-01-01T09:00Z`,
  async run({ io, client }, given) {
    const now = io.now();
    const rotation = given.positionals[0]!;
    const [give, take] = (['give', 'take'] as const).map((name) => readSide(given, name, now)) as [Asked, Asked];
    const giveOf = lastOf(await rotationArn(client(), rotation));
    const other = given.text('of');
    const takeOf = other === undefined ? giveOf : lastOf(await rotationArn(client(), other));
    const note = given.text('note');
    const body = {
      give: { rotationId: giveOf, ...give },
      take: { rotationId: takeOf, ...take },
      ...(note === undefined ? {} : { note }),
    };
    const made = (await client().api('offerSwap', { body, idempotencyKey: randomUUID() })).body;
    io.out(given.flag('json') ? json(made) : `${made.id}\n`);
    io.err(`To answer it: muster oncall swaps accept ${made.id}\n`);
    return undefined;
  },
};

interface Asked {
  person: string;
  startsAt: string;
  endsAt: string;
}

/** `ana@FROM/TO`; an ARN may stand for the alias. */
function readSide(given: Given, name: 'give' | 'take', now: Date): Asked {
  const text = given.text(name);
  const [, person, from, to] = /^([^@]+)@([^/]+)\/([^/]+)$/.exec(text ?? '') ?? [];
  if (!person || !from || !to) {
    throw usage(
      `--${name}: wanted ${SPAN}, got ${JSON.stringify(text ?? '')}`,
      '`muster oncall swaps offer --help` explains it.',
    );
  }
  const [startsAt, endsAt] = [from, to].map((time) => readTime(name, time, now).toISOString()) as [string, string];
  return { person: lastOf(person), startsAt, endsAt };
}

const answer = (word: 'accept' | 'decline' | 'withdraw', done: string, summary: string, about: string): Command => ({
  name: `oncall swaps ${word}`,
  positionals: ['SWAP'],
  options: {},
  summary,
  help: `
${about} SWAP is the id that \`muster oncall swaps list\` shows.

  muster oncall swaps ${word} 01a20c56-24ac-7399-b1a6-867dbabd3098`,
  async run({ io, client }: Context, given: Given) {
    const swapId = given.positionals[0]!;
    await client().api(`${word}Swap`, { params: { swapId } });
    io.out(`${swapId}\n`);
    io.err(`The swap is ${done}.\n`);
    return undefined;
  },
});

export const acceptSwap = answer(
  'accept',
  'accepted',
  'accept a swap: both shifts change, or none',
  'Accepts a swap. It is refused where one of the shifts is not the person’s any more.',
);
export const declineSwap = answer('decline', 'declined', 'decline a swap that was offered', 'Declines a swap.');
export const withdrawSwap = answer('withdraw', 'withdrawn', 'withdraw a swap that you offered', 'Withdraws a swap.');
