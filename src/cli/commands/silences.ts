import { randomUUID } from 'node:crypto';
import type { NewSilence, Silence, SilenceChange } from '#api/client/generated';
import { parseArn } from '#kernel/arn';
import { type Command, type Given, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { readObject } from '../files.ts';
import { listSilences, SILENCE_STATUSES } from '../own-lists.ts';
import { fields, json, listed, when } from '../table.ts';
import { readTime } from '../words.ts';

/** Silences and maintenance windows. */

const at = (instant: string) => when(new Date(instant));

/** `plan payments`; of an alarm all after its ARN's last part; a pattern as it is. */
function coveredText({ of, target }: Silence): string {
  const resource = target === null ? '' : (parseArn(target)?.resource ?? target);
  return `${of} ${resource.replace(/^(response-plan|rule)\/|^alarm:/, '')}`.trim();
}

const severitiesText = ({ includeCritical }: Silence) => (includeCritical ? 'all' : 'all but critical');

export const listSilencesCommand: Command = {
  name: 'silences list',
  positionals: [],
  options: {
    status: { type: 'string', value: 'STATUS', about: SILENCE_STATUSES.join(', '), choices: SILENCE_STATUSES },
    json: jsonOption,
  },
  summary: 'the silences and maintenance windows, newest first',
  help: `
Lists silences: what they cover, until when, and why.

  muster silences list --status active`,
  async run({ io, client }, given) {
    const status = given.text('status');
    if (status !== undefined && !SILENCE_STATUSES.includes(status))
      throw usage(`--status: wanted ${SILENCE_STATUSES.join(', ')}, got ${JSON.stringify(status)}`);
    const silences = await listSilences(client(), status);
    const rows = silences.map((one) => [
      ...[one.id, one.status, coveredText(one), severitiesText(one), at(one.from), at(one.until)],
      ...[String(one.silenced), one.reason],
    ]);
    const head = ['ID', 'STATUS', 'OF', 'SEVERITIES', 'FROM', 'UNTIL', 'SILENCED', 'REASON'];
    if (given.flag('json')) io.out(json(silences));
    else listed(io, head, rows, 'No silence. `muster silences create` makes one.');
    return undefined;
  },
};

export const showSilence: Command = {
  name: 'silences show',
  positionals: ['SILENCE'],
  options: { json: jsonOption },
  summary: 'one silence',
  help: `
Shows a silence. SILENCE is the id that \`muster silences list\` shows.

  muster silences show 01a20c56-24ac-7399-b1a6-867dbabd3098`,
  async run({ io, client }, given) {
    const silenceId = given.positionals[0]!;
    const silence = (await client().api('getSilence', { params: { silenceId } })).body;
    if (given.flag('json')) io.out(json(silence));
    else
      io.out(
        fields([
          ['Id', silence.id],
          ['Of', coveredText(silence)],
          ['Target', silence.target ?? undefined],
          ['Severities', severitiesText(silence)],
          ['Status', silence.status],
          ['From', at(silence.from)],
          ['Until', at(silence.until)],
          ['Reason', silence.reason],
          ['Silenced', `${silence.silenced}`],
          ['Made by', `${silence.createdBy}, ${at(silence.createdAt)}`],
        ]),
      );
    return undefined;
  },
};

const untilOption = { type: 'string', value: 'TIME', about: 'when it is over: 2h, 2026-12-02T02:00Z' } as const;

export const createSilence: Command = {
  name: 'silences create',
  positionals: [],
  options: {
    everything: { type: 'boolean', about: 'silence every incident' },
    plan: { type: 'string', value: 'PLAN', about: 'what this response plan opens' },
    rule: { type: 'string', value: 'RULE', about: 'what comes by this rule' },
    alarm: { type: 'string', value: 'ALARM', about: 'what this alarm opens' },
    source: {
      type: 'string',
      value: 'TEXT',
      about: 'what events of this source open, e.g. muster.grafana',
      several: true,
    },
    label: { type: 'string', value: 'NAME=VALUE', about: 'what alerts with this label open', several: true },
    pattern: { type: 'string', value: 'FILE', about: 'what events open that match this pattern; - is standard input' },
    until: { ...untilOption, about: `${untilOption.about} (needed)` },
    from: { type: 'string', value: 'TIME', about: 'when it begins; now unless given' },
    reason: { type: 'string', value: 'TEXT', about: 'why; it stands on the timeline of what is silenced (needed)' },
    'include-critical': { type: 'boolean', about: 'cover severity 1, too' },
    json: jsonOption,
  },
  summary: 'silence a plan, rule, alarm or everything for a time',
  help: `
Makes a silence, or, with --from, a maintenance window: what it covers opens incidents that engage nobody before it is over. Prints
its id. What is open already goes on, and severity 1 is not covered unless --include-critical says so.

  muster silences create --plan payments --until 2h --reason "the database is moved"
  muster silences create --source muster.grafana --label service=api --until 1h --reason "the api is replaced"
  muster silences create --everything --from 2026-12-01T22:00Z --until 2026-12-02T02:00Z --reason "move of the data centre"`,
  async run({ io, client }, given) {
    const from = given.text('from');
    const body: NewSilence = {
      ...readScope(given),
      reason: needed(given, 'reason', 'why'),
      until: timeOf(given, 'until', io.now()) ?? missing('until', 'when it is over, e.g. 2h'),
      includeCritical: given.flag('include-critical'),
      ...(from === undefined ? {} : { from: readTime('from', from, io.now()).toISOString() }),
    };
    const made = (await client().api('createSilence', { body, idempotencyKey: randomUUID() })).body;
    io.out(given.flag('json') ? json(made) : `${made.id}\n`);
    io.err(`Silenced until ${at(made.until)}: ${coveredText(made)}. To end it: muster silences end ${made.id}\n`);
    return undefined;
  },
};

const SCOPES = ['plan', 'rule', 'alarm'] as const;

function readScope(given: Given): Pick<NewSilence, 'of' | 'target'> {
  const named = SCOPES.flatMap((of) => {
    const target = given.text(of);
    return target === undefined ? [] : [{ of, target }];
  });
  const scopes = [...(given.flag('everything') ? [{ of: 'everything' as const }] : []), ...named, ...patternsIn(given)];
  const [scope, ...others] = scopes;
  if (scope && others.length === 0) return scope;
  throw usage(
    `wanted one of --plan, --rule, --alarm, --everything, --pattern or --source and --label, got ${scopes.length === 0 ? 'none' : `${scopes.length} of them`}`,
    '`muster silences create --help` explains it.',
  );
}

/** A pattern from a file, and one that is made of sources and labels: several values of one are any of them. */
function patternsIn(given: Given): Pick<NewSilence, 'of' | 'target'>[] {
  const file = given.text('pattern');
  const [source, labels] = [given.texts('source'), given.texts('label')];
  const filed =
    file === undefined ? [] : [{ of: 'pattern' as const, target: JSON.stringify(readObject('pattern', file)) }];
  if (source.length === 0 && labels.length === 0) return filed;
  const pattern = {
    ...(source.length > 0 ? { source } : {}),
    ...(labels.length > 0 ? { detail: { labels: labelsIn(labels) } } : {}),
  };
  return [...filed, { of: 'pattern' as const, target: JSON.stringify(pattern) }];
}

function labelsIn(texts: string[]): Record<string, string[]> {
  const labels: Record<string, string[]> = {};
  for (const text of texts) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw usage(`--label: wanted NAME=VALUE, got ${JSON.stringify(text)}`);
    labels[name] = [...(labels[name] ?? []), value];
  }
  return labels;
}

