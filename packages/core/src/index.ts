/**
 * The shared vocabulary of Sidecard for hosts: orders, policy, service commitments, card messages, money and languages. Values and pure
 * functions; time and ids are arguments. Custom ticket types are in `@sidecard/core/authoring`, the protocol in `@sidecard/core/wire`, and
 * what a backend needs in `@sidecard/core/server`.
 *
 * @packageDocumentation
 */
export { type Carrier, carrierCode, CARRIERS, isSameCarrier } from './values/carriers.js';
export { label, type Labels, type Locale, LOCALES, resolveLocale, type Texts } from './values/labels.js';
export { fractionDigits } from './values/currency.js';
export { formatMoney, isMoney, type Money } from './values/money.js';
export { parseMoney } from './values/parse-money.js';
export { DAY_MS } from './values/time.js';
export { type Permission, PERMISSIONS, TASK_PERMISSIONS } from './model/actor.js';
export type { Address, ItemQuantity } from './model/field-values.js';
export {
  type Order,
  ORDER_FACTS,
  type OrderFact,
  type OrderFactName,
  type OrderItem,
  type Promised,
  refundableFor,
} from './model/order.js';
export type { Party } from './model/states.js';
export type { OrderFactInput } from './order/facts.js';
export { assessCommitments, type CommitmentAssessment } from './commitments/assess.js';
export { BUILT_IN_COMMITMENTS } from './commitments/built-in.js';
export { commitmentFactsOf } from './commitments/case-facts.js';
export type { Commitment, CommitmentWindow, CompensationRule } from './commitments/commitment.js';
export { type CompensationFigure, compensationFor } from './commitments/compensation.js';
export type { CommitmentFacts } from './commitments/facts.js';
export { compareRelevance, isOwed, mattersNow } from './commitments/relevance.js';
export { commitmentByKey, NO_COMMITMENTS, type ShopCommitments } from './commitments/shop.js';
export { type ArchivePolicy, DEFAULT_ARCHIVE, type Defect } from './policy/archive.js';
export { DEFAULT_POLICY, type EvidenceRule, type Policy, type RefundsBeforeShipment } from './policy/policy.js';
export { type CardAbout, cardRecipients, type Recipient, type Routing } from './policy/recipients.js';
export type { Rollout, RolloutStep } from './policy/rollout.js';
export type { TicketType } from './machine/ticket-type.js';
export { builtInTypes } from './types/built-in.js';
export type { Asked } from './card/asked.js';
export { type CardMessage, cardMessageId, type CardSnapshot, toCardMessage } from './card/envelope.js';
export { CARD_REFUSALS, parseCardMessage, type ParsedCard } from './card/parse.js';
export { cardMessageSchema } from './card/schema.js';
