import type { Timeline, Written } from '#domain/timeline';
import { after, type Clock, MINUTE, SECOND } from '#kernel/clock';
import type { Log } from '#kernel/log';
import { messageOf } from '#kernel/text';
import type { Db } from '#storage/db';

/** How often the timelines are looked at without a hint, and how close together at most with hints. */
const POLL_MS = SECOND;
const HINT_MS = 100;
/**
 * An entry carries the time at which its transaction began, and is seen when it has ended. Each look goes back further than
 * nearly all transactions take, and every so often further than any may take.
 */
const BACK_MS = 10 * SECOND;
export const FAR_BACK_MS = MINUTE;
const FAR_EVERY_MS = 15 * SECOND;
/** Entries of one look; more, and views read everything again. */
export const MOST = 5_000;

/** What a look found: the entries not seen before, and the instant of the look. `lost`: there were too many. */
export interface Look {
  at: Date;
  entries: Written[];
  lost: boolean;
}

export type Listener = (look: Look) => void;

/** One look for all live views of an account on this node. Readers never hold up writers: they take no lock. */
export interface Feed {
  /** Answers once the first look was taken: what commits after that is told. */
  join(account: string, listener: Listener): Promise<() => void>;
  /** Something may have been written: look soon. */
  hint(): void;
  close(): void;
}

interface Account {
  listeners: Set<Listener>;
  /** Incident → the last entry that was told, and when it was written. */
  told: Map<string, { seq: number; at: number }>;
  farAt: number;
  looking: Promise<void>;
}

export interface FeedDeps {
  db: Db;
  clock: Clock;
  log: Log;
  timeline: Pick<Timeline, 'written'>;
}

export function createFeed(deps: FeedDeps): Feed {
  const accounts = new Map<string, Account>();
  let hinted: NodeJS.Timeout | undefined;
  const lookAll = () => {
    for (const [account, state] of accounts) {
      state.looking = state.looking
        .then(() => look(deps, account, state))
        .catch((error: unknown) =>
          deps.log.warn({ reason: messageOf(error) }, 'live views could not be told of changes; tried again'),
        );
    }
  };
  const timer = setInterval(lookAll, POLL_MS);
  timer.unref();
  return {
    async join(account, listener) {
      const state = accounts.get(account) ?? opened(accounts, account);
      // Before the look, so that nothing that commits meanwhile passes by.
      state.listeners.add(listener);
      const leave = () => {
        state.listeners.delete(listener);
        if (state.listeners.size === 0 && accounts.get(account) === state) accounts.delete(account);
      };
      const first = state.looking.then(() => look(deps, account, state));
      // Its failure is told to whoever joins, below; the next look only waits for its end.
      state.looking = first.catch(() => undefined);
      await first.catch((error: unknown) => {
        leave();
        throw error;
      });
      return leave;
    },
    hint() {
      if (accounts.size > 0) hinted ??= setTimeout(onHint, HINT_MS);
    },
    close() {
      clearInterval(timer);
      clearTimeout(hinted);
    },
  };
  function onHint(): void {
    hinted = undefined;
    lookAll();
  }
}

function opened(accounts: Map<string, Account>, account: string): Account {
  const state: Account = { listeners: new Set(), told: new Map(), farAt: 0, looking: Promise.resolve() };
  accounts.set(account, state);
  return state;
}

async function look({ db, clock, timeline }: FeedDeps, account: string, state: Account): Promise<void> {
  const at = clock.now();
  const far = at.getTime() - state.farAt >= FAR_EVERY_MS;
  const found = await timeline.written(db, account, after(at, far ? -FAR_BACK_MS : -BACK_MS), MOST + 1);
  if (far) state.farAt = at.getTime();
  const entries = found.filter(({ incidentId, seq }) => seq > (state.told.get(incidentId)?.seq ?? 0));
  for (const { incidentId, seq, writtenAt } of entries) state.told.set(incidentId, { seq, at: writtenAt.getTime() });
  for (const [incident, { at: toldAt }] of state.told) {
    if (toldAt < at.getTime() - 2 * FAR_BACK_MS) state.told.delete(incident);
  }
  for (const listener of state.listeners) listener({ at, entries, lost: found.length > MOST });
}
