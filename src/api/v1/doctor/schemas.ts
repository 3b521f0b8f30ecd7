import { listOf, named, orNull, text, whole, word } from '../schema.ts';

const Finding = named(
  'Finding',
  {
    severity: word(
      ['fault', 'warning', 'note'],
      '`fault`: somebody will not be reached, or something will not start; `warning`: part of it, or soon; `note`: worth knowing.',
    ),
    check: text(1, 100, 'The id of the check that found it.'),
    subject: text(1, 1000, 'What it is about.'),
    text: text(1, 2000, 'What is so.'),
    whatToDo: text(1, 2000, 'What mends it.'),
    command: orNull(text(1, 2000, 'The same as a line to type; `…` stands for what only its reader knows.')),
  },
  'Something that will not work as somebody may think.',
);

const Check = named(
  'Check',
  { id: text(1, 100, 'Its id.'), title: text(1, 200, 'What was asked.') },
  'A question that the doctor asked.',
);

export const Report = named(
  'DoctorReport',
  {
    findings: listOf(Finding, 1_000, 'The gravest first.'),
    omitted: whole(0, 1_000_000_000, 'How many more there were.'),
    checks: listOf(Check, 1_000, 'What was asked, whether or not anything was found.'),
  },
  'What will not work tonight.',
);
