import {
  form,
  listOf,
  mapOf,
  maybe,
  named,
  orNull,
  pageOf,
  paging,
  text,
  time,
  uuid,
  whole,
  word,
  yes,
} from '../schema.ts';

const channel = word(['EMAIL', 'SMS', 'VOICE', 'CHAT', 'PUSH'], 'Of which kind of channel’s messages.');
const plan = form(
  /^[A-Za-z0-9_-]{1,200}$/,
  '1 to 200 letters, digits, hyphens and underscores',
  'A response plan’s name; without it, the template is for all plans that have none of their own.',
);
const parts = mapOf(
  text(0, 50_000, 'The text, with placeholders in double braces.'),
  5,
  'Texts by part: subject, text and html of EMAIL, text of SMS, VOICE and CHAT, title and text of PUSH. What is not there is built in.',
);

export const Template = named(
  'Template',
  {
    channel,
    plan: orNull(text(1, 200, 'The response plan; null: for all that have none of their own.')),
    parts,
    custom: yes('Whether there is such a template; false: the texts are those for all plans, or built in.'),
    sends: yes('Whether this Muster has channels of this kind at all.'),
    changedAt: orNull(time('When it was changed last.')),
    changedBy: orNull(text(1, 1000, 'By whom: a principal.')),
  },
  'Texts of one’s own for the messages of pages.',
);

export const TemplatePage = pageOf('Template', Template);
export const TemplateFilter = named('TemplateFilter', paging, 'Which page.');
export const TemplateChannel = named('TemplateChannel', { channel }, 'Which kind.');
export const TemplatePlan = named('TemplatePlan', { plan: maybe(plan) }, 'Whose.');
export const TemplateContent = named('TemplateContent', { parts }, 'A template’s texts.');

export const TemplateWords = named(
  'TemplateWords',
  {
    placeholders: listOf(
      named(
        'TemplatePlaceholder',
        {
          name: text(1, 100, 'What stands in the braces.'),
          about: text(1, 500, 'What it stands for.'),
          example: text(0, 500, 'An example.'),
        },
        'A placeholder. Beside these, event. and a path stands for a member of the event, such as event.detail.state.value.',
      ),
      100,
      'All placeholders.',
    ),
    parts: listOf(
      named(
        'TemplatePart',
        {
          channel,
          name: text(1, 20, 'The part.'),
          about: text(1, 500, 'What it is.'),
          longest: whole(1, 100_000, 'Characters that its template may have.'),
        },
        'A part of a kind’s messages.',
      ),
      100,
      'All parts.',
    ),
  },
  'What templates can be made of.',
);

export const TemplatePreviewAsked = named(
  'TemplatePreviewAsked',
  {
    channel,
    plan: maybe(plan),
    parts: maybe({
      ...parts,
      description: 'A template that is being written; without it, the stored one, or the built-in texts.',
    }),
    incidentId: maybe(uuid('An incident to fill it with; without it, an example.')),
  },
  'What to show.',
);

export const TemplatePreview = named(
  'TemplatePreview',
  {
    texts: mapOf(
      text(0, 300_000, 'The text as it would leave.'),
      5,
      'By part. Code and link are examples and open nothing.',
    ),
    fault: orNull(
      text(1, 2000, 'Why the template would not be used for this incident, and the built-in texts would be.'),
    ),
  },
  'A page as it would read.',
);
