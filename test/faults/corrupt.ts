import { StartIncidentCommand } from '@aws-sdk/client-ssm-incidents';
import { statement } from '#storage/statement';
import type { World } from '#test/kit/world';

/** One way of doing damage to the database behind Muster's back. */
export interface Corruption {
  what: string;
  /** Whose finding it must be. */
  invariant: string;
  /** Done while the first page cannot leave; else at some moment of the first stage. */
  unsent?: boolean;
  repaired: boolean;
  onTimeline: boolean;
  /** Whom it may cost their page, as the plan that named them is gone. */
  lost?: string[];
  /** The incident is not there any more: nobody can read its timeline or resolve it. */
  deleted?: boolean;
  corrupt(world: World): Promise<unknown>;
  clear?(world: World): Promise<unknown>;
}

const on = (name: string, text: string) => statement<{ id: string }>(`test.corrupt.${name}`, text);
const latest = `(select e.root_id from engagements e order by e.created_at desc, e.id desc limit 1)`;
const lastMessage = `(select m.id from messages m order by m.created_at desc, m.id desc limit 1)`;
const timer = `d.queue = 'engagement' and d.key = ${latest}::text`;
const sending = `d.queue = 'send.email' and d.key = ${lastMessage}::text`;

const dropTimer = on('dropTimer', `delete from due d where ${timer}`);
const holdTimer = on(
  'holdTimer',
  `update due d set owner = 'dead', token = d.token + 7, run_at = d.run_at + interval '1 day' where ${timer}`,
);
const putOffTimer = on('putOffTimer', `update due d set run_at = d.due_at + interval '1 hour' where ${timer}`);
const dropSending = on('dropSending', `delete from due d where ${sending}`);
const holdSending = on(
  'holdSending',
  `update due d set owner = 'dead', token = d.token + 1, run_at = d.run_at + interval '1 year' where ${sending}`,
);
const dropMessage = on('dropMessage', `delete from messages m where m.id = ${lastMessage}`);
const dropMessageWork = on('dropMessageWork', `delete from due d where d.queue = 'send.email'`);
const dropRoot = on('dropRoot', `delete from engagements e where e.id = ${latest}`);
const dropRootTimer = on('dropRootTimer', `delete from due d where d.queue = 'engagement'`);
const dropExpiry = on('dropExpiry', `delete from due d where d.queue = 'accounts.expire-tokens'`);
const strangeQueue = on(
  'strangeQueue',
  `insert into due (id, queue, key, account, run_at, due_at, priority, payload)
   values (gen_random_uuid(), 'send.telex', 'x', '', now(), now(), 3, '{}')`,
);
const clearStrange = on('clearStrange', `delete from due d where d.queue = 'send.telex'`);
const raiseToken = on(
  'raiseToken',
  `update due d set token = d.token + 1, run_at = d.run_at + interval '2 hours' where ${timer}`,
);

const endIncident = on(
  'endIncident',
  `update incidents set status = 'RESOLVED', resolved_at = created_at where status <> 'RESOLVED'`,
);
const dropIncident = on('dropIncident', `delete from incidents i where i.status <> 'RESOLVED'`);

/** As if its provider confirmed, and the timer that tells of its silence had gone. */
const dropConfirming = on(
  'dropConfirming',
  `update messages m set confirm_by = m.settled_at + interval '2 minutes' where m.id = ${lastMessage} and m.status = 'sent'`,
);

const run =
  (...statements: ReturnType<typeof on>[]) =>
  async (world: World) => {
    for (const one of statements) await world.db.rows(one);
  };

const timers = { invariant: 'engagements.without-timer', repaired: true, onTimeline: true };
const messages = { invariant: 'channels.message-without-work', unsent: true, repaired: true, onTimeline: true };

const over = { invariant: 'incidents.engaged-though-over', repaired: true, lost: ['bo'] };

export const corruptions: Corruption[] = [
  { ...timers, what: 'a timer is deleted', corrupt: run(dropTimer) },
  { ...timers, what: 'a timer is leased into the future by a node that is no more', corrupt: run(holdTimer) },
  { ...timers, what: 'a timer is put off', corrupt: run(putOffTimer) },
  { ...timers, what: 'a timer’s token is raised and it is put off', corrupt: run(raiseToken) },
  { ...timers, what: 'a plan’s engagement is deleted', lost: ['bo'], corrupt: run(dropRoot, dropRootTimer) },
  { ...timers, what: 'a plan’s engagement is deleted, and its timer stays', lost: ['bo'], corrupt: run(dropRoot) },
  { ...messages, what: 'the work of sending a message is deleted', corrupt: run(dropSending) },
  { ...messages, what: 'the work of sending a message is leased into the future', corrupt: run(holdSending) },
  {
    ...messages,
    what: 'a message is deleted with its work',
    invariant: 'engagements.page-without-message',
    corrupt: run(dropMessageWork, dropMessage),
  },
  {
    what: 'the timer is deleted that would tell that a message was never confirmed',
    invariant: 'channels.fate-not-awaited',
    repaired: true,
    onTimeline: true,
    corrupt: run(dropConfirming),
  },
  {
    ...over,
    what: 'an incident is resolved behind the back of whoever is engaged for it',
    onTimeline: true,
    corrupt: run(endIncident),
  },
  {
    ...over,
    what: 'an incident is deleted behind the back of whoever is engaged for it',
    onTimeline: false,
    deleted: true,
    corrupt: run(dropIncident),
  },
  {
    what: 'the housekeeping is not planned any more',
    invariant: 'accounts.expiry-not-planned',
    repaired: true,
    onTimeline: false,
    corrupt: run(dropExpiry),
  },
  {
    what: 'work lies in a queue that nobody knows',
    invariant: 'engine.unknown-queue',
    repaired: false,
    onTimeline: false,
    corrupt: run(strangeQueue),
    // The same fault is shouted about again after five minutes: the next one is another.
    clear: (world) => run(clearStrange)(world),
  },
];

/** Opens an incident by the plan. Answers its ARN. */
export async function held(world: World, responsePlanArn: string): Promise<string> {
  return (await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn }))).incidentRecordArn!;
}

const allRepairs = statement<{ invariant: string }>(
  'test.corrupt.repairs',
  `select a.event -> 'requestParameters' ->> 'invariant' as invariant from audit_events a where a.event ->> 'eventName' = 'Repair'`,
);

/** The invariants that the audit trail names as repaired. */
export const repairs = async (world: World): Promise<string[]> =>
  (await world.db.rows(allRepairs)).map(({ invariant }) => invariant);
