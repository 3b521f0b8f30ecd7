import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import { fingerprint, type Host } from '#domain/hosts';

/** What is run, and what comes of it. `hang`: it says nothing more until it is killed; `drop`: the connection breaks. */
interface FakeRun {
  output?: string;
  code?: number;
  hang?: true;
  drop?: true;
}

/** A host of our own with an SSH server, that keeps what it was asked to run. */
export interface FakeHost extends AsyncDisposable {
  host: Host;
  /** The private key that it takes. */
  key: string;
  readonly ran: string[];
  /** How many times a user's key was shown to it. */
  readonly shown: { keys: number };
  next(run: FakeRun): void;
}

const pem = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }) as string;

function parsed(key: string) {
  const found = ssh2.utils.parseKey(key);
  if (found instanceof Error) throw found;
  return Array.isArray(found) ? found[0]! : found;
}

export async function openFakeHost(name = 'web-1', tags: Record<string, string> = {}): Promise<FakeHost> {
  const [own, key] = [pem(), pem()];
  const wanted = parsed(key).getPublicSSH();
  const ran: string[] = [];
  const shown = { keys: 0 };
  const runs: FakeRun[] = [];
  const open = new Set<ssh2.Connection>();
  const server = new ssh2.Server({ hostKeys: [own] }, (client) => {
    open.add(client);
    client.on('close', () => open.delete(client));
    // A caller that goes away in the middle is part of the tests.
    client.on('error', () => open.delete(client));
    client.on('authentication', (context) => {
      if (context.method !== 'publickey') return context.reject(['publickey']);
      shown.keys += 1;
      return context.key.data.equals(wanted) ? context.accept() : context.reject();
    });
    client.on('session', (accept) => {
      const session = accept();
      session.on('exec', (acceptExec, _reject, info) => {
        ran.push(info.command);
        const { output = '', code = 0, hang, drop } = runs.shift() ?? {};
        const stream = acceptExec();
        stream.write(output);
        if (drop) return setImmediate(() => client.end());
        if (hang) return;
        stream.exit(code);
        stream.end();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: {
      ...{ account: '123456789012', name, address: '127.0.0.1', port, user: 'runbooks', secretId: 'runbook-key', tags },
      hostKey: fingerprint(parsed(own).getPublicSSH()),
      ...{ createdAt: new Date('2026-01-02T03:10:00Z'), createdBy: 'arn:aws:iam::123456789012:user/admin' },
    },
    ...{ key, ran, shown, next: (run) => void runs.push(run) },
    async [Symbol.asyncDispose]() {
      for (const client of open) client.end();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
