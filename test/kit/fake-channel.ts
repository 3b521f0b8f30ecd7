import type { Channel, ChannelType, OutgoingMessage, Sent } from '#domain/channels';
import type { OutsideMode } from './channel-contract.ts';

/** A channel whose outside is in memory, for tests that are about something else. Passes the contract of all channels. */
export interface FakeChannel extends Channel {
  /** Every message that left, in order, confirmed or not: the outside's own tally. */
  readonly sent: OutgoingMessage[];
  /** Every time that it was asked, whatever came of it, with what the test's clock said. */
  readonly calls: { key: string; at: number }[];
  /** How the outside behaves from now on; with `to`, for this receiver only, whatever the others get. */
  behave(mode: OutsideMode, to?: string): void;
  /** What it adds to its refusals from now on: when it wants to be asked again, or what is wrong with our account. */
  adds(more: Partial<Extract<Sent, { ok: false }>>): void;
  /** The messages to a receiver that nobody has taken yet: these were expected. */
  take(to: string): OutgoingMessage[];
  /** Those that nobody took: a test world fails when there are any. */
  left(): OutgoingMessage[];
}

export interface FakeOptions {
  /** Its name among those of its kind; `fake` unless given. */
  provider?: string;
  confirmsWithinMs?: number;
  /** In milliseconds since 1970, for its tally. */
  now?: () => number;
}

export function fakeChannel(type: ChannelType, options: FakeOptions = {}): FakeChannel {
  const { provider = 'fake', confirmsWithinMs, now = () => 0 } = options;
  const sent: OutgoingMessage[] = [];
  const calls: FakeChannel['calls'] = [];
  let more: Partial<Extract<Sent, { ok: false }>> = {};
  let untaken: OutgoingMessage[] = [];
  let common: OutsideMode = 'ok';
  const own = new Map<string, OutsideMode>();

  return {
    type,
    provider,
    ...(confirmsWithinMs === undefined ? {} : { confirmsWithinMs }),
    fields: [{ name: 'address', label: 'Address', example: EXAMPLES[type] }],
    sent,
    calls,
    notReady: () => undefined,
    addressFault: (address) => faultOf(type, address),
    async send(message, signal): Promise<Sent> {
      const wrong = faultOf(type, message.to);
      if (wrong !== undefined) return failed({ permanent: true, reason: wrong });
      if (signal.aborted) return failed({ reason: 'sending was stopped before it began' });
      const mode = own.get(message.to) ?? common;
      calls.push({ key: message.key, at: now() });
      if (LEAVES.has(mode)) {
        sent.push(message);
        untaken.push(message);
      }
      const said = await outcome(mode, `${provider}-${sent.length}`, signal);
      // What it says of one receiver is nothing against it.
      const alone = own.has(message.to) ? { fault: 'reach' as const } : {};
      return said.ok ? said : { ...said, ...alone, ...more };
    },
    adds(what) {
      more = what;
    },
    behave(mode, to) {
      if (to === undefined) common = mode;
      else own.set(to, mode);
    },
    take(to) {
      const taken = untaken.filter((message) => message.to === to);
      untaken = untaken.filter((message) => message.to !== to);
      return taken;
    },
    left: () => [...untaken],
  };
}

const HOOK = 'https://chat.example/hook';
const EXAMPLES: Record<ChannelType, string> = {
  EMAIL: 'ana@example.com',
  SMS: '+15550100001',
  VOICE: '+15550100001',
  SLACK_DM: 'U0000000001',
  SLACK_GROUP: 'S0000000001',
  SLACK: 'C0000000001',
  TEAMS: HOOK,
  CHIME: HOOK,
  MATTERMOST: HOOK,
  DISCORD: HOOK,
  GOOGLE_CHAT: HOOK,
  PAGERDUTY: 'PIJ90N7',
  OPSGENIE: 'alerts',
  JSM: 'alerts',
  PUSH: 'https://push.example.com/ana',
  WEBHOOK: 'https://hooks.example.com/muster',
};
const ADDRESS = /^https:\/\/[\w.-]+\/[\w./-]+$/;
const PATTERNS: Record<ChannelType, RegExp> = {
  EMAIL: /^[^\s@<>,\p{Cc}]+@[^\s@<>,\p{Cc}]+$/u,
  SMS: /^\+[1-9]\d{1,14}$/,
  VOICE: /^\+[1-9]\d{1,14}$/,
  SLACK_DM: /^[UW][A-Z0-9]{5,20}$/,
  SLACK_GROUP: /^S[A-Z0-9]{5,20}$/,
  SLACK: /^[CDGU][A-Z0-9]{5,20}$/,
  TEAMS: ADDRESS,
  CHIME: ADDRESS,
  MATTERMOST: ADDRESS,
  DISCORD: ADDRESS,
  GOOGLE_CHAT: ADDRESS,
  PAGERDUTY: /^P[A-Z0-9]+$/,
  OPSGENIE: /^alerts$/,
  JSM: /^alerts$/,
  PUSH: /^\{\P{Cc}+\}$|^https:[^\s,]+$/u,
  WEBHOOK: /^https:[^\s,]+$/,
};
/** The modes in which the outside gets the message, whether it says so or not. */
const LEAVES: ReadonlySet<OutsideMode> = new Set(['ok', 'unknown', 'silent']);

function faultOf(type: ChannelType, address: string): string | undefined {
  if (PATTERNS[type].test(address)) return undefined;
  return `wanted an address like ${EXAMPLES[type]}, got ${JSON.stringify(address)}: correct it`;
}

function failed(what: { permanent?: boolean; certain?: boolean; reason: string }): Sent {
  return { ok: false, permanent: false, certain: true, ...what };
}

async function outcome(mode: OutsideMode, providerId: string, signal: AbortSignal): Promise<Sent> {
  switch (mode) {
    case 'ok':
      return { ok: true, providerId };
    case 'temporary':
      return failed({ reason: 'the fake outside asked to try again later' });
    case 'permanent':
      return failed({ permanent: true, reason: 'the fake outside knows no such receiver' });
    case 'unreachable':
      return failed({ reason: 'the fake outside cannot be reached' });
    case 'unknown':
      return failed({ certain: false, reason: 'the fake outside broke off before it confirmed' });
    case 'silent':
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      return failed({ certain: false, reason: 'sending was stopped before the fake outside confirmed' });
  }
}
