import { listOf, maybe, named, orNull, text, time, uuid, whole, yes } from '../schema.ts';

const MOST = 2_147_483_647;
const count = (about: string) => whole(0, MOST, about);

export const NewReplay = named(
  'NewReplay',
  {
    rule: maybe(
      text(1, 64, 'A rule of the default bus, whose pattern and response plan are tried unless others are given.'),
    ),
    pattern: maybe(text(2, 4_096, 'An event pattern, as JSON text: as the rule would be.')),
    plan: maybe(text(1, 200, 'The name of the response plan that it would start; needed where there is no rule.')),
    from: time('From when on; events are kept as long as retention says.'),
    to: maybe(time('Until when; now unless given.')),
    resolvedAfterMinutes: maybe(
      whole(
        1,
        43_200,
        'Each incident is taken to be over so long after it was opened. Without it, when all that fired has recovered.',
      ),
    ),
    cursor: maybe(text(1, 60_000, '`next` of the page before, with the same question.')),
  },
  'What recorded events are played against.',
);

const Miss = named(
  'ReplayMiss',
  {
    field: text(1, 2_000, 'The field, dotted.'),
    wanted: text(0, 2_000, 'What the pattern wants there.'),
    got: text(0, 2_000, 'What was there.'),
  },
  'A field by which an event missed the pattern.',
);

export const Replay = named(
  'Replay',
  {
    scanned: count('Events that were read in this page.'),
    matched: count('Those that the pattern matches.'),
    opened: count('Incidents that would have been opened.'),
    folded: count('Triggers that would have been folded into open ones.'),
    pagedAnew: count('How often plans would have been engaged anew after quiet.'),
    silenced: count('Of the incidents those that a silence covers.'),
    incidents: listOf(
      named(
        'ReplayedIncident',
        {
          openedAt: time('When it would have been opened.'),
          eventId: uuid('By which event.'),
          what: text(1, 700, 'The alarm or alert, or the kind of event.'),
          folded: count('Triggers that would have been folded in, of this page.'),
          pagedAnew: count('How often its plan would have been engaged anew, in this page.'),
          silenced: yes('A silence covers it: nobody would have been engaged at first.'),
        },
        'An incident that would have been opened.',
      ),
      50,
      'The first fifty of this page, oldest first.',
    ),
    nearest: listOf(
      named(
        'ReplayNearMiss',
        {
          source: text(1, 256, 'The source of these events.'),
          detailType: text(1, 256, 'Their kind.'),
          events: count('How many there were in this page.'),
          eventId: uuid('The one that was looked at.'),
          misses: listOf(Miss, 100, 'By what it missed.'),
        },
        'A kind of event that the pattern does not match.',
      ),
      5,
      'The nearest first.',
    ),
    readTo: time('How far was read.'),
    next: orNull(text(1, 60_000, 'Give it as `cursor` to go on; null: all was read.')),
  },
  'What a rule and a plan would have made of recorded events: a page.',
);
