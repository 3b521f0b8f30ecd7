import { type ContactRef, contactArn } from '#domain/contacts';
import type { Actor } from '#kernel/actor';
import type { Log } from '#kernel/log';
import { Refusal } from '#kernel/refusal';
import type { Db, Tx } from '#storage/db';
import type { DueWork, Job } from '#storage/due';
import type { Deeds, Done } from './acts.ts';
import type { Answers } from './answers.ts';
import { type Command, HELP, readCommand } from './command.ts';
import type { DirectAnswers } from './direct-answers.ts';
import type { ChatPeople } from './people.ts';
import { type Deed, type Inbox, RECEIVED_QUEUE, type Received } from './received.ts';

/** A deed for the trail; `error` where it was refused. */
export interface TrailEntry {
  actor: Actor;
  at: Date;
  what: string;
  parameters: Record<string, unknown>;
  sourceIp: string;
  userAgent: string;
  error?: Refusal;
}

export interface ReceivedDeps {
  db: Db;
  due: DueWork;
  now: () => Date;
  log: Log;
  inbox: Inbox;
  people: ChatPeople;
  deeds: Deeds;
  direct: DirectAnswers;
  answers: Answers;
  /** Writes the trail, in the transaction of the deed. */
  record(tx: Tx, entry: TrailEntry): Promise<void>;
}

const CONCURRENCY = 8;

const LINK_FIRST =
  'Muster does not know who you are, so nothing was changed. Run `muster contacts link-slack YOUR-ALIAS` where you use Muster, and type here what it prints: /muster link CODE';

/** Does what came from Slack, once each, and answers whoever did it. */
export function receivedHandler(deps: ReceivedDeps) {
  const { db, due, now, log, inbox } = deps;
  return {
    queue: RECEIVED_QUEUE,
    concurrency: CONCURRENCY,
    async handle(job: Job): Promise<void> {
      const received = inbox.open(job.key, job.payload);
      const finish = async (tx: Tx, say: string) => {
        await due.finish(tx, job);
        const to = received.responseUrl ?? received.user.user;
        await deps.answers.put(tx, now(), to, say, received.requestId);
      };
      try {
        await db.tx(async (tx) => finish(tx, await act(deps, tx, now(), received)));
      } catch (error) {
        if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error;
        log.info({ requestId: received.requestId, reason: error.message }, 'what came from Slack was refused');
        await db.tx(async (tx) => {
          await recordRefusal(deps, tx, now(), received, error);
          await finish(tx, `That was refused: ${error.message}`);
        });
      }
    },
  };
}

async function act(deps: ReceivedDeps, tx: Tx, now: Date, received: Received): Promise<string> {
  const { user, deed } = received;
  if (deed.kind === 'answer') {
    const { say, did, person } = await deps.direct.byPress(tx, now, user, deed);
    if (did && person) await record(deps, tx, now, received, person, did);
    return say;
  }
  const command = deed.kind === 'command' ? readCommand(deed.text) : undefined;
  // Who somebody is they may always say, and how, they may always ask.
  if (command?.kind === 'link') return link(deps, tx, now, received, command);
  if (command?.kind === 'help') return HELP;
  const person = await deps.people.who(tx, user);
  if (!person) return LINK_FIRST;
  if (command?.kind === 'unlink') {
    await deps.people.unlink(tx, user);
    await record(deps, tx, now, received, person, { what: 'unlink', parameters: {} });
    return `You are not ${person.alias} for Muster any more.`;
  }
  const { say, did } = await doneBy(deps, tx, now, received, person, command);
  if (did) await record(deps, tx, now, received, person, did);
  return say;
}

async function doneBy(
  { deeds }: ReceivedDeps,
  tx: Tx,
  now: Date,
  { deed, requestId }: Received,
  person: ContactRef,
  command: Command | undefined,
): Promise<Done> {
  const actor = actorOf(person, requestId);
  if (command) return deeds.command(tx, now, actor, person, command);
  if (deed.kind === 'press') return deeds.press(tx, now, actor, person, deed.act, deed.incidentId);
  if (deed.kind === 'note') return deeds.noteOn(tx, now, actor, deed.incidentId, deed.text);
  return { say: HELP };
}

async function link(
  deps: ReceivedDeps,
  tx: Tx,
  now: Date,
  received: Received,
  { code }: Extract<Command, { kind: 'link' }>,
): Promise<string> {
  const person = await deps.people.link(tx, now, received.user, code);
  if (!person)
    return 'That is no code, or not any more: each is good once, for 15 minutes. `muster contacts link-slack YOUR-ALIAS` prints another.';
  await record(deps, tx, now, received, person, { what: 'link', parameters: { ...received.user } });
  return `You are ${person.alias} for Muster now: what you press and type here is your deed. /muster help tells what can be done.`;
}

/** What somebody does in Slack is the deed of the person whom they are linked to. */
const actorOf = (person: ContactRef, requestId: string): Actor => ({
  account: person.account,
  region: person.region,
  principal: contactArn(person),
  requestId,
});

function record(
  deps: ReceivedDeps,
  tx: Tx,
  at: Date,
  { requestId, sourceIp, userAgent, user }: Received,
  person: ContactRef,
  { what, parameters }: NonNullable<Done['did']>,
  error?: Refusal,
): Promise<void> {
  const actor = actorOf(person, requestId);
  const by = `Slack ${user.team}/${user.user}`;
  return deps.record(tx, {
    actor,
    at,
    what,
    parameters: { ...parameters, by },
    sourceIp,
    userAgent,
    ...(error ? { error } : {}),
  });
}

async function recordRefusal(deps: ReceivedDeps, tx: Tx, at: Date, received: Received, error: Refusal): Promise<void> {
  const person = await deps.people.who(tx, received.user);
  if (!person) return;
  const { deed } = received;
  await record(deps, tx, at, received, person, { what: nameOf(deed), parameters: {} }, error);
}

function nameOf(deed: Deed): string {
  switch (deed.kind) {
    case 'press':
    case 'answer':
      return deed.act;
    case 'note':
      return 'note';
    case 'command':
      return readCommand(deed.text).kind;
  }
}
