import { type Infer, integer, required, string, structure } from '#kernel/shape';
import { DateTime, SsmContactsArn } from './shapes.ts';
import { ContactType } from './shapes-contact.ts';

/** Running plans: engagements, their pages, and what became of these. */

const LABEL_PATTERN = '^[\\\\a-zA-Z0-9_@#%*+=:?.\\/!\\s-]*$';
export const IncidentId = string({ max: 1024, pattern: LABEL_PATTERN });
export const Sender = string({ max: 255, pattern: LABEL_PATTERN });

const FREE_TEXT = '^[.\\s\\S]*$';
export const Subject = string({ min: 1, max: 2048, pattern: FREE_TEXT });
export const Content = string({ min: 1, max: 8192, pattern: FREE_TEXT });
/** What a text or voice message may say: subject and content stay with e-mail. */
export const PublicSubject = string({ min: 1, max: 2048, pattern: FREE_TEXT });
export const PublicContent = string({ min: 1, max: 8192, pattern: FREE_TEXT });
export const ReceiptInfo = string({ min: 1, max: 2048, pattern: FREE_TEXT });

export const StopReason = string({ max: 255, pattern: FREE_TEXT });

export const Engagement = structure({
  ContactArn: required(SsmContactsArn),
  EngagementArn: required(SsmContactsArn),
  IncidentId,
  Sender: required(Sender),
  StartTime: DateTime,
  StopTime: DateTime,
});
export type Engagement = Infer<typeof Engagement>;

export const Page = structure({
  ContactArn: required(SsmContactsArn),
  DeliveryTime: DateTime,
  EngagementArn: required(SsmContactsArn),
  IncidentId,
  PageArn: required(SsmContactsArn),
  ReadTime: DateTime,
  Sender: required(Sender),
  SentTime: DateTime,
});
export type Page = Infer<typeof Page>;

/** A step from what was engaged to the person who was paged. */
export const ResolutionContact = structure({
  ContactArn: required(SsmContactsArn),
  /** The stage of the plan above that came to this contact. */
  StageIndex: integer({ min: 0, max: 100 }),
  Type: required(ContactType),
});

export const Receipt = structure({
  ContactChannelArn: SsmContactsArn,
  ReceiptInfo,
  ReceiptTime: required(DateTime),
  ReceiptType: required(string({ enum: ['DELIVERED', 'ERROR', 'READ', 'SENT', 'STOP'] })),
});
export type Receipt = Infer<typeof Receipt>;

export const AcceptType = string({ enum: ['DELIVERED', 'READ'] });
/** Whether a wrong accept code is refused; Muster enforces unless told to ignore. */
export const AcceptCodeValidation = string({ enum: ['IGNORE', 'ENFORCE'] });
