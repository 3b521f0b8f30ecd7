/** How many pages reach a person at once, and when the others follow as one message: pure, and decided anew each time. */

export interface PaceLimits {
  /** Pages to one channel that go at once within a window; 0: all of them. */
  pages: number;
  /** How long a window lasts, in milliseconds; and how far apart the messages of a storm are. */
  windowMs: number;
  /** Messages to one person, on all channels, within a window; 0: no limit. */
  personPages: number;
}

/** What went to one person of late. Instants in milliseconds since 1970, as it is kept as JSON. */
export interface Pace {
  recent: { at: number; severity: number; channel: string }[];
  /** By channel: while a storm lasts, nothing goes there before this instant. */
  heldUntil: Record<string, number>;
}

/** A page that would go: to which channel, how severe (1 to 5), and since when it waits. */
export interface Asking {
  channel: string;
  severity: number;
  since: Date;
}

export type Verdict =
  /** It goes; `gathers`: as a storm's next message, with all that waits for the channel. */
  { go: true; gathers: boolean; next: Pace } | { go: false; until: Date; next: Pace };

/** Whether anything is held at all: where nothing is, nobody's pace is asked or kept. */
export const isHeld = ({ pages, personPages }: PaceLimits): boolean => pages > 0 || personPages > 0;

export const noPace: Pace = { recent: [], heldUntil: {} };

/**
 * Whether a page goes now. The first ones within a window do, and every one that is more severe than all that went in the
 * window; the others wait for one another until a window after the last one that went. A storm is over when nothing had to wait.
 */
export function judge(now: Date, was: Pace, asking: Asking, limits: PaceLimits): Verdict {
  const at = now.getTime();
  const recent = was.recent.filter((one) => one.at > at - limits.windowMs);
  const mine = recent.filter((one) => one.channel === asking.channel);
  const held = heldFor(was, asking);
  const exception = isException(recent, asking);
  if (exception && held !== undefined && at < held)
    return { go: true, gathers: false, next: { ...was, recent: [...recent, departure(at, asking)] } };
  if (!exception) {
    const until = heldUntil(at, { recent, mine, held }, limits);
    if (until !== undefined)
      return { go: false, until: new Date(until), next: hold({ ...was, recent }, asking, until) };
  }
  const { [asking.channel]: _over, ...others } = was.heldUntil;
  // It had to wait, and so the storm goes on: what comes next waits for a window, too.
  const goesOn = held === undefined ? others : { ...others, [asking.channel]: at + limits.windowMs };
  return {
    go: true,
    gathers: held !== undefined,
    next: { recent: [...recent, departure(at, asking)], heldUntil: goesOn },
  };
}

/** Until when a storm holds the channel; undefined where there is none, or it was over before this page came. */
function heldFor(was: Pace, { channel, since }: Asking): number | undefined {
  const until = was.heldUntil[channel];
  return until === undefined || since.getTime() >= until ? undefined : until;
}

/** More severe than all that this channel got in the window, or the person where the channel got nothing: it never waits. */
function isException(recent: Pace['recent'], { channel, severity }: Pick<Asking, 'channel' | 'severity'>): boolean {
  const mine = recent.filter((one) => one.channel === channel);
  const known = mine.length > 0 ? mine : recent;
  return known.length > 0 && known.every((one) => severity < one.severity);
}

/** Until when a page that is put now will have to wait, as far as is known; undefined: it may go. */
export function waitsUntil(now: Date, was: Pace, asking: Omit<Asking, 'since'>, limits: PaceLimits): Date | undefined {
  const until = was.heldUntil[asking.channel];
  if (until === undefined || until <= now.getTime() || limits.pages === 0) return undefined;
  const since = now.getTime() - limits.windowMs;
  const recent = was.recent.filter((one) => one.at > since);
  return isException(recent, asking) ? undefined : new Date(until);
}

const departure = (at: number, { severity, channel }: Asking) => ({ at, severity, channel });

const hold = (was: Pace, { channel }: Asking, until: number): Pace => ({
  ...was,
  heldUntil: { ...was.heldUntil, [channel]: until },
});

interface Known {
  recent: Pace['recent'];
  mine: Pace['recent'];
  held: number | undefined;
}

function heldUntil(at: number, { recent, mine, held }: Known, limits: PaceLimits): number | undefined {
  // What was held and is released goes, whatever went meanwhile, here or on other channels: nothing waits for ever.
  if (held !== undefined) return at < held ? held : undefined;
  if (limits.pages > 0 && mine.length >= limits.pages) return mine.at(-1)!.at + limits.windowMs;
  if (limits.personPages > 0 && recent.length >= limits.personPages)
    return recent.at(-limits.personPages)!.at + limits.windowMs;
  return undefined;
}
