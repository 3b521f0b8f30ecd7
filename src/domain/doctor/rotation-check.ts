import type { Rotation, Rotations } from '#domain/oncall';
import type { Queries } from '#storage/db';
import type { Check, Finding } from './check.ts';
import { type Gap, gapsIn } from './gaps.ts';
import { partly, type Ward } from './ward.ts';

/** How far ahead gaps are looked for. */
const AHEAD_MS = 7 * 86_400_000;
/** Shifts of a rotation that are looked at; what lies behind them is not said to be a gap. */
const MOST_SHIFTS = 1_000;

/** Gaps of a rotation that are told one by one. */
const MOST_GAPS = 5;

/** Rotations in which nobody is on call, now or within 7 days. */
export const rotationsCheck = (ward: Ward, rotations: Rotations): Check => ({
  id: 'rotations',
  title: 'Somebody is on call in every rotation, now and for 7 days',
  async run(on, now, patient) {
    const all = await ward.rotations(on, patient);
    const findings: Finding[] = [];
    for (const rotation of all)
      findings.push(...rotationFindings(rotation, await gapsOf(on, rotation, rotations, now), now));
    return [...findings, ...partly('rotations', all)];
  },
});

async function gapsOf(on: Queries, { account, region, id }: Rotation, rotations: Rotations, now: Date) {
  const to = new Date(now.getTime() + AHEAD_MS);
  const shifts = await rotations.shifts(on, { account, region, id }, { from: now, to, limit: MOST_SHIFTS });
  const seen = shifts.length < MOST_SHIFTS ? to : shifts.at(-1)!.end;
  return gapsIn(shifts, now, seen < to ? seen : to);
}

/** Gaps in words. Outside a coverage nobody is meant to be on call: that is a note, and told once. */
export function rotationFindings({ name, recurrence }: Rotation, gaps: readonly Gap[], now: Date): Finding[] {
  const subject = `rotation ${name}`;
  const meant = (gap: Gap) => recurrence.coverage !== undefined && !gap.byOverride;
  const unmeant = gaps.filter((gap) => !meant(gap));
  const [outside] = gaps.filter(meant);
  const whatToDo = `Put somebody on call: muster oncall overrides add ${quoted(name)} --contact … --from … --to …`;
  const found = unmeant.slice(0, MOST_GAPS).map((gap): Finding => {
    const isNow = gap.from <= now;
    const why = gap.byOverride ? ', as an override says' : '';
    const text = isNow
      ? `Nobody is on call now, until ${minute(gap.to)}${why}.`
      : `Nobody is on call from ${minute(gap.from)} to ${minute(gap.to)}${why}.`;
    return { severity: isNow ? 'fault' : 'warning', subject, text, whatToDo };
  });
  if (unmeant.length > MOST_GAPS) {
    const text = `There are ${unmeant.length - MOST_GAPS} more such times within 7 days.`;
    found.push({ severity: 'warning', subject, text, whatToDo });
  }
  if (!outside) return found;
  const text = `Nobody is on call outside its coverage; next from ${minute(outside.from)} to ${minute(outside.to)}.`;
  return [...found, { severity: 'note', subject, text, whatToDo: 'Widen the coverage, if somebody should be.' }];
}

/** `2026-11-24 03:10 UTC` */
const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
const quoted = (name: string) => (/\s/.test(name) ? JSON.stringify(name) : name);
