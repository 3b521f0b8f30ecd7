import type { Command } from '../command.ts';

export const startServer: Command = {
  name: 'start',
  positionals: [],
  options: {},
  summary: 'start the server; Ctrl-C stops it',
  help: `
Starts a node: the embedded database (or the one that DATABASE_URL names), all of AWS's services that Muster has, and
the engine, on one port (4560). Settings are environment variables; \`muster settings\` lists them. The first start
makes an administrator's access key and writes it to MUSTER_DATA_DIR/credentials. The log is JSON on standard error.

  muster start
  MUSTER_PORT=8080 MUSTER_DATA_DIR=/srv/muster muster start`,
  async run({ io }) {
    // Loaded only here: the other commands need none of the server.
    const { startCommand } = await import('../start.ts');
    await startCommand(io.env);
    return undefined;
  },
};
