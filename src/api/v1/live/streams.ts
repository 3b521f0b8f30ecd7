import type { ServerResponse } from 'node:http';
import { after, MINUTE, SECOND } from '#kernel/clock';
import { Refusal } from '#kernel/refusal';
import { messageOf } from '#kernel/text';
import { faulty } from '../problem.ts';
import type { LiveAsked } from './asked.ts';
import { changesIn } from './changes.ts';
import { createFeed, FAR_BACK_MS, type Feed, type FeedDeps, type Look, MOST } from './feed.ts';

/** Streams of one account, and of all, on one node. */
const MOST_OF_ACCOUNT = 50;
const MOST_STREAMS = 500;
const HEARTBEAT_MS = 15 * SECOND;
/** How long a stream lasts, and how far back one can be taken up. */
const LIFE_MS = 10 * MINUTE;
const RESUMED_MS = 10 * MINUTE;
/** Bytes that wait for a reader who does not read: beyond, the stream is cut, and is taken up again. */
const MOST_WAITING = 1_048_576;

export interface StreamRequest {
  asked: LiveAsked;
  lastEventId: string | undefined;
  /** Told now and then whether the caller's credential is still good; throws when it is not. */
  recheck: () => Promise<unknown>;
  headers: Record<string, string>;
}

/** The open streams of server-sent events of this node. */
export interface Streams {
  /** Answers when the stream is open. Refuses (throttled) one too many, and (validation) a Last-Event-ID that is none. */
  open(request: StreamRequest, response: ServerResponse): Promise<void>;
  hint(): void;
  /** Ends all streams, so that a node that stops is not held up: their readers connect to another. */
  close(): void;
}

/** `beatMs`: how often a stream shows that it lives, and its credential is looked at again. */
export function createStreams(deps: FeedDeps & { beatMs?: number | undefined }): Streams {
  const feed = createFeed(deps);
  const open = new Set<Stream>();
  return {
    async open(request, response) {
      const from = resumedFrom(request.lastEventId, deps.clock.now());
      checkRoom(open, request.asked.account);
      const stream = createStream(deps, request, response, () => open.delete(stream));
      open.add(stream);
      await stream.begin(feed, from).catch((error: unknown) => {
        open.delete(stream);
        throw error;
      });
    },
    hint: () => feed.hint(),
    close() {
      feed.close();
      for (const stream of open) stream.end();
    },
  };
}

function checkRoom(open: ReadonlySet<Stream>, account: string): void {
  const own = [...open].filter((stream) => stream.account === account).length;
  if (own < MOST_OF_ACCOUNT && open.size < MOST_STREAMS) return;
  const message = `There are ${own} streams of this account on this node (${MOST_OF_ACCOUNT} at most) and ${open.size} in all (${MOST_STREAMS} at most). Close some, or try again.`;
  throw new Refusal('throttled', message, { retryAfter: 10 });
}

/** An event's id is the instant of the look that found it: all that was to be seen by then has been told. */
const idOf = (at: Date) => `${at.getTime()}`;

/** Where a stream goes on; undefined: it begins now. `lost`: too long ago. */
function resumedFrom(id: string | undefined, now: Date): { since: Date; lost: boolean } | undefined {
  if (id === undefined || id === '') return undefined;
  if (!/^[0-9]{1,15}$/.test(id)) {
    throw faulty([{ field: 'Last-Event-ID', wanted: 'the id of an event of this stream', got: id.slice(0, 100) }]);
  }
  const since = new Date(Number(id));
  return { since, lost: since < after(now, -RESUMED_MS) };
}

interface Stream {
  account: string;
  begin(feed: Feed, from: { since: Date; lost: boolean } | undefined): Promise<void>;
  end(): void;
}

function createStream(
  { db, clock, log, timeline, beatMs = HEARTBEAT_MS }: FeedDeps & { beatMs?: number | undefined },
  { asked, recheck, headers }: StreamRequest,
  response: ServerResponse,
  onEnd: () => void,
): Stream {
  /** Incident → the last entry that this reader was told of. */
  const told = new Map<string, number>();
  /** Until the stream has begun, what comes waits. */
  let waiting: Look[] | undefined = [];
  let at = clock.now();
  const cleanup: (() => void)[] = [onEnd];
  const end = () => {
    for (const each of cleanup.splice(0)) each();
    response.end();
  };
  const write = (text: string) => {
    if (response.destroyed || response.writableEnded) return;
    response.write(text);
    if (response.writableLength > MOST_WAITING) response.destroy();
  };
  const tell = (look: Look) => {
    const fresh = look.entries.filter(({ incidentId, seq }) => seq > (told.get(incidentId) ?? 0));
    for (const { incidentId, seq } of fresh) told.set(incidentId, seq);
    const events = fresh.flatMap((entry) => changesIn(entry, asked)).map((change) => eventText('change', change));
    if (look.lost) events.push(eventText('reset', {}));
    at = look.at;
    // The id with the last one only: whoever loses the stream in between gets all of them again.
    if (events.length > 0) write(events.join('') + idText(at));
  };
  const beat = () => {
    write(`: alive\n${idText(at)}`);
    recheck().catch((error: unknown) => {
      log.info({ reason: messageOf(error) }, 'a live stream was ended: its credential is not good any more');
      end();
    });
  };
  return {
    account: asked.account,
    async begin(feed, from) {
      let closed = false;
      response.once('close', () => {
        closed = true;
        end();
      });
      const leave = await feed.join(asked.account, (look) => (waiting ? void waiting.push(look) : tell(look)));
      cleanup.push(leave);
      const missed =
        from && !from.lost ? await timeline.written(db, asked.account, after(from.since, -FAR_BACK_MS), MOST + 1) : [];
      if (closed) return end();
      const beats = setInterval(beat, beatMs);
      const life = setTimeout(end, LIFE_MS);
      cleanup.push(
        () => clearInterval(beats),
        () => clearTimeout(life),
      );
      response.writeHead(200, {
        ...headers,
        'content-type': 'text/event-stream; charset=utf-8',
        'x-accel-buffering': 'no',
      });
      const looks = waiting!;
      waiting = undefined;
      write(eventText('ready', {}));
      // Of a stream that begins now, whoever reads after `ready` knows all that had been seen by then.
      if (!from) for (const { incidentId, seq } of looks.flatMap(({ entries }) => entries)) told.set(incidentId, seq);
      else for (const look of [{ at, entries: missed, lost: from.lost || missed.length > MOST }, ...looks]) tell(look);
      write(idText(at));
    },
    end,
  };
}

const eventText = (name: string, data: object) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
/** An id without an event: it moves the reader's position, and tells nothing. */
const idText = (at: Date) => `id: ${idOf(at)}\n\n`;
