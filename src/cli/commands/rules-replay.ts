import { readFileSync } from 'node:fs';
import type { NewReplay, Replay } from '#api/client/generated';
import { count } from '#kernel/text';
import { type Command, type Given, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { lastOf } from '../names.ts';
import { json, table, when } from '../table.ts';
import { readCount, readTime } from '../words.ts';

/** What a rule, as it is or would be, would have made of recorded events. */
export const replayRule: Command = {
  name: 'rules replay',
  positionals: [],
  options: {
    rule: { type: 'string', value: 'RULE', about: 'its pattern and response plan are tried, unless others are given' },
    pattern: {
      type: 'string',
      value: 'FILE',
      about: 'a file with the event pattern that is tried; - is standard input',
    },
    plan: { type: 'string', value: 'PLAN', about: 'the response plan that it would start' },
    from: { type: 'string', value: 'TIME', about: 'from when on; 7d-ago unless given' },
    to: { type: 'string', value: 'TIME', about: 'until when; now unless given' },
    'resolved-after': {
      type: 'string',
      value: 'MINUTES',
      about: 'each incident is taken to be over so long after its start',
    },
    json: jsonOption,
  },
  summary: 'what a rule would have opened, by the events that were recorded',
  help: `
Plays recorded events against a rule and a response plan, as they are or as they would be: how many incidents it would have opened,
and what it misses by little. Nothing is stored, and nobody is paged.

  muster rules replay --rule alarms
  muster rules replay --rule alarms --pattern changed.json --plan payments --from 30d-ago`,
  async run({ io, client }, given) {
    const body = questionOf(given, io.now());
    const pages: Replay[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = (await client().api('replay', { body: { ...body, ...(cursor ? { cursor } : {}) } })).body;
      pages.push(page);
      if (page.next === null) break;
      cursor = page.next;
      io.err(`read to ${when(new Date(page.readTo))}\n`);
    }
    if (given.flag('json')) io.out(json(pages));
    else tell(io.out, pages);
    return undefined;
  },
};

function questionOf(given: Given, now: Date): NewReplay {
  const [rule, plan, file] = [given.text('rule'), given.text('plan'), given.text('pattern')];
  if (rule === undefined && (plan === undefined || file === undefined))
    throw usage('wanted --rule, or --pattern and --plan', '`muster rules replay --help` explains it.');
  const [minutes, to] = [given.text('resolved-after'), given.text('to')];
  return {
    ...(rule === undefined ? {} : { rule }),
    ...(plan === undefined ? {} : { plan: lastOf(plan) }),
    ...(file === undefined ? {} : { pattern: patternIn(file) }),
    from: readTime('from', given.text('from') ?? '7d-ago', now).toISOString(),
    ...(to === undefined ? {} : { to: readTime('to', to, now).toISOString() }),
    ...(minutes === undefined ? {} : { resolvedAfterMinutes: readCount('resolved-after', minutes, 43_200) }),
  };
}

function patternIn(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw usage(`--pattern: ${JSON.stringify(file)} could not be read: ${(error as Error).message}`);
  }
}

function tell(out: (text: string) => void, pages: Replay[]): void {
  const sum = (name: 'scanned' | 'matched' | 'opened' | 'folded' | 'pagedAnew' | 'silenced') =>
    pages.reduce((total, page) => total + page[name], 0);
  const folded = `${count(sum('folded'), 'trigger')} folded in, ${count(sum('pagedAnew'), 'page')} after quiet`;
  out(`This would have opened ${count(sum('opened'), 'incident')} (${sum('silenced')} of them silenced; ${folded}).\n`);
  out(`Of ${count(sum('scanned'), 'event')}, ${sum('matched')} matched.\n`);
  const incidents = pages.flatMap((page) => page.incidents);
  const rows = incidents.map((one) => [
    ...[when(new Date(one.openedAt)), one.what, `${one.folded}`, one.silenced ? 'silenced' : '', one.eventId],
  ]);
  if (rows.length > 0) out(`\n${table(['OPENED', 'BY', 'FOLDED', '', 'EVENT'], rows)}`);
  const [nearest] = pages.flatMap((page) => page.nearest).sort((a, b) => a.misses.length - b.misses.length);
  if (!nearest) return;
  const why = nearest.misses.map(({ field, wanted, got }) => `${field} was ${got}, wanted ${wanted}`).join('; ');
  out(`\nNearest miss: ${count(nearest.events, 'event')} ${nearest.source} ${nearest.detailType}: ${why}\n`);
}
