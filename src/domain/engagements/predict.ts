import type { ContactChannelType } from '#domain/channels';
import { type ContactRef, keyOf } from '#domain/contacts';
import { newId } from '#kernel/ids';
import type { Queries } from '#storage/db';
import type { Matter } from './apply.ts';
import { askedIn } from './asked.ts';
import { type PlanRooms, readBook } from './book.ts';
import { decide } from './decide.ts';
import { type Engagement, type Input, isLive } from './engagement.ts';
import { newRoot } from './engagements.ts';
import { newPages } from './new-pages.ts';
import { frozen, type KnownChannels } from './predict-plans.ts';
import {
  arrivals,
  type Decided,
  type PredictedMessage,
  type Prediction,
  type Run,
  soonest,
  type Tree,
} from './prediction.ts';

/** Somebody who is to be engaged. */
export interface Meant {
  contact: ContactRef;
  afterMinutes: number;
}

/** What is asked of the time machine. */
export interface Question {
  account: string;
  /**
   * Who would be engaged, each with a tree of their own: at `at`, or so many minutes of a plan later, unless somebody has
   * acknowledged by then.
   */
  engaged: Meant[];
  at: Date;
  /** 1 to 5. */
  severity: number;
  /** Who answers every message that reaches them, and how many minutes of a plan later; others answer nothing. */
  answers: { contact: ContactRef; minutes: number }[];
  /** Kinds of channel whose provider fails for good, or never comes back in time. */
  failing: ContactChannelType[];
}

/** After so many decisions it stops, and says so: a plan that repeats for weeks is told as far as that. */
const MOST_STEPS = 1_000;

/**
 * The very engine with a moved clock and nothing written: `decide` at each moment at which a timer would be due, on the plans as
 * they stand now and the rota of that moment. A person is taken to answer just after whatever else is due at that moment.
 */
export async function predict(on: Queries, rooms: PlanRooms, question: Question): Promise<Prediction> {
  const channels: KnownChannels = new Map();
  const run: Run = {
    question,
    rooms: frozen(rooms, channels),
    channels,
    trees: [],
    messages: [],
    later: [],
    replies: [],
    steps: [],
  };
  await start(on, run, question.at, engagedAt(question, 0));
  run.later = laterOnes(run);
  for (let count = 0; count < MOST_STEPS; count++) {
    const next = soonest(run);
    if (!next) return { ...arrivals(run), whole: true };
    if ('reply' in next) await reply(on, run, next.at, next.reply);
    else if ('later' in next) await startLater(on, run, next.at);
    else await move(on, run, next.at, next.due, { kind: 'woken' });
  }
  return { ...arrivals(run), whole: false };
}

const engagedAt = ({ engaged }: Question, minutes: number) =>
  engaged.flatMap(({ contact, afterMinutes }) => (afterMinutes === minutes ? [contact] : []));

/** The moments at which more are engaged, in order. */
function laterOnes({ question, rooms }: Run): Run['later'] {
  const minutes = new Set(question.engaged.flatMap(({ afterMinutes }) => (afterMinutes > 0 ? [afterMinutes] : [])));
  return [...minutes]
    .sort((a, b) => a - b)
    .map((after) => ({
      at: new Date(question.at.getTime() + after * rooms.minuteMs),
      contacts: engagedAt(question, after),
    }));
}

/** Engages those whose minutes are over; nobody where somebody has acknowledged, as the engine does (decision 0051). */
async function startLater(on: Queries, run: Run, at: Date): Promise<void> {
  const [{ contacts } = { contacts: [] }, ...rest] = run.later;
  run.later = rest;
  if (!run.trees.some(({ now: { root } }) => root.status === 'acknowledged')) return start(on, run, at, contacts);
  for (const { alias } of contacts)
    run.steps.push({ at, what: 'told', path: [], text: `${alias} is not engaged: the incident is acknowledged` });
}

async function start(on: Queries, run: Run, at: Date, engaged: ContactRef[]): Promise<void> {
  const known = await run.rooms.contacts.find(on, engaged);
  const begun: Tree[] = [];
  for (const ref of engaged) {
    const contact = known.get(keyOf(ref));
    if (!contact) {
      run.steps.push({ at, what: 'told', path: [], text: `${ref.alias} does not exist; nobody is paged through it` });
      continue;
    }
    const root = newRoot(at, ref, contact.type);
    begun.push({ now: { root, all: [root] }, asked: new Map() });
  }
  run.trees.push(...begun);
  await move(on, run, at, begun, { kind: 'started' });
}

