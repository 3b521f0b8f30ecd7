import { kind, maybe, named, object, oneOf, orNull, pageOf, paging, text, time, uuid, word, yes } from '../schema.ts';

const type = word(
  ['analysis', 'incident', 'metric', 'parent', 'attachment', 'other', 'runbook', 'involvedResource', 'task'],
  'What it is to the incident.',
);

const Value = oneOf(
  'RelatedValue',
  [
    object({ kind: kind('resource'), arn: text(1, 1000, 'Its ARN.') }, 'A resource.'),
    object({ kind: kind('link'), url: text(1, 1000, 'Its address.') }, 'A link.'),
    object({ kind: kind('metric'), definition: text(1, 4000, 'Its definition, as CloudWatch has it.') }, 'A metric.'),
    object(
      {
        kind: kind('pagerDuty'),
        id: text(1, 200, 'The id of the PagerDuty incident.'),
        autoResolve: maybe(yes('Whether it is resolved with this incident.')),
        secretId: maybe(text(1, 512, 'Which secret holds the key.')),
      },
      'An incident at PagerDuty.',
    ),
  ],
  'What it is.',
);

const title = text(1, 200, 'What it is called.');

export const RelatedItem = named(
  'RelatedItem',
  { id: text(1, 200, 'Its id.'), type, value: Value, title: orNull(title), addedAt: time('When it was added.') },
  'Something that an incident has to do with.',
);

export const RelatedItemPage = pageOf('RelatedItem', RelatedItem);
export const RelatedItemFilter = named('RelatedItemFilter', paging, 'Which page.');
export const NewRelatedItem = named('NewRelatedItem', { type, value: Value, title: maybe(title) }, 'An item to add.');

export const RelatedItemId = named(
  'RelatedItemId',
  { incidentId: uuid('The incident’s id.'), itemId: text(1, 200, 'The item’s id.') },
  'Which item.',
);
