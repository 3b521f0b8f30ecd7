import { form, mapOf, maybe, named, orNull, pageOf, paging, text, time } from '../schema.ts';

export const busName = form(
  /^[.\-_A-Za-z0-9]{1,256}$/,
  '1 to 256 letters, digits, dots, hyphens and underscores',
  'What the bus is called; `default` is in every region.',
);
const description = text(0, 512, 'What it is for.');

export const BusId = named('BusId', { busName }, 'Which bus.');
export const BusFilter = named(
  'BusFilter',
  { ...paging, prefix: maybe(text(1, 256, 'Whose names begin so.')) },
  'Which buses.',
);

export const Bus = named(
  'Bus',
  {
    arn: text(1, 1_600, 'Its ARN, by which PutEvents and rules name it.'),
    name: busName,
    description,
    policy: orNull(text(0, 10_240, 'Its resource policy, as JSON text.')),
    tags: mapOf(text(0, 256, 'A tag’s value.'), 50, 'Its tags.'),
    createdAt: orNull(time('When it was made; null: it was always there.')),
  },
  'Where events arrive.',
);
export const BusPage = pageOf('Bus', Bus);
export const BusContent = named('BusContent', { description: maybe(description) }, 'What a bus is to be.');
