import { boolean, type Infer, integer, list, required, string, structure } from '#kernel/shape';
import { ChannelName, ContactAlias, ContactName, SsmContactsArn } from './shapes.ts';

/** A contact's kind, channels and plan. */

/** A person, an escalation plan or an on-call schedule: three things of one resource type. */
export const ContactType = string({ enum: ['PERSONAL', 'ESCALATION', 'ONCALL_SCHEDULE'] });
/** What a channel can be made of here. */
export const ChannelType = string({ enum: ['SMS', 'VOICE', 'EMAIL'] });
/** What a channel can be: those of Muster's own (PUSH, WEBHOOK) are told as what they are, since clients pass unknown words on. */
export const ShownChannelType = string();
export const ActivationStatus = string({ enum: ['ACTIVATED', 'NOT_ACTIVATED'] });

/** A person's number or mail address is personal: the trail tells that it was set, not what to. */
export const ContactChannelAddress = structure({ SimpleAddress: string({ min: 1, max: 320, sensitive: true }) });

const ChannelTargetInfo = structure({
  ContactChannelId: required(SsmContactsArn),
  RetryIntervalInMinutes: integer({ min: 0, max: 60 }),
});
const ContactTargetInfo = structure({
  ContactId: SsmContactsArn,
  IsEssential: required(boolean()),
});
/** No union in the model, though one of the two is meant: the handler checks it. */
const Target = structure({ ChannelTargetInfo, ContactTargetInfo });
const Stage = structure({
  DurationInMinutes: required(integer({ min: 0, max: 30 })),
  Targets: required(list(Target)),
});

/** Stages for persons and escalation plans, rotations for schedules; Terraform sends `Stages: []` for each of them. */
export const Plan = structure({
  RotationIds: list(SsmContactsArn, { min: 0, max: 25 }),
  Stages: list(Stage),
});
export type Plan = Infer<typeof Plan>;

/** Contacts and channels as lists tell them. */
export const Contact = structure({
  Alias: required(ContactAlias),
  ContactArn: required(SsmContactsArn),
  DisplayName: ContactName,
  Type: required(ContactType),
});
export const ContactChannel = structure({
  ActivationStatus: required(ActivationStatus),
  ContactArn: required(SsmContactsArn),
  ContactChannelArn: required(SsmContactsArn),
  DeliveryAddress: required(ContactChannelAddress),
  Name: required(ChannelName),
  Type: ShownChannelType,
});
