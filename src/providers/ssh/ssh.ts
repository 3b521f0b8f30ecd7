import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import ssh2, { type ClientChannel } from 'ssh2';
import { fingerprint, type RemoteShell, type ShellCommand, type ShellOutcome } from '#domain/hosts';
import { sameSecret } from '#kernel/seal';
import { cut, messageOf } from '#kernel/text';

const CONNECT_MS = 15_000;
const MAX_SCRIPT = 65_536;

/** Commands over SSH; a connection for each. */
export function createSsh({ connectMs = CONNECT_MS }: { connectMs?: number } = {}): RemoteShell {
  return {
    async run(command, signal) {
      const wrong = await faultOf(command);
      if (wrong !== undefined) return { is: 'refused', reason: wrong };
      if (signal.aborted) return { is: 'refused', reason: 'it was given up before it began' };
      return overSsh(command, connectMs, signal);
    },
  };
}

/** Where clouds keep the credentials of their machines, and what is no single host. */
const never = new BlockList();
never.addSubnet('169.254.0.0', 16);
never.addSubnet('0.0.0.0', 8);
never.addSubnet('224.0.0.0', 3);
never.addSubnet('fe80::', 10, 'ipv6');
never.addSubnet('ff00::', 8, 'ipv6');
never.addAddress('fd00:ec2::254', 'ipv6');

async function faultOf({ host, key, script }: ShellCommand): Promise<string | undefined> {
  if (Buffer.byteLength(script) > MAX_SCRIPT)
    return `the script is longer than ${MAX_SCRIPT} bytes: put it on the host`;
  const parsed = ssh2.utils.parseKey(key);
  const private_ = parsed instanceof Error ? undefined : Array.isArray(parsed) ? parsed[0] : parsed;
  if (!private_?.isPrivateKey()) {
    return `the secret ${host.secretId} holds no private key without a passphrase, in OpenSSH's or PEM form`;
  }
  return undefined;
}

/** The address that is connected to, resolved once so that what was checked is what is called. */
async function addressOf(address: string): Promise<string> {
  const found = isIP(address) === 0 ? (await lookup(address)).address : address;
  if (never.check(found, isIP(found) === 6 ? 'ipv6' : 'ipv4')) throw new Error(`${found} is no address of a host`);
  return found;
}

async function overSsh(command: ShellCommand, connectMs: number, signal: AbortSignal): Promise<ShellOutcome> {
  const { host, key, seconds } = command;
  const { promise, resolve } = Promise.withResolvers<ShellOutcome>();
  const client = new ssh2.Client();
  const kept: Buffer[] = [];
  let bytes = 0;
  let channel: ClientChannel | undefined;
  // From the moment it is asked for, it may run: the answer may be lost.
  let isBegun = false;
  let why: string | undefined;
  const output = () => Buffer.concat(kept).toString('utf8');
  const lost = (reason: string) =>
    resolve(isBegun ? { is: 'interrupted', reason, output: output() } : { is: 'refused', reason });
  const keep = (chunk: Buffer) => {
    const room = command.maxBytes - bytes;
    bytes += chunk.length;
    if (room > 0) kept.push(chunk.subarray(0, room));
  };
  const end = (reason: string) => {
    why = reason;
    channel?.signal('KILL');
    channel?.close();
    client.end();
    lost(reason);
  };
  const onAbort = () => end('it was given up');
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => end(`it took longer than ${seconds} seconds`), seconds * 1_000);

  client.on('ready', () => {
    isBegun = true;
    client.exec(`/bin/sh -c '${command.script.replaceAll("'", String.raw`'\''`)}'`, (error, opened) => {
      if (error) {
        isBegun = false;
        return end(`the host does not run commands: ${messageOf(error)}`);
      }
      channel = opened;
      opened.on('data', keep);
      opened.stderr.on('data', keep);
      opened.on('close', (code: number | null, name?: string) => {
        if (why !== undefined) return;
        if (typeof code === 'number') resolve({ is: 'ended', code, output: output() });
        else lost(name ? `it was ended by the signal ${name}` : 'the connection ended before the command did');
      });
      // It is told at once that nothing will be typed.
      opened.end();
    });
  });
  client.on('error', (error) => lost(`${host.address}:${host.port}: ${cut(messageOf(error), 200)}`));
  client.on('close', () => lost('the connection was closed'));
  try {
    client.connect({
      ...{ host: await addressOf(host.address), port: host.port, username: host.user, privateKey: key },
      ...{ readyTimeout: connectMs, keepaliveInterval: 10_000, keepaliveCountMax: 3, authHandler: ['publickey'] },
      hostVerifier: (shown: Buffer) => sameSecret(fingerprint(shown), host.hostKey),
    });
  } catch (error) {
    lost(cut(messageOf(error), 200));
  }
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    client.end();
  }
}
