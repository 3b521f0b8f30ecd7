import { startSmtpSink } from '#test/kit/smtp-sink';
import { type ServerProcess, startServer } from '../test/kit/server-process.ts';
import { awsClients, REGION } from './demo/aws.ts';
import { fromAlarm } from './demo/from-alarm.ts';
import { fromEvent } from './demo/from-event.ts';
import { setUp } from './demo/people.ts';
import { createScript, type Script } from './demo/script.ts';

/**
 * `npm run demo`: the whole way of one alarm, live: a fresh server with its database, a real SMTP server for the mails, and
 * the official AWS clients. Ends with 1 when a step is not as it must be, with 130 on Ctrl-C; takes half a minute.
 */
const LIMIT_MS = 120_000;

const write = (text: string) => void process.stdout.write(text);
const script = createScript(write, process.stdout.isTTY === true && !process.env['NO_COLOR']);
const began = performance.now();
let server: ServerProcess | undefined;
const stops: (() => Promise<void>)[] = [];

async function stopAll(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop();
}

async function story(): Promise<void> {
  script.heading('Muster, live: the whole way of one alarm');
  const sink = await startSmtpSink();
  stops.push(() => sink.close());
  server = await script.step('A fresh server: one process, its own database, one port', async () => {
    const settings = { MUSTER_TIME_SCALE: '60', MUSTER_SMTP_URL: sink.url };
    const started = await startServer({ settings, onSpawn: (stop) => stops.push(stop) });
    script.say(`It serves at ${started.url}; mails go to ${sink.url}. A minute of a plan lasts a second here.`);
    script.say('To type along, in another terminal:');
    const variables = `AWS_SHARED_CREDENTIALS_FILE=${started.credentialsFile} AWS_ENDPOINT_URL=${started.url}`;
    script.sent(`export ${variables} AWS_DEFAULT_REGION=${REGION}`);
    const { status } = await fetch(`${started.url}/readyz`);
    script.equal('/readyz says that it is ready', status, 200);
    return started;
  });
  const world = { script, aws: awsClients(server, script), sink, url: server.url };
  const { plan } = await setUp(world);
  script.heading('An event opens an incident');
  await fromEvent(world);
  script.heading('An alarm opens another');
  await fromAlarm(world, plan);
  checkLog(script, server);
}

/** Bugs are logged as errors: none may hide behind answers that look right. */
function checkLog({ equal }: Script, { log }: ServerProcess): void {
  const errors = log().filter((line) => /"level":(5\d|6\d|"error"|"fatal")/.test(line));
  equal('the server has logged no error', errors, []);
}

function tellFailure(error: unknown): void {
  const { message, exitCode: stopped } = error as Error & { exitCode?: number };
  if (stopped) {
    write(`\nThe demo was ${message}; nothing of it is left running.\n`);
    return;
  }
  write(`\nTHE DEMO FAILED: ${message}\n`);
  const tail = server?.log().slice(-15) ?? [];
  if (tail.length > 0) write(`\nThe last lines of the server's log:\n${tail.map((line) => `  ${line}\n`).join('')}`);
}

const interrupted = new Promise<never>((_done, failed) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => failed(Object.assign(new Error(`stopped by ${signal}`), { exitCode: 130 })));
  }
});
const late = new Promise<never>((_done, failed) => {
  setTimeout(() => failed(new Error(`wanted the end within ${LIMIT_MS / 1000} s, got none`)), LIMIT_MS).unref();
});

let exitCode = 0;
try {
  await Promise.race([story(), interrupted, late]);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  write(`\nAll ${script.checks()} checks held, in ${seconds} s.\n`);
} catch (error) {
  tellFailure(error);
  exitCode = (error as { exitCode?: number }).exitCode ?? 1;
}
await stopAll();
process.exit(exitCode);
