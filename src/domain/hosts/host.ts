import { createHash } from 'node:crypto';
import { invalid } from '#kernel/refusal';

/** One host of an account's own. */
export interface Host {
  account: string;
  name: string;
  /** A host name or an IP address. */
  address: string;
  port: number;
  user: string;
  /** Name or ARN of the secret with the private key. */
  secretId: string;
  /** The fingerprint of its own key: `SHA256:…`. */
  hostKey: string;
  tags: Readonly<Record<string, string>>;
  createdAt: Date;
  createdBy: string;
}

/** What a command came to. `interrupted`: it was begun, and nobody knows how it ended. */
export type ShellOutcome =
  | { is: 'ended'; code: number; output: string }
  | { is: 'interrupted'; reason: string; output: string }
  /** Nothing was run. */
  | { is: 'refused'; reason: string };

export interface ShellCommand {
  host: Host;
  /** The private key, as text. */
  key: string;
  script: string;
  /** After which it is ended. */
  seconds: number;
  /** The longest output that is kept, in bytes; the rest is thrown away. */
  maxBytes: number;
}

/** Runs a script on a host. Never throws; ends when `signal` is aborted. */
export interface RemoteShell {
  run(command: ShellCommand, signal: AbortSignal): Promise<ShellOutcome>;
}

const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}$/;
const INSTANCE = /^m?i-/;
const HOW =
  'run `ssh-keyscan -t ed25519 ADDRESS | ssh-keygen -lf -` beside the host, and compare it with what its console says';

/** The fingerprint of a host's key, given so or as the key itself (`ssh-ed25519 AAAA…`). Refuses (validation) anything else. */
export function fingerprintOf(given: string): string {
  const text = given.trim();
  if (FINGERPRINT.test(text)) return text;
  const [, encoded] = /^(?:ssh|ecdsa|sk)-[a-z0-9@.-]+ ([A-Za-z0-9+/]+={0,2})(?: .*)?$/.exec(text) ?? [];
  if (encoded !== undefined) return fingerprint(Buffer.from(encoded, 'base64'));
  throw invalid(`hostKey: wanted SHA256:… or the host's public key, such as ssh-ed25519 AAAA…; ${HOW}`);
}

/** As ssh-keygen prints that of a raw key. */
export const fingerprint = (key: Uint8Array): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

export function checkHostName(name: string): void {
  if (!INSTANCE.test(name)) return;
  throw invalid(`name: ${name} looks like an instance of AWS's; wanted a name that begins otherwise than i- and mi-`);
}