function needed(given: Given, name: string, what: string): string {
  return given.text(name) ?? missing(name, what);
}

function missing(name: string, what: string): never {
  throw usage(`--${name} is needed: ${what}`, '`muster silences create --help` explains it.');
}

function timeOf(given: Given, name: string, now: Date): string | undefined {
  const text = given.text(name);
  return text === undefined ? undefined : readTime(name, text, now).toISOString();
}

export const updateSilence: Command = {
  name: 'silences update',
  positionals: ['SILENCE'],
  options: {
    until: untilOption,
    reason: { type: 'string', value: 'TEXT', about: 'why' },
    'include-critical': { type: 'boolean', about: 'cover severity 1 from now on, too' },
    'exclude-critical': { type: 'boolean', about: 'cover severity 1 no more' },
    json: jsonOption,
  },
  summary: 'change the end or the reason of a silence',
  help: `
Changes what is given, of a silence that is not over. \`muster silences end\` ends it now.

  muster silences update 01a20c56-24ac-7399-b1a6-867dbabd3098 --until 4h`,
  async run({ io, client }, given) {
    const [include, exclude] = [given.flag('include-critical'), given.flag('exclude-critical')];
    if (include && exclude) throw usage('wanted one of --include-critical and --exclude-critical, got both');
    const [until, reason] = [timeOf(given, 'until', io.now()), given.text('reason')];
    const body: SilenceChange = {
      ...(until === undefined ? {} : { until }),
      ...(reason === undefined ? {} : { reason }),
      ...(include || exclude ? { includeCritical: include } : {}),
    };
    if (Object.keys(body).length === 0) throw usage('nothing to change: give --until, --reason or --include-critical');
    const silenceId = given.positionals[0]!;
    const changed = (await client().api('editSilence', { params: { silenceId }, body })).body;
    io.out(given.flag('json') ? json(changed) : `${changed.id}\n`);
    return undefined;
  },
};

export const endSilence: Command = {
  name: 'silences end',
  positionals: ['SILENCE'],
  options: {},
  summary: 'end a silence now: what it silenced and is open is engaged for',
  help: `
Ends a silence. What it has silenced and is open is engaged for at once. One that is over stays as it is.

  muster silences end 01a20c56-24ac-7399-b1a6-867dbabd3098`,
  async run({ io, client }, given) {
    const silenceId = given.positionals[0]!;
    const { silenced } = (await client().api('endSilence', { params: { silenceId } })).body;
    io.out(`${silenceId}\n`);
    io.err(`The silence is over. It had silenced: ${silenced}.\n`);
    return undefined;
  },
};
