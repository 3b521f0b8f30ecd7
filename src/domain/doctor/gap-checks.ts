import { type Contact, contactArn, keyOf } from '#domain/contacts';
import { type OnCall, type Rotation, rotationArn } from '#domain/oncall';
import { after, DAY } from '#kernel/clock';
import type { Queries } from '#storage/db';
import type { Check, Finding } from './check.ts';
import { namedIn, subjectOf } from './reach.ts';
import { partly, type Ward } from './ward.ts';

/** How far ahead gaps are looked for. */
const AHEAD_MS = 7 * DAY;
/** Gaps of a rotation or schedule that are told one by one. */
const MOST_GAPS = 5;

type Gap = Awaited<ReturnType<OnCall['gaps']>>[number];

const gapsOf = (onCall: OnCall, on: Queries, subject: string, now: Date) =>
  onCall.gaps(on, subject, { from: now, to: after(now, AHEAD_MS) });

/** Rotations in which nobody is on call, now or within 7 days. */
export const rotationsCheck = (ward: Ward, onCall: OnCall): Check => ({
  id: 'rotations',
  title: 'Somebody is on call in every rotation, now and for 7 days',
  async run(on, now, patient) {
    const all = await ward.rotations(on, patient);
    const findings: Finding[] = [];
    for (const rotation of all) {
      findings.push(...rotationFindings(rotation, await gapsOf(onCall, on, rotationArn(rotation), now), now));
    }
    return [...findings, ...partly('rotations', all)];
  },
});

/** On-call schedules without a rotation, and those by which nobody is on call, now or within 7 days. */
export const schedulesCheck = (ward: Ward, onCall: OnCall): Check => ({
  id: 'schedules',
  title: 'Somebody is on call by every schedule, now and for 7 days',
  async run(on, now, patient) {
    const all = await ward.contacts(on, patient);
    const engaged = (await ward.plans(on, patient)).flatMap(({ engagements }) => engagements);
    const named = new Set(all.flatMap(namedIn));
    const findings: Finding[] = [];
    for (const schedule of all.filter(({ type }) => type === 'ONCALL_SCHEDULE')) {
      const arn = contactArn(schedule);
      const isNamed = named.has(keyOf(schedule)) || engaged.includes(arn);
      const gaps = schedule.rotations.length > 0 ? await gapsOf(onCall, on, arn, now) : [];
      findings.push(...scheduleFindings(schedule, gaps, now, isNamed));
    }
    return findings;
  },
});

/** Gaps in words. Outside a coverage nobody is meant to be on call: that is a note, and told once. */
export function rotationFindings({ name }: Pick<Rotation, 'name'>, gaps: readonly Gap[], now: Date): Finding[] {
  const subject = `rotation ${name}`;
  const meant = ({ causes }: Gap) => causes.every((cause) => cause === 'coverage');
  const whatToDo = `Put somebody on call: muster oncall overrides add ${quoted(name)} --contact … --from … --to …`;
  const unmeant = gaps.filter((gap) => !meant(gap));
  const found = told(subject, unmeant, now, 'fault', whatToDo);
  const [outside] = gaps.filter(meant);
  if (!outside) return found;
  const text = `Nobody is on call outside its coverage; next from ${minute(outside.start)} to ${minute(outside.end)}.`;
  return [...found, { severity: 'note', subject, text, whatToDo: 'Widen the coverage, if somebody should be.' }];
}

/**
 * What a schedule lacks. Nobody means the hours that all of its rotations leave out: whoever engages it then reaches nobody.
 * `named`: whether a plan counts on it.
 */
export function scheduleFindings(
  schedule: Pick<Contact, 'type' | 'alias' | 'rotations'>,
  gaps: readonly Gap[],
  now: Date,
  named: boolean,
): Finding[] {
  const subject = subjectOf(schedule);
  const grave = named ? 'fault' : 'warning';
  if (schedule.rotations.length === 0) {
    const whatToDo = `Give it rotations: muster contacts plan set ${schedule.alias} --rotation …`;
    return [{ severity: grave, subject, text: 'It has no rotation: nobody is reached.', whatToDo }];
  }
  const whatToDo = `See why: muster oncall gaps ${schedule.alias}. Widen a coverage, add an override or another rotation.`;
  return told(subject, gaps, now, grave, whatToDo);
}

function told(
  subject: string,
  gaps: readonly Gap[],
  now: Date,
  severityNow: Finding['severity'],
  whatToDo: string,
): Finding[] {
  const found = gaps.slice(0, MOST_GAPS).map((gap): Finding => {
    const isNow = gap.start <= now;
    const why = gap.causes.includes('override') ? ', as an override says' : '';
    const text = isNow
      ? `Nobody is on call now, until ${minute(gap.end)}${why}.`
      : `Nobody is on call from ${minute(gap.start)} to ${minute(gap.end)}${why}.`;
    return { severity: isNow ? severityNow : 'warning', subject, text, whatToDo };
  });
  if (gaps.length <= MOST_GAPS) return found;
  const text = `There are ${gaps.length - MOST_GAPS} more such times within 7 days.`;
  return [...found, { severity: 'warning', subject, text, whatToDo }];
}

/** `2026-11-24 03:10 UTC` */
const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
const quoted = (name: string) => (/\s/.test(name) ? JSON.stringify(name) : name);
