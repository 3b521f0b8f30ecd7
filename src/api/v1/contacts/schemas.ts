import {
  form,
  kind,
  listOf,
  mapOf,
  maybe,
  named,
  object,
  oneOf,
  orNull,
  pageOf,
  paging,
  text,
  uuid,
  whole,
  yes,
} from '../schema.ts';

const alias = form(
  /^[a-z0-9_-]{1,255}$/,
  '1 to 255 small letters, digits, hyphens and underscores',
  'Its short name, unique in the region.',
);
const displayName = form(
  /^[\p{L}\p{Z}\p{N}_.-]{1,255}$/u,
  '1 to 255 letters, digits, spaces, dots, hyphens and underscores',
  'What people call it.',
);
const tags = mapOf(text(0, 256, 'A value.'), 50, 'Tags, by key.');
const newTags = maybe(mapOf(text(0, 256, 'A value.'), 50, 'Tags, by key: they take the place of all that there are.'));
const shown = {
  alias,
  region: text(1, 64, 'Its region.'),
  arn: text(1, 1000, 'Its name on the AWS face.'),
  displayName: orNull(displayName),
  tags,
};

const minutes = whole(0, 10_080, 'How long it lasts before the next stage begins; the AWS face takes no more than 30.');
const retryMinutes = maybe(whole(0, 60, 'After how many unanswered minutes the page is repeated; 0: never.'));

const ChannelTarget = object(
  { kind: kind('channel'), channel: uuid('The id of one of the person’s channels.'), retryMinutes },
  'A channel of the person’s own.',
);
const ContactTarget = object(
  {
    kind: kind('contact'),
    contact: text(1, 1000, 'An alias in the call’s region, or a contact’s ARN; answers have ARNs.'),
    essential: maybe(yes('Whether this person’s answer ends the plan; true unless given.')),
  },
  'A person.',
);

/** Stages of people and of escalation plans are of one form; what each may name, the room decides. */
export const Stages = listOf(
  named(
    'Stage',
    {
      minutes,
      targets: listOf(
        oneOf(
          'Target',
          [ChannelTarget, ContactTarget],
          'A channel (in a person’s plan) or a person (in an escalation plan).',
        ),
        50,
        'All are tried at once, when the stage begins.',
      ),
    },
    'Whom or what to try at once.',
  ),
  50,
  'Stages, one after the other.',
);

export const Contact = named('Contact', shown, 'A person.');
export const ContactPage = pageOf('Contact', Contact);
export const ContactFilter = named(
  'ContactFilter',
  { aliasPrefix: maybe(text(1, 255, 'How the alias begins.')), ...paging },
  'Conditions that all hold.',
);
export const NewContact = named(
  'NewContact',
  { alias, displayName: maybe(displayName), tags: maybe(tags) },
  'A person to add.',
);
export const ContactChange = named(
  'ContactChange',
  { displayName: maybe(orNull(displayName)), tags: newTags },
  'What is to change; what is not given stays.',
);
export const ContactAlias = named('ContactAlias', { contact: alias }, 'Which contact, of the call’s region.');

const options = {
  repeats: maybe(whole(0, 20, 'How often the plan begins again after its last stage; 0 unless given.')),
  acknowledgementTimeoutMinutes: maybe(
    whole(
      0,
      1440,
      'Minutes after an acknowledgement after which it pages anew, if nothing followed; 0 (never) unless given.',
    ),
  ),
};

export const EngagementPlan = named(
  'EngagementPlan',
  { stages: Stages, ...options },
  'In which order a person is tried.',
);

export const EscalationPlan = named(
  'EscalationPlan',
  { ...shown, stages: Stages, ...options },
  'Whom to try after whom.',
);
export const EscalationPlanPage = pageOf('EscalationPlan', EscalationPlan);
export const NewEscalationPlan = named(
  'NewEscalationPlan',
  { alias, displayName: maybe(displayName), stages: maybe(Stages), ...options, tags: maybe(tags) },
  'An escalation plan to make.',
);
export const EscalationPlanContent = named(
  'EscalationPlanContent',
  { displayName: maybe(orNull(displayName)), stages: Stages, ...options, tags: newTags },
  'All of an escalation plan but its alias; tags stay unless given.',
);

const rotations = listOf(
  uuid('A rotation’s id.'),
  100,
  'Whoever is on call by any of these rotations is engaged; in order.',
);

export const OnCallSchedule = named('OnCallSchedule', { ...shown, rotations }, 'Rotations that are engaged together.');
export const OnCallSchedulePage = pageOf('OnCallSchedule', OnCallSchedule);
export const NewOnCallSchedule = named(
  'NewOnCallSchedule',
  { alias, displayName: maybe(displayName), rotations: maybe(rotations), tags: maybe(tags) },
  'An on-call schedule to make.',
);
export const OnCallScheduleContent = named(
  'OnCallScheduleContent',
  { displayName: maybe(orNull(displayName)), rotations, tags: newTags },
  'All of an on-call schedule but its alias; tags stay unless given.',
);
