import { form, listOf, maybe, named, orNull, pageOf, paging, text, time, whole, word, yes } from '../schema.ts';

const LONGEST = 65_536;
const name = form(/^[a-zA-Z0-9_.-]{3,128}$/, '3 to 128 letters, digits, dots, hyphens and underscores', 'Its name.');
const format = word(['YAML', 'JSON'], 'How the text is written.');
const content = text(1, LONGEST, 'The whole text, in the schema 0.3 of Systems Manager.');
const version = whole(1, 2_147_483_647, 'The number of a version.');
const versionName = form(
  /^[a-zA-Z0-9_.-]{1,128}$/,
  '1 to 128 letters, digits, dots, hyphens and underscores',
  'A name of the version’s own.',
);

const Finding = named(
  'RunbookFinding',
  {
    severity: word(['error', 'warning'], 'An error will not work; a warning may not do what was meant.'),
    rule: text(1, 50, 'A word for the rule.'),
    path: text(0, 4_096, 'Where: mainSteps[0].inputs.Duration; empty for the whole.'),
    line: whole(1, 100_000, 'The line, from 1.'),
    column: whole(1, 100_000, 'The column, from 1.'),
    message: text(1, 4_096, 'What is wrong, what was wanted, what to do.'),
  },
  'What the linter says of a runbook.',
);
const findings = listOf(Finding, 200, 'What the linter says of the text.');

const summary = {
  name: text(1, 128, 'Its name.'),
  owner: word(['self', 'shipped'], 'Whose it is: the account’s own, or brought along by Muster.'),
  description: orNull(text(0, LONGEST, 'What it says of itself.')),
  defaultVersion: version,
  latestVersion: version,
};

const RunbookSummary = named('RunbookSummary', summary, 'A runbook, by its default version.');
export const RunbookPage = pageOf('RunbookSummary', RunbookSummary);
export const RunbookFilter = named('RunbookFilter', paging, 'Which page.');

const versionMembers = {
  version,
  versionName: orNull(text(1, 128, 'A name of its own, if it has one.')),
  isDefault: yes('Whether it is the one that runs where none is named.'),
  format: word(['YAML', 'JSON', 'TEXT'], 'How it is written.'),
  hash: text(64, 64, 'SHA-256 of its text, in hex.'),
  createdAt: time('When it was made.'),
  createdBy: orNull(text(1, 1_000, 'By whom: a principal; null: it is shipped.')),
};

export const Runbook = named(
  'Runbook',
  {
    ...summary,
    ...versionMembers,
    content,
    parameters: listOf(
      named(
        'RunbookParameter',
        {
          name: text(1, 100, 'Its name.'),
          type: word(
            ['String', 'StringList'],
            'Whether it is one text, or several; numbers and maps are told as text.',
          ),
          description: orNull(text(0, LONGEST, 'What it is for.')),
          default: orNull(text(0, LONGEST, 'What it is where none is given; null: it must be given.')),
        },
        'What a run is given.',
      ),
      200,
      'What a run is given, in the order of the text.',
    ),
    findings,
  },
  'A runbook with one of its texts.',
);

export const RunbookVersion = named('RunbookVersion', versionMembers, 'One text of a runbook.');
export const RunbookVersionPage = pageOf('RunbookVersion', RunbookVersion);
export const RunbookName = named('RunbookName', { name }, 'Which runbook.');
export const RunbookChoice = named(
  'RunbookChoice',
  {
    version: maybe(
      form(
        /^([$]LATEST|[$]DEFAULT|[1-9][0-9]{0,8})$/,
        '$DEFAULT, $LATEST or a number',
        'Which version; the default one unless given.',
      ),
    ),
  },
  'Which of its texts.',
);
export const RunbookVersionChoice = named(
  'RunbookVersionChoice',
  {
    version: maybe(
      form(/^[1-9][0-9]{0,8}$/, 'a number', 'That version alone; without it the runbook with all of them.'),
    ),
  },
  'What is taken away.',
);
export const RunbookText = named('RunbookText', { content, format: maybe(format) }, 'A text; YAML unless said.');
export const RunbookContent = named(
  'RunbookContent',
  {
    content,
    format: maybe(format),
    versionName: maybe(versionName),
    makeDefault: maybe(yes('Whether it runs from now on where no version is named; yes unless said.')),
  },
  'A text for a runbook.',
);
export const RunbookDefault = named('RunbookDefault', { version }, 'Which version.');
export const RunbookFindings = named('RunbookFindings', { findings }, 'What the linter says.');
export const RunbookGraph = named(
  'RunbookGraph',
  { mermaid: text(1, 2_000_000, 'A flow chart in Mermaid.') },
  'A runbook drawn.',
);
