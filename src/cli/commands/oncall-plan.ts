import type { NewPrediction, PredictedEvent, Prediction } from '#api/client/generated';
import { parseArn } from '#kernel/arn';
import { count } from '#kernel/text';
import { type Command, type Given, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { lastOf } from '../names.ts';
import { json, plain } from '../table.ts';
import { readSeverity, readTime, severityText } from '../words.ts';
import { clockIn, readZone, zoneOption } from '../zone.ts';

const KINDS = ['email', 'sms', 'voice', 'push', 'webhook', 'slack'] as const;
const MINUTE = 60_000;
const UNITS = { m: 1, h: 60, d: 1_440 } as const;
/** A week, in minutes. */
const LONGEST = 10_080;

export const planOnCall: Command = {
  name: 'oncall plan',
  positionals: ['PLAN'],
  options: {
    at: { type: 'string', value: 'TIME', about: '2026-11-24T03:10Z, now, 3d; now unless given' },
    answer: {
      type: 'string',
      value: 'NAME=TIME',
      about: 'who answers every message, and how long after, e.g. ana=3m',
      several: true,
    },
    fail: { type: 'string', value: 'KIND', about: 'a kind of channel that fails', several: true, choices: KINDS },
    severity: { type: 'string', value: 'SEVERITY', about: '1 to 5, or its word; the plan’s own unless given' },
    zone: zoneOption,
    json: jsonOption,
  },
  summary: 'who would be woken, how and when, if a plan fired then',
  help: `
Asks the engine itself, with a moved clock, who would be paged. Nothing is stored and nothing is sent. PLAN is a response
plan's name or ARN, or the ARN of a person, an escalation plan or a schedule. Nobody answers who is not named by --answer.

  muster oncall plan payments
  muster oncall plan payments --at 2027-03-28T03:10+02:00 --answer ana=3m --zone Europe/Berlin
  muster oncall plan payments --fail sms --json`,
  async run({ io, client }, given) {
    const at = readTime('at', given.text('at') ?? 'now', io.now());
    const zone = readZone(given.text('zone'));
    const severity = given.text('severity');
    const body: NewPrediction = {
      ...subjectOf(given.positionals[0]!),
      at: at.toISOString(),
      answers: given.texts('answer').map(readAnswer),
      failing: readFailing(given),
      ...(severity === undefined ? {} : { severity: readSeverity(severity) }),
    };
    const { body: prediction } = await client().api('makePrediction', { body });
    io.out(given.flag('json') ? json(prediction) : told(prediction, zone));
    return undefined;
  },
};

function subjectOf(named: string) {
  return parseArn(named)?.service === 'ssm-contacts' ? { contact: named } : { plan: lastOf(named) };
}

function readAnswer(text: string): { contact: string; minutes: number } {
  const [, contact, number = '', unit = 'm'] = /^(.+)=(\d{1,5})([mhd])?$/.exec(text) ?? [];
  const minutes = Number(number) * UNITS[unit as keyof typeof UNITS];
  if (contact && minutes <= LONGEST) return { contact, minutes };
  throw usage(`--answer: wanted a name and a time of 7 days at most, e.g. ana=3m, got ${JSON.stringify(text)}`);
}

function readFailing(given: Given): (typeof KINDS)[number][] {
  const kinds = given.texts('fail').map((text) => text.toLowerCase());
  const wrong = kinds.find((kind) => !KINDS.some((one) => one === kind));
  if (wrong === undefined) return KINDS.filter((kind) => kinds.includes(kind));
  throw usage(`--fail: wanted ${KINDS.join(', ')}, got ${JSON.stringify(wrong)}`);
}

/** For people: pages, answers and what is told, each with its minute and its way. */
function told({ of, at, severity, events, warnings, acknowledged, endsAt }: Prediction, zone: string): string {
  const begun = new Date(at).getTime();
  const lines = [
    `If ${plain(lastOf(of))} fires at ${clockIn(at, zone, true)} (severity ${severityText(severity)}):`,
    '',
  ];
  for (const event of events) {
    const text = wordsOf(event);
    if (text === undefined) continue;
    const minutes = (new Date(event.at).getTime() - begun) / MINUTE;
    lines.push(`  ${clockIn(event.at, zone)}  +${Number(minutes.toFixed(1))} min  ${plain(text)}`);
    if (event.what === 'paged') lines.push(...event.why.map((hop) => `      ${plain(hop)}`));
  }
  const end = acknowledged
    ? 'Answers end it.'
    : `Nobody's answer ends it; the last is tried until ${clockIn(endsAt, zone)}.`;
  lines.push('', end);
  if (warnings.length > 0)
    lines.push('', `${count(warnings.length, 'warning')}:`, ...warnings.map((text) => `  - ${plain(text)}`));
  return `${lines.join('\n')}\n`;
}

function wordsOf({ what, who, channel, arrives, text, why }: PredictedEvent): string | undefined {
  const name = who ?? 'somebody';
  switch (what) {
    case 'paged': {
      const by = channel ? `by ${channel.type} "${channel.name}" ${channel.address}` : '';
      return `${arrives === false ? 'page that does not arrive: ' : 'page to '}${name} ${by}${text ? `, ${text}` : ''}`;
    }
    case 'held':
      return `page to ${name}${channel ? ` by ${channel.type} "${channel.name}"` : ''} is ${text ?? 'held'}`;
    case 'answered':
      return `${name} answers`;
    case 'told':
      return text ?? '';
    case 'stopped':
      return why.length === 1 ? `${name}: stopped${text ? `, ${text}` : ''}` : undefined;
    default:
      return undefined;
  }
}
