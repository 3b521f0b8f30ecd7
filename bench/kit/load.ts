/** What a load did in its time. */
export interface Done {
  /** How many were answered, and how many of those with anything but success. */
  count: number;
  failed: number;
  seconds: number;
  /** Of each answer. */
  milliseconds: number[];
}

/** One thing to do; answers whether it succeeded and how long it took. */
export type Act = () => Promise<{ ok: boolean; milliseconds: number }>;

/**
 * Closed loop: each worker does the next thing as soon as the last is done, for `seconds`. An act that throws ends the load.
 * `more` may end it sooner, when there is nothing left to send.
 */
export async function closedLoop(
  acts: readonly Act[],
  seconds: number,
  more: () => boolean = () => true,
): Promise<Done> {
  const milliseconds: number[] = [];
  let failed = 0;
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(
    acts.map(async (act) => {
      while (performance.now() < end && more()) {
        const done = await act();
        milliseconds.push(done.milliseconds);
        if (!done.ok) failed += 1;
      }
    }),
  );
  return { count: milliseconds.length, failed, seconds: (performance.now() - began) / 1000, milliseconds };
}

/** Open loop: begins `rate` things a second, evenly, whether the former are done or not; resolves when all are. */
export async function openLoop(act: Act, rate: number, seconds: number): Promise<Done> {
  const milliseconds: number[] = [];
  let failed = 0;
  const began = performance.now();
  const running: Promise<void>[] = [];
  for (let number = 0; number < rate * seconds; number++) {
    const wait = began + (number * 1000) / rate - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    running.push(
      act().then((done) => {
        milliseconds.push(done.milliseconds);
        if (!done.ok) failed += 1;
      }),
    );
  }
  await Promise.all(running);
  return { count: milliseconds.length, failed, seconds: (performance.now() - began) / 1000, milliseconds };
}

/** One act out of several that can each do one thing at a time: takes a free one, or waits for the next that is. */
export function sharing(acts: readonly Act[]): Act {
  const free = [...acts];
  const waiting: ((act: Act) => void)[] = [];
  return async () => {
    const began = performance.now();
    const act = free.pop() ?? (await new Promise<Act>((resolve) => waiting.push(resolve)));
    try {
      const { ok } = await act();
      return { ok, milliseconds: performance.now() - began };
    } finally {
      const next = waiting.shift();
      if (next) next(act);
      else free.push(act);
    }
  };
}
