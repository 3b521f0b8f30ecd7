import { judge, noPace } from '#domain/channels';
import { keyOf } from '#domain/contacts';
import { newId } from '#kernel/ids';
import { count } from '#kernel/text';
import { type Engagement, isLive } from './engagement.ts';
import { newPages } from './new-pages.ts';
import type { Decided, PredictedMessage, Prediction, Run, Tree } from './prediction.ts';

/** From what was engaged down to one, each with what its schedule answered. */
export function pathTo(tree: Tree, one: Engagement): Prediction['steps'][number]['path'] {
  const parent = tree.now.all.find(({ id }) => id === one.parentId);
  const asked = tree.asked.get(one.id);
  return [...(parent ? pathTo(tree, parent) : []), { engagement: one, ...(asked ? { asked } : {}) }];
}

/** The messages of these decisions: each leaves, or is held as its receiver's pace says. */
export function send(run: Run, now: Date, decided: Decided[], minuteMs: number): void {
  const pages = newPages(now, decided);
  for (const [id, together] of Map.groupBy(pages, ({ row }) => row.message_id)) {
    const [{ row }] = together as [(typeof pages)[number]];
    const channel = run.channels.get(row.channel_id)!;
    const arrives = !run.question.failing.includes(row.channel_type);
    const message: PredictedMessage = { id, at: now, channel, arrives, answered: false, pages: [] };
    for (const { row: page } of together) {
      const tree = run.trees.find(({ now: { root } }) => root.id === page.root_id)!;
      const one = tree.now.all.find((each) => each.id === page.engagement_id)!;
      const path = pathTo(tree, one);
      message.pages.push({ tree, engagementId: one.id, path, stage: page.stage, attempt: page.attempt });
    }
    const until = heldUntil(run, now, message, now);
    if (until) hold(run, now, message, until);
    else leave(run, now, message, minuteMs);
  }
}

/** Asks the pace, and keeps what it comes to; undefined: the message goes. */
function heldUntil({ paces, question }: Run, now: Date, message: PredictedMessage, since: Date): Date | undefined {
  const { channel } = message;
  const person = keyOf(channel.contact);
  const asking = { channel: channel.id, severity: question.severity, since };
  const verdict = judge(now, paces.get(person) ?? noPace, asking, question.limits);
  paces.set(person, verdict.next);
  return verdict.go ? undefined : verdict.until;
}

function hold(run: Run, now: Date, message: PredictedMessage, until: Date): void {
  run.held.push({ until, since: now, message });
  const text = `held until ${until.toISOString()}: many come to this channel, and it goes with the others as one message`;
  run.steps.push({ at: now, what: 'held', path: message.pages[0]!.path, message, text });
}

/** It leaves, and whoever reads it answers so many minutes later. */
function leave(run: Run, now: Date, message: PredictedMessage, minuteMs: number, text?: string): void {
  run.messages.push(message);
  run.steps.push({ at: now, what: 'paged', path: message.pages[0]!.path, message, ...(text ? { text } : {}) });
  const reader = run.question.answers.find(({ contact }) => keyOf(contact) === keyOf(message.channel.contact));
  if (message.arrives && reader) run.replies.push({ at: new Date(now.getTime() + reader.minutes * minuteMs), message });
}

/** What was held to here goes, all that waits for a channel as one message; what is not needed any more takes nobody's turn. */
export function release(run: Run, now: Date, minuteMs: number): void {
  const [first] = run.held.filter(({ until }) => until <= now);
  if (!first) return;
  const waiting = run.held.filter(({ message }) => message.channel.id === first.message.channel.id);
  const pages = waiting.flatMap(({ message }) => message.pages).filter(isNeeded);
  const gathered = { ...first.message, id: newId(now), at: now, pages };
  const until = pages.length > 0 ? heldUntil(run, now, gathered, first.since) : undefined;
  const rest = run.held.filter((one) => !waiting.includes(one));
  run.held = until ? [...rest, ...waiting.map((one) => ({ ...one, until }))] : rest;
  if (until) return;
  const { path } = first.message.pages[0]!;
  const told = `what was held for ${JSON.stringify(first.message.channel.name)} is not needed any more`;
  if (pages.length === 0) run.steps.push({ at: now, what: 'told', path, text: told });
  else leave(run, now, gathered, minuteMs, `as one message, with ${count(pages.length, 'page')} that had to wait`);
}

function isNeeded({ tree, engagementId }: PredictedMessage['pages'][number]): boolean {
  const one = tree.now.all.find(({ id }) => id === engagementId);
  return one !== undefined && isLive(one);
}
