/**
 * What client and server share: answers, frames and problems of the protocol, views of tickets, actions and their fields.
 *
 * @packageDocumentation
 */
export { daysLater, isDay } from './values/day.js';
export { dayAt } from './values/zone.js';
export { countGraphemes, MAX_CODE_UNITS } from './values/text.js';
export { addressLine } from './model/address-line.js';
export { type Audience, AUDIENCES } from './model/audience.js';
export {
  deadlineStage,
  type DeadlineStage,
  readMinutes,
  shownDeadline,
  stageMarks,
  WARNING_SHARES,
} from './model/deadlines.js';
export { EVENT_KINDS, EVENT_RULES, type EventKind, type EventRule, isCaseEvent, reads } from './model/event-kinds.js';
export { STAFF_MESSAGE_PURPOSES, type StaffMessage, type StaffMessagePurpose } from './model/events.js';
export {
  type FieldValue,
  type FieldValues,
  RECEIVED_STATES,
  type ReceiptLine,
  type ReceivedState,
} from './model/field-values.js';
export {
  type DisplayStatus,
  displayStatus,
  type Ending,
  ENDINGS,
  INTERVENING,
  type Intervention,
  INTERVENTION_STATES,
  isOpen,
  moveOf,
  OPEN_STATES,
  PARTIES,
  type Settlement,
  SETTLEMENT_STATES,
  type Side,
  type Workflow,
  WORKFLOW_STATES,
} from './model/states.js';
export type {
  ActorRef,
  Colleague,
  Claim,
  Deadline,
  Evidence,
  Appeal,
  EvidenceRequest,
  GradedLine,
  Occasion,
  ProofRequest,
  Ruling,
  Shipment,
  Terms,
  TicketCommitment,
  TicketLink,
} from './model/ticket.js';
export { checkField, checkFields, cleanFields } from './fields/check.js';
export { type Field, isFieldKind } from './fields/field.js';
export { limitsOfPart, PART } from './fields/part.js';
export { judgeReceipt, RECEIPT, type ReceiptVerdict } from './fields/receipt.js';
export type { AddressField } from './fields/kinds/address.js';
export type { BooleanField } from './fields/kinds/boolean.js';
export type { CarrierField } from './fields/kinds/carrier.js';
export type { ChoiceField } from './fields/kinds/choice.js';
export type { ChoicesField } from './fields/kinds/choices.js';
export type { DateField } from './fields/kinds/date.js';
export type { ItemsField } from './fields/kinds/items.js';
export type { FieldLimits, FieldProblem, PieceShare, Withheld } from './fields/kinds/kind.js';
export type { MoneyField } from './fields/kinds/money.js';
export type { NumberField } from './fields/kinds/number.js';
export type { PercentageField } from './fields/kinds/percentage.js';
export type { PicturesField } from './fields/kinds/pictures.js';
export type { ReceiptField } from './fields/kinds/receipt.js';
export type { ReasonField } from './fields/kinds/reason.js';
export type { TextField } from './fields/kinds/text.js';
export type { TrackingField } from './fields/kinds/tracking.js';
export { CLAIM_GAPS, type ClaimGap, COMMITMENT_STATUSES, type CommitmentStatus } from './commitments/assess.js';
export { ORDER_MOMENTS, type OrderMoment, PAID_FROM, PROMISED_MOMENTS } from './commitments/commitment.js';
export type { ThreadAccess } from './policy/staff-thread.js';
export type { ActionSlot } from './machine/action-slots.js';
export { type Action, actionsWith, PERMISSION_MISSING } from './machine/action.js';
export { amountDue, balanceOf, type Balanced, type Budget, BUDGETS } from './machine/budgets.js';
export type { CommitmentObstacle } from './machine/commitment-obstacles.js';
export { compose } from './machine/compose.js';
export { deadlineRule } from './machine/deadlines.js';
export {
  type DescribedOption,
  type DescribedTransition,
  type TicketTypeDescription,
  transitionOf,
} from './machine/description.js';
export { type CommonObstacle, OBSTACLES } from './machine/obstacles.js';
export type { ActorView, HistoryView, LinkView, OtherCase, TicketView } from './machine/projection.js';
export {
  type Payment,
  PAYMENT_DIRECTIONS,
  PAYMENT_KINDS,
  PAYMENT_STATES,
  type PaymentDirection,
  type PaymentKind,
  paymentsOf,
  type PaymentState,
} from './machine/payments.js';
export { isQueue, type QueueCount } from './machine/queues.js';
export type { RequestOption } from './machine/request-options.js';
export { type Queue, QUEUES } from './machine/ticket-type.js';
export type { Thread } from './machine/transition.js';
export { snapshotOf } from './card/envelope.js';
export { LIST_SORTS, LIST_VIEWS, type ListSort, type ListView, type TicketFilter } from './list/filter.js';
export { type TicketSummary } from './list/summary.js';
export { type ActionLayout, arrangeActions } from './wire/action-layout.js';
export {
  type Abilities,
  type Agreement,
  type Degradation,
  featuresFor,
  negotiate,
  OLDEST_CLIENT,
  KNOWS_RELATED,
  PROTOCOL_VERSION,
  readAnnouncement,
} from './wire/capabilities.js';
export { type BuyerList, type OtherTicket, type OtherTickets, otherTickets } from './list/other-tickets.js';
export {
  FEED_WAIT_S,
  type FeedEvent,
  type FeedPage,
  type FeedPost,
  isMessengerRequest,
  MESSENGER_REQUESTS,
} from './wire/feed.js';
export {
  MAX_WEBHOOKS,
  WEBHOOK_DELIVERY_STATES,
  WEBHOOK_FAILURES,
  WEBHOOK_STOPS,
  WEBHOOK_TYPES,
  type WebhookContent,
  type TicketWebhook,
  type WebhookDeliveryPage,
  type WebhookDeliveryState,
  type WebhookDeliveryView,
  type WebhookEvent,
  type WebhookFailure,
  type WebhookList,
  type WebhookPayment,
  type WebhookSaved,
  type WebhookStatus,
  type WebhookStop,
  type WebhookTicket,
  type WebhookType,
  type WebhookView,
} from './wire/webhooks.js';
export { type CaseChange, changesSince, type KnownEntry, newsFor } from './wire/changes.js';
export {
  type ContentCredentials,
  CREDENTIAL_VERDICTS,
  type CredentialVerdict,
  MAX_PICTURE_BYTES,
  MAX_SIMILAR,
  PICTURE_SIZES,
  PICTURE_TYPES,
  type PictureFindings,
  type PictureSize,
  type SimilarPicture,
  type PictureType,
} from './wire/pictures.js';
export {
  type AccountView,
  AUDIT_ACTIONS,
  type AuditAction,
  type AuditEntry,
  type AuditPage,
  type ErasureAnswer,
  type CardDelivery,
  type ColleagueList,
  type ColleagueView,
  type CommandBody,
  type CreateBody,
  type Cursor,
  type DataProblem,
  type EventFrame,
  type EventPage,
  type FrameName,
  type Frames,
  type HistoryPage,
  type NoteList,
  MAX_COUNT,
  type PaymentPage,
  type Problem,
  PROBLEM_STATUS,
  type ProblemCode,
  type QueuesAnswer,
  type ReplyDelivery,
  type Session,
  type StaffMessageAnswer,
  type StaffMessageBody,
  type StaffMessageView,
  type OrderAnswer,
  type RequestOptionsAnswer,
  type StaffThread,
  type SummaryPage,
  type TicketAnswer,
  type TemplateList,
  type TicketPage,
  type UploadedPicture,
} from './wire/wire.js';
export {
  type ReplyTemplate,
  TEMPLATE_LIMITS,
  TEMPLATE_SCOPES,
  TEMPLATE_VARIABLES,
  type TemplateContent,
  type TemplateProblem,
  type TemplateScope,
  type TemplateUse,
  type TemplateVariable,
} from './templates/template.js';
export type { Filled, FillProblem, TemplateContext, TemplateSubject } from './templates/fill.js';
export { type Note, NOTE_LIMITS } from './team/notes.js';
export { PRESENCE_MS, PRESENCE_STATES, type PresenceState, type PresenceView } from './team/presence.js';
export { type ArchiveAction, ARCHIVE_ACTIONS, type ArchiveRefusal, ARCHIVE_REFUSALS } from './archive/change.js';
export { type ArchiveCount, type ArchivePeriod, ARCHIVE_PERIODS, type Period } from './archive/counts.js';
export {
  type ArchivedPicture,
  type ArchiveRef,
  type ByHand,
  PICTURE_SOURCES,
  type PictureSource,
} from './archive/entry.js';
export type { ArchiveEntryView } from './archive/view.js';
export {
  type ArchiveChange,
  type ArchiveChangesAnswer,
  type ArchiveChangesBody,
  type ArchiveCounts,
  type ArchivePage,
  type ArchiveResult,
  type ArchiveSearch,
  EXPORT_FORMATS,
  type ExportFormat,
  MAX_ARCHIVE_CHANGES,
} from './wire/archive.js';
export { canonicalCard, readSignedCard, type SignedCard } from './card/signed.js';
export { type ShownIntervention, shownIntervention } from './machine/shown-intervention.js';
