export {
  type Acceptance,
  type Acknowledging,
  createAcknowledging,
  type LinkView,
} from './acknowledge.ts';
export { ENGAGEMENT_QUEUE, type EngagementRooms, type Matter } from './apply.ts';
export type { Asked, AskedRotation } from './asked.ts';
export type { PlanRooms } from './book.ts';
export { type Acknowledgement, type ByPerson, createByPerson } from './by-person.ts';
export type { EngagementRow } from './engagements.sql.ts';
export {
  createEngagements,
  type EngagedFor,
  type Engagements,
  type ListEngagements,
  type StartEngagement,
} from './engagements.ts';
export { eraseEngagements } from './erase.ts';
export { planFollower } from './follow-plans.ts';
export { engagementHandler, type IncidentStates } from './handlers.ts';
export { engagementInvariants } from './invariants.ts';
export { isPaged } from './is-paged.ts';
export { type PageSecrets, pageSecrets } from './links.ts';
export {
  createMailReplies,
  type InboundMail,
  type IncidentDesk,
  type MailReplied,
  type MailReplies,
} from './mail-replies.ts';
export { type Mailbox, mailboxReader } from './mailbox.ts';
export { pageMessages } from './page-messages.ts';
export { type IncidentFacts, type IncidentFactsReader, incidentValues } from './page-values.ts';
export type { PageRow, ReceiptRow } from './pages.sql.ts';
export { predict, type Question } from './predict.ts';
export type { Hop, PredictedMessage, Prediction, Step } from './prediction.ts';
export { createPreviews, type Preview, type PreviewAsked, type Previews } from './preview.ts';
export {
  createReplies,
  type KeyPressed,
  type OtherAnswers,
  type Replied,
  type Replies,
  type TextReply,
} from './replies.ts';
