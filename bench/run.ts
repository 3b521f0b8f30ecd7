import { cpus } from 'node:os';
import { alerts, alertsReport } from './alerts.ts';
import { auditor, auditorReport } from './auditor.ts';
import { intake } from './intake.ts';
import { optionsHelp, readOptions } from './kit/options.ts';
import { intakeReport, latencyReport } from './kit/report.ts';
import type { Undo } from './kit/world.ts';
import { latency } from './latency.ts';
import { timers, timersReport } from './timers.ts';

/** `npm run bench -- <name>`: prints figures and judges none. See README.md here. */

interface Bench<Rows> {
  about: string;
  run(options: Options, undo: Undo, progress: (text: string) => void): Promise<Rows>;
  report(rows: Rows): string;
}

const benches = {
  intake: {
    about: 'events a second through PutEvents, beside bare HTTP and bare commits',
    run: intake,
    report: intakeReport,
  },
  alerts: {
    about: 'alerts a second at Alertmanager’s own path, beside an Alertmanager where one is installed',
    run: alerts,
    report: alertsReport,
  },
  auditor: { about: 'the auditor’s look over many open engagements', run: auditor, report: auditorReport },
  timers: { about: 'how late timers are that fall due in one minute', run: timers, report: timersReport },
  latency: { about: 'from an accepted event to the mail being handed over', run: latency, report: latencyReport },
};

type Name = keyof typeof benches;

const isName = (name: string): name is Name => Object.hasOwn(benches, name);

function help(): string {
  const rows = Object.entries(benches).map(([name, { about }]) => `  ${name.padEnd(14)} ${about}`);
  return `usage: npm run bench -- NAME… [options]\n\n${rows.join('\n')}\n  all            each of them\n\n${optionsHelp()}\n`;
}

/** No load lasts for ever. */
const LIMIT_MS = 40 * 60_000;

const undo: Undo = [];
let interrupted = false;

/** Ends what was started, whatever else went wrong. */
async function stopAll(): Promise<void> {
  for (const step of undo.splice(0).reverse()) await step();
}

async function main(): Promise<void> {
  const { names, options } = readOptions(process.argv.slice(2));
  const wanted = names.includes('all') ? (Object.keys(benches) as Name[]) : names.filter(isName);
  const unknown = names.filter((name) => name !== 'all' && !isName(name));
  if (unknown.length > 0) throw new Error(`wanted the name of a bench, got ${unknown.join(', ')}\n\n${help()}`);
  if (wanted.length === 0) return void process.stdout.write(help());
  const progress = (text: string) => void process.stderr.write(`${text}\n`);
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
  const results: Record<string, unknown> = { at: new Date().toISOString(), machine, options };
  for (const name of wanted) {
    const text = await runOne(name, options, progress, results);
    if (!options.json) process.stdout.write(`\n${text}\n`);
  }
  if (options.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
}

type Options = ReturnType<typeof readOptions>['options'];

async function runOne(
  name: Name,
  options: Options,
  progress: (text: string) => void,
  results: Record<string, unknown>,
): Promise<string> {
  const { run, report } = benches[name] as Bench<unknown>;
  const rows = await run(options, undo, progress);
  results[name] = rows;
  return report(rows);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    interrupted = true;
    process.stderr.write(`stopped by ${signal}\n`);
    void stopAll().then(() => process.exit(130));
  });
}

setTimeout(() => {
  process.stderr.write(`bench: wanted the end within ${LIMIT_MS / 60_000} minutes, got none; ask for fewer pairs\n`);
  void stopAll().then(() => process.exit(1));
}, LIMIT_MS).unref();

try {
  await main();
} catch (error) {
  // What breaks because its server was stopped on request is no news.
  if (!interrupted) process.stderr.write(`bench: ${(error as Error).message}\n`);
  process.exitCode = interrupted ? 130 : 1;
} finally {
  // An interruption stops all, and then ends the process, by itself.
  if (!interrupted) await stopAll();
}
