import type { EventKind } from '../model/event-kinds.js';
import type { FieldValues } from '../model/field-values.js';
import type { Order } from '../model/order.js';

/** What an actor wants to happen to a ticket. */
export interface Command {
  /** Such as `agree`, `decline`, `reply`; a type's rows name them. */
  readonly command: string;
  /** The version the actor saw. Moves need it, appends ignore it. */
  readonly version?: number;
  /** Where rows of one command are told apart: a ruling's outcome, the deadline that ran out. */
  readonly choice?: string;
  readonly fields?: FieldValues;
}

/** The command that makes a ticket. The server fills in `order` from the host's look-up, never from a buyer's words. */
export interface CreateTicket {
  readonly type: string;
  readonly merchantId: string;
  readonly order: Order;
  readonly request: FieldValues;
  /** Language of the buyer, a BCP 47 tag. @default the policy's */
  readonly locale?: string;
}

/** What a command is called once it has happened. A type's own commands are `moved`. */
export const COMMAND_EVENTS: Readonly<Record<string, EventKind>> = {
  agree: 'agreed',
  propose: 'proposed',
  'accept-proposal': 'proposal-accepted',
  'reject-proposal': 'proposal-rejected',
  decline: 'declined',
  'submit-return': 'return-submitted',
  'confirm-receipt': 'receipt-confirmed',
  fulfil: 'fulfilled',
  'confirm-fulfilment': 'fulfilment-confirmed',
  withdraw: 'withdrawn',
  escalate: 'escalated',
  'begin-review': 'review-begun',
  'request-evidence': 'evidence-requested',
  'submit-evidence': 'evidence-submitted',
  rule: 'ruled',
  'record-settlement': 'settlement-recorded',
  'retry-settlement': 'settlement-recorded',
  'record-order': 'order-fact-recorded',
  extend: 'deadline-extended',
  'change-deadline': 'deadline-changed',
  expire: 'deadline-passed',
  reply: 'replied',
  claim: 'claimed',
  release: 'released',
  'leave-staff-message': 'staff-message-left',
  'answer-merchant': 'merchant-answered',
};
