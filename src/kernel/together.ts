export interface TogetherOptions<A, R> {
  /** Calls in one group at most. */
  most: number;
  /** Groups under way at once. */
  flights: number;
  /** Only calls of one kind share a group; by default all do. */
  kind?(call: A): string;
  /** Does many at once and answers in their order. All of it holds, or, when it throws, none. */
  all(calls: A[]): Promise<R[]>;
  /** Does one by itself, when a group that it was in has failed. */
  alone(call: A): Promise<R>;
  /** Whether an error would meet every one alone, too: then all of the group get it. */
  shared(error: unknown): boolean;
}

interface Waiting<A, R> {
  call: A;
  done(result: R): void;
  failed(error: unknown): void;
}

/**
 * Makes one of what arrives together: calls made in one turn of the event loop, or while all flights are under way, go as the next
 * group. One by itself does not wait. One that fails costs the others nothing: all of its group are then done alone.
 */
export function together<A, R>(options: TogetherOptions<A, R>): (call: A) => Promise<R> {
  const { most, flights, kind = () => '' } = options;
  let waiting: Waiting<A, R>[] = [];
  let flying = 0;
  let woken = false;

  function wake(): void {
    if (woken) return;
    woken = true;
    queueMicrotask(() => {
      woken = false;
      while (flying < flights && waiting.length > 0) void fly(take());
    });
  }

  /** The next of the first one's kind. */
  function take(): Waiting<A, R>[] {
    const first = kind(waiting[0]!.call);
    const group: Waiting<A, R>[] = [];
    const rest: Waiting<A, R>[] = [];
    for (const one of waiting) (group.length < most && kind(one.call) === first ? group : rest).push(one);
    waiting = rest;
    return group;
  }

  async function fly(group: Waiting<A, R>[]): Promise<void> {
    flying++;
    if (group.length === 1) await single(group[0]!);
    else await many(group);
    flying--;
    wake();
  }

  async function many(group: Waiting<A, R>[]): Promise<void> {
    try {
      const results = await options.all(group.map(({ call }) => call));
      for (const [index, one] of group.entries()) one.done(results[index]!);
    } catch (error) {
      if (options.shared(error)) for (const one of group) one.failed(error);
      else for (const one of group) await single(one);
    }
  }

  const single = ({ call, done, failed }: Waiting<A, R>) => options.alone(call).then(done, failed);

  return (call) =>
    new Promise<R>((done, failed) => {
      waiting.push({ call, done, failed });
      wake();
    });
}
