import { type Command, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { listHosts as ownHosts } from '../own-lists.ts';
import { json, table } from '../table.ts';

/** Hosts of one's own, on which runbooks run commands over SSH. */

export const addHost: Command = {
  name: 'hosts add',
  positionals: ['NAME', 'ADDRESS'],
  options: {
    user: { type: 'string', value: 'NAME', about: 'as whom commands run' },
    secret: { type: 'string', value: 'SECRET', about: 'name or ARN of the secret with the private key' },
    'host-key': { type: 'string', value: 'KEY', about: 'the host’s own key, or its fingerprint SHA256:…' },
    port: { type: 'string', value: 'N', about: '22 unless given' },
    tag: { type: 'string', value: 'NAME=VALUE', several: true, about: 'by which commands find it; may be repeated' },
    json: jsonOption,
  },
  summary: 'add a host on which runbooks run commands over SSH',
  help: `
The host's key is pinned: no other host is believed to be this one. Look at it beside the host, not over the network.

  muster aws secretsmanager create-secret --name runbook-key --secret-string file://id_ed25519
  muster hosts add web-1 10.0.0.7 --user runbooks --secret runbook-key --tag role=web \\
    --host-key "$(cat /etc/ssh/ssh_host_ed25519_key.pub)"`,
  async run({ io, client }, given) {
    const [name, address] = given.positionals;
    const needed = (option: string) => {
      const value = given.text(option);
      if (!value) throw usage(`--${option}: wanted, and not given; see muster help hosts add`);
      return value;
    };
    const port = given.text('port');
    if (port !== undefined && !/^\d{1,5}$/.test(port))
      throw usage(`--port: wanted a number, got ${JSON.stringify(port)}`);
    const tags = given.texts('tag').map((tag) => {
      const [, key, value] = /^([^=]+)=(.*)$/.exec(tag) ?? [];
      if (key === undefined) throw usage(`--tag: wanted NAME=VALUE, got ${JSON.stringify(tag)}`);
      return [key, value!] as const;
    });
    const body = {
      ...{ name: name!, address: address!, user: needed('user'), secretId: needed('secret') },
      ...{ hostKey: needed('host-key'), tags: Object.fromEntries(tags) },
      ...(port === undefined ? {} : { port: Number(port) }),
    };
    const made = (await client().api('createHost', { body })).body;
    io.out(given.flag('json') ? json(made) : `${made.name}\n`);
    return undefined;
  },
};

export const listHosts: Command = {
  name: 'hosts list',
  positionals: [],
  options: { json: jsonOption },
  summary: 'list hosts on which runbooks run commands',
  help: `
By name.

  muster hosts list`,
  async run({ io, client }, given) {
    const all = await ownHosts(client());
    const rows = all.map(({ name, address, port, user, secretId, tags }) => {
      const shown = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
      return [name, `${address}:${port}`, user, secretId, shown.join(' ')];
    });
    io.out(given.flag('json') ? json(all) : table(['NAME', 'ADDRESS', 'USER', 'SECRET', 'TAGS'], rows));
    return undefined;
  },
};

export const removeHost: Command = {
  name: 'hosts remove',
  positionals: ['HOST'],
  options: {},
  summary: 'take a host out',
  help: `
HOST is its name. What runs on it goes on.

  muster hosts remove web-1`,
  async run({ client }, given) {
    await client().api('removeHost', { params: { host: given.positionals[0]! } });
    return undefined;
  },
};
