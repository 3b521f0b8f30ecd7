import { createLog } from '../log.ts';
import { startMuster } from '../main.ts';
import { declared, settingsFrom } from '../settings.ts';
import { unknownSettings } from './unknown-settings.ts';

/** `muster start`: serves until it is told to stop. */
export async function startCommand(env: Record<string, string | undefined>): Promise<void> {
  const began = performance.now();
  const settings = settingsFrom(env);
  const log = createLog(settings.MUSTER_LOG_LEVEL);
  // One forgotten promise must not take the pager down with it.
  process.on('unhandledRejection', (reason) => {
    log.error({ err: reason }, 'a promise was rejected and nobody heard it: a bug of Muster, which goes on');
  });
  for (const warning of unknownSettings(env, Object.keys(declared))) log.warn({}, warning);
  const starting = startMuster({ settings, log });
  // Told to stop while it starts: it ends its start first, so that no database is left behind running.
  const stop = async (signal: string) => {
    log.info({ signal }, 'stopping');
    const muster = await starting.catch(() => undefined);
    await muster?.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void stop(signal));
  const { url, credentials } = await starting;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(welcome(url, credentials, settings.MUSTER_REGION, seconds));
}

function welcome(url: string, credentials: string | undefined, region: string, seconds: string): string {
  const key = credentials ?? '<the file `credentials` of the node that was started first>';
  return `
Muster is ready at ${url}/ (after ${seconds} s). Ctrl-C stops it.

Type these next, in another terminal:

  export AWS_SHARED_CREDENTIALS_FILE=${key} AWS_ENDPOINT_URL=${url} AWS_DEFAULT_REGION=${region}
  aws sts get-caller-identity
  aws ssm-incidents create-replication-set --regions '{"${region}":{}}'

Then docs/first-response-plan.md, or npm run demo to watch the whole way of one alarm.

`;
}
