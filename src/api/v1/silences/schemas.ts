import { maybe, named, orNull, pageOf, paging, text, time, uuid, whole, word, yes } from '../schema.ts';

const SCOPES = ['everything', 'plan', 'rule', 'alarm', 'pattern'] as const;
const STATUSES = ['planned', 'active', 'over'] as const;
const of = word(
  [...SCOPES],
  'What is silenced: everything, what one response plan, rule or alarm opens, or what events open that match a pattern.',
);
const reason = text(1, 1_000, 'Why; it stands on the timeline of every incident that is silenced.');
const CRITICAL = 'Whether it covers severity 1, too: never unless it is said.';

export const Silence = named(
  'Silence',
  {
    id: uuid('Its id.'),
    of,
    target: orNull(text(1, 4_096, 'The ARN of that plan, rule or alarm, or the pattern; null for everything.')),
    reason,
    from: time('When it begins.'),
    until: time('When it is over; what it has silenced and is open then is engaged for.'),
    includeCritical: yes(CRITICAL),
    status: word([...STATUSES], 'Where it stands.'),
    silenced: whole(0, 2_147_483_647, 'How many incidents it has silenced so far.'),
    createdAt: time('When it was made.'),
    createdBy: text(1, 1_000, 'The principal who made it.'),
    modifiedAt: time('When it was changed last.'),
    modifiedBy: text(1, 1_000, 'The principal who changed it last.'),
  },
  'A silence, or maintenance window: while it lasts, what it covers opens incidents that engage nobody.',
);

export const SilencePage = pageOf('Silence', Silence);

export const SilenceFilter = named(
  'SilenceFilter',
  { status: maybe(word([...STATUSES], 'In this one.')), ...paging },
  'Conditions that all hold.',
);

export const NewSilence = named(
  'NewSilence',
  {
    of,
    target: maybe(
      text(
        1,
        4_096,
        'The plan’s, rule’s or alarm’s name (of rule and alarm: in the call’s region), or its ARN; or the event pattern as JSON text.',
      ),
    ),
    reason,
    from: maybe(time('When it begins; now unless given.')),
    until: time('When it is over: at most MUSTER_SILENCE_MAX_HOURS after its beginning.'),
    includeCritical: maybe(yes(CRITICAL, { default: false })),
  },
  'A silence to make.',
);

export const SilenceChange = named(
  'SilenceChange',
  {
    reason: maybe(reason),
    until: maybe(time('Another end: still to come, and at most MUSTER_SILENCE_MAX_HOURS after its beginning.')),
    includeCritical: maybe(yes(CRITICAL)),
  },
  'What is to change; what is not given stays.',
);

export const SilenceId = named('SilenceId', { silenceId: uuid('The silence’s id.') }, 'Which silence.');