/** Decides on trees at a moment, all on one book, as the engine does for an incident's. */
async function move(on: Queries, run: Run, now: Date, trees: Tree[], input: Input): Promise<void> {
  if (trees.length === 0) return;
  const people = trees.flatMap((tree) => tree.now.all.map(({ contact }) => contact));
  const book = await readBook(on, now, run.rooms, people);
  const decided = trees.map((tree): Decided => {
    const was = tree.now;
    const decision = decide(now, was, book, input, () => newId(now));
    for (const asked of askedIn(now, was, decision.next, book)) tree.asked.set(asked.engagementId, asked);
    const timer = decision.effects.findLast((effect) => effect.kind === 'wakeAt' || effect.kind === 'sleep');
    if (timer) tree.wakeAt = timer.kind === 'wakeAt' ? timer.at : undefined;
    tree.now = decision.next;
    return { tree, was, matter: matterOf(run), input, ...decision };
  });
  noteChanges(run, now, decided);
  send(run, now, decided, book.minuteMs);
}

/** One incident, which never is: what makes pages at one moment one message. */
function matterOf({ question: { account, severity } }: Run): Matter {
  const incident = { id: 'predicted', arn: 'predicted' };
  const text = { sender: '', subject: '', content: '' };
  return { account, region: '', incident, severity, ...text };
}

/** Who was engaged, what is told, and what became of those engaged. */
function noteChanges(run: Run, at: Date, decided: Decided[]): void {
  for (const { tree, was, next, effects, input } of decided) {
    const before = new Map(was.all.map((one) => [one.id, one]));
    const path = (one: Engagement) => pathTo(tree, one);
    for (const one of next.all) {
      const earlier = before.get(one.id);
      if (!earlier || input.kind === 'started') run.steps.push({ at: one.startedAt, what: 'engaged', path: path(one) });
      if (one.status !== (earlier?.status ?? 'engaging') && one.status !== 'engaging') {
        const reason = one.stopReason === undefined ? {} : { text: one.stopReason };
        run.steps.push({ at, what: one.status, path: path(one), ...reason });
      }
    }
    for (const effect of effects)
      if (effect.kind === 'tell') run.steps.push({ at, what: 'told', path: path(next.root), text: effect.text });
  }
}

/** From what was engaged down to one, each with what its schedule answered. */
function pathTo(tree: Tree, one: Engagement): Prediction['steps'][number]['path'] {
  const parent = tree.now.all.find(({ id }) => id === one.parentId);
  const asked = tree.asked.get(one.id);
  return [...(parent ? pathTo(tree, parent) : []), { engagement: one, ...(asked ? { asked } : {}) }];
}

/** The messages that would leave, and when whoever gets one would answer it. */
function send(run: Run, now: Date, decided: Decided[], minuteMs: number): void {
  const pages = newPages(now, decided);
  const { answers, failing } = run.question;
  for (const [id, together] of Map.groupBy(pages, ({ row }) => row.message_id)) {
    const [{ row }] = together as [(typeof pages)[number]];
    const channel = run.channels.get(row.channel_id)!;
    const arrives = !failing.includes(row.channel_type);
    const message: PredictedMessage = { id, at: now, channel, arrives, answered: false, pages: [] };
    for (const { row: page } of together) {
      const tree = run.trees.find(({ now: { root } }) => root.id === page.root_id)!;
      const one = tree.now.all.find((each) => each.id === page.engagement_id)!;
      message.pages.push({
        tree,
        engagementId: one.id,
        path: pathTo(tree, one),
        stage: page.stage,
        attempt: page.attempt,
      });
    }
    run.messages.push(message);
    run.steps.push({ at: now, what: 'paged', path: message.pages[0]!.path, message });
    const reader = answers.find(({ contact }) => keyOf(contact) === keyOf(channel.contact));
    if (arrives && reader) run.replies.push({ at: new Date(now.getTime() + reader.minutes * minuteMs), message });
  }
}

/** An answer counts for every page in the message whose engagement is still live, one of each tree after another. */
async function reply(on: Queries, run: Run, at: Date, message: PredictedMessage): Promise<void> {
  run.replies = run.replies.filter((one) => one.message !== message);
  for (const { tree, engagementId } of message.pages) {
    const one = tree.now.all.find(({ id }) => id === engagementId)!;
    if (!isLive(one)) continue;
    if (!message.answered) run.steps.push({ at, what: 'answered', path: pathTo(tree, one), message });
    message.answered = true;
    await move(on, run, at, [tree], { kind: 'acknowledged', engagementId });
  }
}
