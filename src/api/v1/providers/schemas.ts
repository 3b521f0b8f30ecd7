import { form, listOf, named, orNull, text, time, yes } from '../schema.ts';

const Probe = named(
  'ProviderProbe',
  {
    ok: yes('Whether it would have let Muster in.'),
    since: time('Since when it has been so.'),
    at: time('When it was last looked at.'),
    lastOkAt: orNull(time('When it was last good.')),
    reason: orNull(text(0, 1_000, 'Why not.')),
    todo: orNull(text(0, 1_000, 'What to do about it.')),
  },
  'What was found when it was last looked at.',
);
const Ability = named(
  'ProviderChannel',
  {
    type: text(1, 20, '`email`, `sms`, `voice` …'),
    ready: yes('Whether anything can be sent.'),
    reason: orNull(text(0, 2_000, 'Why not, and what to set.')),
  },
  'A kind of channel that it serves.',
);
export const Provider = named(
  'Provider',
  {
    name: text(1, 100, 'Its name; `none`: of kinds that have no provider.'),
    ready: yes('Whether all its settings are there.'),
    channels: listOf(Ability, 20, 'The kinds of channel that it serves.'),
    canBeProbed: yes('Whether it can be tried without sending anything.'),
    probe: orNull(Probe),
  },
  'Who takes messages.',
);
export const Providers = named('Providers', { items: listOf(Provider, 100, 'By name.') }, 'All of them.');
export const ProviderName = named(
  'ProviderName',
  { provider: form(/^[a-z0-9_-]{1,100}$/, '1 to 100 small letters, digits, hyphens and underscores', 'Its name.') },
  'Which provider.',
);
export const ProbeAsked = named(
  'ProbeAsked',
  { askedAt: time('A result whose `at` is not before this is the answer.'), provider: Provider },
  'It is looked at as soon as this is answered.',
);
