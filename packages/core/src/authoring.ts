/**
 * Custom ticket types: `defineTicketType`, the parts of the built-in types, and the pure functions to test a type.
 *
 * @packageDocumentation
 */
export type { JsonSchema } from './values/json-schema.js';
export type { Actor } from './model/actor.js';
export type { Change, TicketEvent } from './model/events.js';
export { paidFor, paidForItems } from './model/order.js';
export type { HistoryEntry, Ticket } from './model/ticket.js';
export { fieldSchema, formSchema } from './fields/schema.js';
export { abstractState } from './machine/abstract-state.js';
export { actionsFor } from './machine/actions.js';
export { isOwed, remainingBudget } from './machine/budgets.js';
export {
  claimableCommitments,
  type ClaimVerdict,
  type CommitmentCase,
  judgeClaim,
} from './machine/commitment-claims.js';
export { COMMITMENT_OBSTACLES, type CommitmentObstacle } from './machine/commitment-obstacles.js';
export { type HeldPieces, type Ledger, type LedgerLine, ledgerOf, type PieceState } from './machine/ledger.js';
export { type Command, type CreateTicket, expiry, type ThreadMessage } from './machine/commands.js';
export { decideCreate, requestProblems } from './machine/create.js';
export { type DeadlineRule, startDeadline } from './machine/deadlines.js';
export { decide } from './machine/decide.js';
export { describeTicketType } from './machine/describe.js';
export type { DecideContext, Decision } from './machine/decision.js';
export type { Effect, EffectName } from './machine/effect.js';
export { evolve } from './machine/evolve.js';
export { type Guard, GUARDS } from './machine/guards.js';
export { type LimitContext, requestLimits, transitionLimits } from './machine/limits.js';
export type { Obstacle, Obstacles, RequestCheck, RequestContext } from './machine/obstacles.js';
export { maskAddress } from './machine/projection.js';
export type { Outcome, Refusal, RefusalCode } from './machine/refusals.js';
export {
  indexTypes,
  type Opening,
  type Reason,
  type TicketTypeDefinition,
  type TicketTypes,
} from './machine/ticket-type.js';
export { type AgreedPath, type Spawn, type Transition, transitionByKey, transitionKey } from './machine/transition.js';
export { addressChange } from './types/address-change.js';
export { appeal } from './types/appeal.js';
export { commitmentClaim } from './types/commitment-claim.js';
export { deliveryIssue } from './types/delivery-issue.js';
export { exchange } from './types/exchange.js';
export { goodwill } from './types/goodwill.js';
export { invoiceUrging } from './types/invoice-urging.js';
export { logisticsStalled } from './types/logistics-stalled.js';
export { type Answered, answeredType } from './types/parts/answered.js';
export { COMMON_COMMANDS, COMMON_TRANSITIONS } from './types/parts/common-transitions.js';
export { DEADLINES, EVIDENCE_DEADLINES, INTERVENTION_DEADLINES, SETTLE_DEADLINE } from './types/parts/deadlines.js';
export { defineTicketType } from './types/parts/define-ticket-type.js';
export {
  askedSides,
  byDay,
  carrier,
  commitment,
  compensation,
  evidenceText,
  fromDeposit,
  items,
  part,
  receipt,
  pictures,
  postage,
  reason,
  refundAmount,
  refundOnly,
  returnAddress,
  rulingText,
  statement,
  trackingNumber,
  words,
} from './types/parts/fields.js';
export { onceShipped, untilShipped, untilSigned } from './types/parts/order-conditions.js';
export { BUYER_REASONS, COMMON_REFUSALS, REFUSALS } from './types/parts/reasons.js';
export { presaleDeposit } from './types/presale-deposit.js';
export { refundBeforeShipment } from './types/refund-before-shipment.js';
export { repair } from './types/repair.js';
export { resend } from './types/resend.js';
export { returnAddressRequest } from './types/return-address.js';
export { returnPostage } from './types/return-postage.js';
export { returnRefund } from './types/return-refund.js';
export { shipmentUrging } from './types/shipment-urging.js';
export { signedElsewhere } from './types/signed-elsewhere.js';
export * as rows from './types/parts/transitions.js';
