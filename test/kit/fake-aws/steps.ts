import assert from 'node:assert/strict';
import type { Json } from '#domain/documents';
import type { Host, HostTag, RemoteShell } from '#domain/hosts';
import type { Action, ActionCall, ActionOutcome } from '#domain/runbooks';
import { createActions } from '#providers/actions';
import { createOutgoing } from '#providers/outgoing';
import { attempt, nowhere, outsideAt } from './broker.ts';

export type Inputs = Record<string, Json>;
const never = new AbortController().signal;

/** Hosts of the inventory, and how they are reached; none unless given. */
export interface StepHosts {
  hosts: Host[];
  shell?: RemoteShell;
  key?: string;
  denied?: string;
}

/** The actions on a fake AWS, and what they do with a step until it is over. */
export function actionsAt(endpoint: string, { hosts, shell, key = '', denied }: StepHosts = { hosts: [] }) {
  const { api } = outsideAt(endpoint);
  const recorded: unknown[] = [];
  const holds = (host: Host, tag: HostTag) => tag.values.includes(host.tags[tag.key] ?? '');
  const inventory = {
    named: async (_on: unknown, _account: string, names: readonly string[]) =>
      hosts.filter(({ name }) => names.includes(name)),
    tagged: async (_on: unknown, _account: string, tags: readonly HostTag[]) =>
      hosts.filter((host) => tags.every((tag) => holds(host, tag))),
  };
  const actions = createActions({
    ...{ api, outgoing: createOutgoing({ allowPrivate: true, trusted: [] }), repeats: api.repeats, reads: api.reads },
    hosts: inventory,
    shell: shell ?? { run: async () => ({ is: 'refused', reason: 'no shell in this test' }) },
    readKey: async () => key,
    judge: async () => denied,
    record: (call) => void recorded.push(call.error?.code ?? call.input),
  });
  const byName = new Map(actions.map((one) => [one.name, one]));
  const named = (name: string): Action => {
    const found = byName.get(name);
    assert.ok(found, `no action ${name}`);
    return found;
  };
  const look = (name: string, inputs: Inputs, more: Partial<ActionCall> = {}): Promise<ActionOutcome> =>
    named(name).run(nowhere, attempt(inputs, more), never);
  /** Looks again and again, as the machine does, until it is over; `waits` are the seconds between. */
  const finish = async (name: string, inputs: Inputs, more: Partial<ActionCall> = {}) => {
    const waits: number[] = [];
    let progress = more.progress;
    for (let looks = 0; looks < 40; looks += 1) {
      const outcome = await look(name, inputs, { ...more, ...(progress !== undefined && { progress }) });
      if (outcome.is !== 'going on') return { outcome, waits };
      progress = outcome.progress;
      waits.push(outcome.againInSeconds);
    }
    throw new Error(`${name} goes on for ever, at last with ${JSON.stringify(progress)}`);
  };
  const good = async (name: string, inputs: Inputs) => {
    const { outcome } = await finish(name, inputs);
    assert.ok(outcome.is === 'done', JSON.stringify(outcome));
    return outcome;
  };
  const bad = async (name: string, inputs: Inputs) => {
    const { outcome } = await finish(name, inputs);
    assert.ok(outcome.is === 'failed', JSON.stringify(outcome));
    return outcome.failure;
  };
  const cancel = (name: string, inputs: Inputs, progress: Json) =>
    named(name).cancel?.(nowhere, attempt(inputs, { progress }), never);
  return { actions, recorded, named, look, finish, good, bad, cancel };
}
