import type { ContactType } from '#domain/contacts';

/** One on the way to a person, as words are made of it; from a prediction, or from what was kept. */
export interface WayHop {
  alias: string;
  type: ContactType;
  /** Which stage of the one before engaged it, from 0. */
  parentStage?: number | undefined;
  asked?: KeptAnswer | undefined;
}

/** What a schedule answered; instants as they are, or as JSON has them. */
export interface KeptAnswer {
  dueAt: Date | string;
  at: Date | string;
  rotations: {
    arn: string;
    name?: string;
    timeZone?: string;
    people: string[];
    from?: Date | string;
    until?: Date | string;
    overrides?: string[];
    insteadOf?: string[];
  }[];
}

/** An instant on the wall clock of a zone: `Sun 2026-03-29 03:10 Europe/Berlin`. */
function localTime(at: Date | string, zone: string): string {
  const zoned = Temporal.Instant.from(new Date(at).toISOString()).toZonedDateTimeISO(zone);
  const day = zoned.toLocaleString('en', { weekday: 'short' });
  return `${day} ${zoned.toPlainDate()} ${zoned.toPlainTime().toString({ smallestUnit: 'minute' })} ${zone}`;
}

/** `03:10:00 UTC`, with the date where it is another day than `beside`. */
export function utc(at: Date | string, beside?: Date): string {
  const text = new Date(at).toISOString();
  const day = text.slice(0, 10);
  return `${beside?.toISOString().startsWith(day) ? '' : `${day} `}${text.slice(11, 19)} UTC`;
}

export const list = (names: readonly string[]) => (names.length > 0 ? names.join(', ') : 'nobody');

/** From what was engaged down to a person, a line for each hop. `by` is what engaged the first of them. */
export function wayWords(by: string, way: readonly WayHop[]): string[] {
  return way.map((hop, index) => {
    const above = way[index - 1];
    if (!above) return `${by} engages ${hop.alias}`;
    if (above.type === 'ONCALL_SCHEDULE')
      return `${hop.alias} is on call: ${onCallWords(above.alias, above.asked, hop.alias)}`;
    return `stage ${(hop.parentStage ?? 0) + 1} of ${above.alias} names ${hop.alias}`;
  });
}

/** How a schedule came to a person, or to whomever it came, by rotation, zone, local time and override. */
export function onCallWords(schedule: string, asked: KeptAnswer | undefined, person?: string): string {
  if (!asked) return `${schedule}, whose answer was not kept`;
  const meant = asked.rotations.filter(({ people }) => person === undefined || people.includes(person));
  if (meant.length === 0) return `${schedule} has no rotations`;
  return `${schedule}, ${meant.map((rotation) => rotationWords(rotation, asked.at)).join('; ')}`;
}

function rotationWords(rotation: KeptAnswer['rotations'][number], at: Date | string): string {
  const { arn, name, timeZone, people, until, overrides, insteadOf } = rotation;
  if (timeZone === undefined) return `rotation ${arn}, which does not exist any more`;
  const shift = until === undefined ? '' : ` until ${localTime(until, timeZone)}`;
  const instead = insteadOf?.length ? `in place of ${list(insteadOf)}` : 'where it was nobody’s turn';
  const by = overrides?.length ? ` by override ${overrides.join(' and ')}, ${instead}` : '';
  return `rotation ${JSON.stringify(name)} at ${localTime(at, timeZone)}: ${list(people)}${shift}${by}`;
}
