import type { FieldLimits } from '../fields/kinds/kind.js';
import type { Actor } from '../model/actor.js';
import type { Change } from '../model/events.js';
import type { FieldValues } from '../model/field-values.js';
import type { Ending, Side } from '../model/states.js';
import type { Colleague, Deadline, Terms, Ticket } from '../model/ticket.js';
import type { OrderRefusal } from '../order/facts.js';
import type { Money } from '../values/money.js';
import type { RulingInput } from './awards.js';
import type { Budget } from './budgets.js';

/** Input of an effect. `fields` are validated and cleaned. */
export interface EffectInput extends RulingInput {
  readonly actor: Actor;
  /** Limits of the form, for the pieces that it chooses. */
  readonly limits?: Readonly<Record<string, FieldLimits>> | undefined;
  /** Accounts that may handle the ticket, besides the actor. */
  readonly colleagues?: readonly Colleague[] | undefined;
  /** Returns the budgets that the order's other tickets leave. */
  readonly remaining: () => Readonly<Record<Budget, Money>>;
  /** Starts a deadline of the ticket's type. */
  readonly startDeadline: (key: string) => Deadline;
}

/** The effects, with their parameters. */
export interface EffectParameters {
  /** Agrees on the terms of the request or the proposal, with changes from the form. */
  readonly agree: { readonly on: 'request' | 'proposal' };
  /**
   * Awards terms by a ruling: those in the form, added to the request (`on`) if it is granted. If the buyer has returned the goods, the
   * terms of that return remain. With `orShipBack`, goods that the merchant has go back to the buyer if less than the whole is refunded.
   */
  readonly award: { readonly on?: 'request'; readonly refundOnly?: true; readonly orShipBack?: true };
  /** Refunds the goods in whole, as far as money is left: the merchant keeps them. */
  readonly 'refund-goods': object;
  /**
   * The buyer's goods have arrived, with or without a tracking number. The states in which they came can lead to a proposal by the shop's
   * published rules, or to a refusal (R48).
   */
  readonly receive: object;
  /** It is settled that nothing came: the merchant has no goods. */
  readonly 'nothing-came': object;
  /** The merchant says that nothing came of what it would have to send back. */
  readonly 'report-missing': object;
  /** Sets the shop's first return address, unless the terms name one. */
  readonly 'name-return-address': object;
  /** Agrees on what the claimed commitment pays: the figure of its rule (R45). */
  readonly compensate: object;
  /** Charges the buyer the amount in the form. */
  readonly charge: object;
  /** The buyer has paid what was owed. */
  readonly collect: object;
  readonly propose: object;
  readonly 'drop-proposal': object;
  /** Stores the state in which something was declined. */
  readonly 'remember-refused': object;
  /** Records a parcel: the buyer's return, the merchant's replacement, or the buyer's own goods being returned. */
  readonly ship: { readonly what: 'return' | 'replacement' | 'goods' };
  /** The merchant sends the goods back as they came. Nothing else is due, except compensation that a ruling awarded. */
  readonly 'owe-goods': { readonly ending?: Ending };
  /** Changes the order's address to a field of the request. */
  readonly 'redirect-order': { readonly to: string };
  /** Records a ruling; a ruling for the merchant awards no money. */
  readonly rule: { readonly for?: 'merchant' };
  /** Corrects the carrier and number of a parcel. */
  readonly 'correct-parcel': { readonly of: 'returnShipment' | 'outgoing' };
  /** Corrects the address to which the goods are returned. */
  readonly 'correct-return-address': object;
  /** Replaces the members of the request that the form contains. */
  readonly 'correct-request': object;
  /** The merchant asks the buyer for proof; with `answer`, how that ended. */
  readonly proof: { readonly answer?: 'given' | 'missing' };
  /** Records an appeal; with `evidence`, the words of the form are new evidence of that side. */
  readonly appeal: { readonly evidence?: true };
  /** The platform upholds the ruling that was appealed. */
  readonly uphold: object;
  /** Requests evidence from the chosen sides, and starts a deadline for each. */
  readonly 'ask-evidence': { readonly deadlines: Readonly<Record<Side, string>> };
  /** Closes an evidence request: with an answer, or as missing. */
  readonly 'close-evidence-request': { readonly of: Side; readonly deadline: string; readonly missing?: true };
  readonly claim: object;
  readonly release: object;
  /** The colleague in the form has the ticket now. */
  readonly transfer: object;
  readonly 'end-deadline': { readonly key: string };
  /** Starts a running deadline again, after a notice. */
  readonly 'restart-deadline': { readonly key: string };
  /**
   * Extends a deadline by the hours in the form, from its due time or from now. It applies to the deadline named in the form or, with
   * `own`, to the side's deadline, which then counts as extended.
   */
  readonly 'move-deadline': { readonly from: 'due' | 'now'; readonly own?: Side };
  /** Records an order event reported by the host. */
  readonly 'record-order': object;
}

/** Name of an effect. */
export type EffectName = keyof EffectParameters;

/** A side effect of a transition: an effect and its parameters. */
export type Effect = {
  readonly [Name in EffectName]: { readonly effect: Name } & EffectParameters[Name];
}[EffectName];

/** What an effect does, and what follows from it. */
export interface EffectRule<Parameters> {
  readonly apply: (input: EffectInput, parameters: Parameters) => Change;
  /** Whether the effect applies to a ticket. @default always */
  readonly applies?: (ticket: Ticket) => boolean;
  /** Why the command is refused. @default never */
  readonly refuses?: (input: Pick<EffectInput, 'ticket' | 'fields' | 'now'>) => OrderRefusal | undefined;
  /** The values that a correction replaces. */
  readonly replaces?: (ticket: Ticket, parameters: Parameters, fields: FieldValues) => FieldValues;
  /** Terms that do not depend on the form; they need remaining budget. */
  readonly terms?: (ticket: Ticket, parameters: Parameters) => Terms | undefined;
}
