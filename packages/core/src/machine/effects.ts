import type { Commitment } from '../commitments/commitment.js';
import type { Actor } from '../model/actor.js';
import type { Change } from '../model/events.js';
import type { FieldValues } from '../model/field-values.js';
import type { Order } from '../model/order.js';
import type { Side } from '../model/states.js';
import type { Deadline, Ruling, Terms, Ticket } from '../model/ticket.js';
import type { Policy } from '../policy/policy.js';
import type { Money } from '../values/money.js';
import { HOUR_MS } from '../values/time.js';
import type { Budget } from './budgets.js';
import { acceptedTerms, askedTerms, awardedTerms, limited, termsFrom } from './terms.js';

/** Input of an effect. `fields` are validated and cleaned. */
export interface EffectInput {
  readonly ticket: Ticket;
  readonly fields: FieldValues;
  readonly choice: string | undefined;
  readonly actor: Actor;
  readonly now: number;
  readonly policy: Policy;
  /** The order's remaining budgets. */
  readonly remaining: Readonly<Record<Budget, Money>>;
  /** Starts a deadline of the ticket's type. */
  readonly startDeadline: (key: string) => Deadline;
}

/** The effects, with their parameters. */
interface EffectParameters {
  /** Agrees on the terms of the request or the proposal, with changes from the form. */
  readonly agree: { readonly on: 'request' | 'proposal' };
  /**
   * Awards terms by a ruling: those in the form, added to the request (`on`) if it is granted. If the buyer has returned the goods, the
   * terms of that return remain.
   */
  readonly award: { readonly on?: 'request'; readonly refundOnly?: true };
  /** Sets the shop's first return address, unless the terms name one. */
  readonly 'name-return-address': object;
  /** Agrees on what the claimed commitment pays: the figure of its rule (R45). */
  readonly compensate: object;
  readonly propose: object;
  readonly 'drop-proposal': object;
  /** Stores the state in which something was declined. */
  readonly 'remember-refused': object;
  /** Records a parcel: the buyer's return, the merchant's replacement, or the buyer's own goods being returned. */
  readonly ship: { readonly what: 'return' | 'replacement' | 'goods' };
  /** The goods are returned unrepaired, and no fee is due. */
  readonly 'owe-goods': object;
  /** Changes the order's address to a field of the request. */
  readonly 'redirect-order': { readonly to: string };
  /** Records a ruling; a ruling for the merchant awards no money. */
  readonly rule: { readonly for?: 'merchant' };
  /** Requests evidence from the chosen sides, and starts a deadline for each. */
  readonly 'ask-evidence': { readonly deadlines: Readonly<Record<Side, string>> };
  /** Closes an evidence request: with an answer, or as missing. */
  readonly 'close-evidence-request': { readonly of: Side; readonly deadline: string; readonly missing?: true };
  readonly claim: object;
  readonly release: object;
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

interface EffectRule<Parameters> {
  readonly apply: (input: EffectInput, parameters: Parameters) => Change;
  /** Whether the effect applies to a ticket. @default always */
  readonly applies?: (ticket: Ticket) => boolean;
  /** Terms that do not depend on the form; they need remaining budget. */
  readonly terms?: (ticket: Ticket, remaining: EffectInput['remaining'], parameters: Parameters) => Terms | undefined;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The compensation of a ruling's form, under its commitment; without one, that of an earlier ruling remains. */
function compensated({ ticket, fields, policy }: EffectInput): Terms {
  const chosen = chosenCommitment(fields, policy);
  const commitment = chosen ? { commitment: chosen.key } : {};
  const fromDeposit = fields['fromDeposit'] === true || chosen?.paidFrom === 'deposit-first';
  return {
    ...(fields['compensation'] === undefined ? awardedTerms(ticket.agreed) : commitment),
    ...(fromDeposit ? { fromDeposit } : {}),
  };
}

function chosenCommitment(fields: FieldValues, { commitments }: Policy): Commitment | undefined {
  return commitments.find(({ key }) => key === fields['commitment']);
}

/** The request as granted: if the buyer has returned the goods, with the terms of that return. */
function granted(ticket: Ticket, remaining: EffectInput['remaining']): Terms {
  const { returnAddress } = ticket.agreed ?? {};
  const {
    refund: before,
    compensation: _paid,
    commitment: _key,
    fromDeposit: _pocket,
    ...agreed
  }: Terms = (ticket.goodsWithMerchant ? ticket.agreed : returnAddress && { returnAddress }) ?? {};
  const asked = askedTerms(ticket, remaining);
  const refund = before ? limited(before, remaining.refund) : asked.refund;
  return { ...asked, ...agreed, ...(refund ? { refund } : {}) };
}

function ruling({ ticket, fields, choice, now, policy }: EffectInput, favours?: 'merchant'): Ruling {
  const { refund, postage, compensation, ...agreed } = (favours ? undefined : ticket.agreed) ?? {};
  const chosen = favours ? undefined : chosenCommitment(fields, policy);
  const commitment = chosen?.key ?? agreed.commitment;
  const fromDeposit = fields['fromDeposit'] === true || chosen?.paidFrom === 'deposit-first' || agreed.fromDeposit;
  return {
    choice: choice ?? '',
    atMs: now,
    text: text(fields['text']),
    ...(refund ? { refund } : {}),
    ...(postage ? { postage } : {}),
    ...(compensation ? { compensation } : {}),
    ...(commitment ? { commitment } : {}),
    ...(fromDeposit ? { fromDeposit } : {}),
  };
}

/** Order events reported by the host, and the order's member for each. */
const FACT_MEMBERS: Readonly<Record<string, keyof Order>> = {
  shipped: 'shippedAtMs',
  signed: 'signedAtMs',
  confirmed: 'confirmedAtMs',
  'order-closed': 'closedAtMs',
};

const EFFECTS: { readonly [Name in EffectName]: EffectRule<EffectParameters[Name]> } = {
  agree: {
    apply: ({ ticket, fields, remaining }, { on }) => ({
      agreed: { ...(on === 'proposal' ? acceptedTerms(ticket) : askedTerms(ticket, remaining)), ...termsFrom(fields) },
      proposal: null,
    }),
    terms: (ticket, remaining, { on }) => (on === 'proposal' ? ticket.proposal : askedTerms(ticket, remaining)),
  },
  award: {
    apply: (input, { on, refundOnly }) => ({
      agreed: {
        ...(on ? granted(input.ticket, input.remaining) : {}),
        ...compensated(input),
        ...termsFrom(input.fields),
        ...(refundOnly ? { refundOnly } : {}),
      },
      proposal: null,
    }),
    terms: (ticket, remaining, { on }) => on && askedTerms(ticket, remaining),
  },
  compensate: {
    apply: ({ ticket: { commitment } }) =>
      commitment?.amount
        ? {
            agreed: {
              compensation: commitment.amount,
              commitment: commitment.key,
              ...(commitment.fromDeposit ? { fromDeposit: true } : {}),
            },
          }
        : {},
  },
  'name-return-address': {
    apply: ({ ticket, policy }) => {
      const [first] = policy.returnAddresses;
      return first && !ticket.agreed?.returnAddress ? { agreed: { ...ticket.agreed, returnAddress: first } } : {};
    },
  },
  propose: {
    apply: ({ ticket, fields }) => ({
      proposal: { ...termsFrom(fields), ...(fields['text'] ? { text: text(fields['text']) } : {}) },
      ...(ticket.workflow === 'declined' ? {} : { declinedFrom: ticket.workflow }),
    }),
  },
  'drop-proposal': { apply: () => ({ proposal: null }) },
  'remember-refused': { apply: ({ ticket }) => ({ declinedFrom: ticket.workflow }) },
  ship: {
    apply: ({ fields, now }, { what }) => {
      const shipment = { carrier: text(fields['carrier']), trackingNumber: text(fields['trackingNumber']), atMs: now };
      if (what === 'return') return { goodsWithMerchant: true, returnShipment: shipment };
      return { ...(what === 'goods' ? { goodsWithMerchant: false } : {}), outgoing: shipment };
    },
  },
  'owe-goods': {
    apply: ({ ticket }) => {
      const { fee: _fee, ...agreed } = ticket.agreed ?? {};
      return { agreed: { ...agreed, asTheyCame: true }, proposal: null };
    },
  },
  'redirect-order': {
    apply: ({ ticket }, { to }) => {
      const address = ticket.request[to];
      return typeof address === 'object' && 'street' in address ? { order: { shipTo: address } } : {};
    },
  },
  rule: { apply: (input, { for: favours }) => ({ rulings: [...input.ticket.rulings, ruling(input, favours)] }) },
  'ask-evidence': {
    apply: ({ ticket, fields, now, startDeadline }, { deadlines: keys }) => {
      const parties = (fields['from'] as readonly Side[] | undefined) ?? [];
      const others = ticket.asked.filter(({ party }) => !parties.includes(party));
      return {
        asked: [...others, ...parties.map((party) => ({ party, atMs: now, text: text(fields['text']) }))],
        deadlines: [
          ...ticket.deadlines.filter(({ key }) => !parties.some((party) => key === keys[party])),
          ...parties.map((party) => startDeadline(keys[party])),
        ],
      };
    },
  },
  'close-evidence-request': {
    apply: ({ ticket, fields, now }, { of, deadline, missing }) => ({
      asked: ticket.asked.filter(({ party }) => party !== of),
      evidence: [
        ...ticket.evidence,
        missing ? { party: of, atMs: now, missing } : { party: of, atMs: now, text: text(fields['text']) },
      ],
      deadlines: ticket.deadlines.filter(({ key }) => key !== deadline),
    }),
  },
  claim: {
    apply: ({ actor, now, policy }) => ({
      claim: { accountId: actor.accountId, name: actor.name, untilMs: now + policy.claimLeaseMs },
    }),
  },
  release: { apply: () => ({ claim: null }), applies: ({ claim }) => claim !== undefined },
  'end-deadline': {
    apply: ({ ticket }, { key: ended }) => ({ deadlines: ticket.deadlines.filter(({ key }) => key !== ended) }),
  },
  'restart-deadline': {
    apply: ({ ticket, startDeadline }, { key: restarted }) => ({
      deadlines: ticket.deadlines.map((deadline) => (deadline.key === restarted ? startDeadline(restarted) : deadline)),
    }),
  },
  'move-deadline': {
    apply: ({ ticket, fields, now }, { from, own }) => ({
      deadlines: ticket.deadlines.map((deadline) => {
        if (own ? deadline.of !== own : deadline.key !== fields['deadline']) return deadline;
        const dueAtMs = (from === 'now' ? now : deadline.dueAtMs) + Number(fields['hours']) * HOUR_MS;
        return { ...deadline, dueAtMs, ...(own ? { extended: (deadline.extended ?? 0) + 1 } : {}) };
      }),
    }),
  },
  'record-order': {
    apply: ({ fields, now }) => {
      const member = FACT_MEMBERS[text(fields['fact'])] ?? 'closedAtMs';
      return { order: { [member]: typeof fields['atMs'] === 'number' ? fields['atMs'] : now } };
    },
  },
};

/** Returns whether an effect of this name exists. */
export function isEffect(name: unknown): name is EffectName {
  return typeof name === 'string' && Object.hasOwn(EFFECTS, name);
}

function ruleOf<Name extends EffectName>(name: Name): EffectRule<Extract<Effect, { effect: Name }>> {
  // The table is keyed by name, so the parameters match the rule.
  return EFFECTS[name] as EffectRule<Extract<Effect, { effect: Name }>>;
}

/** Returns what an effect changes. */
export function applyEffect(effect: Effect, input: EffectInput): Change {
  return ruleOf(effect.effect).apply(input, effect);
}

/** Returns whether an effect applies to a ticket. */
export function appliesTo({ effect }: Effect, ticket: Ticket): boolean {
  return EFFECTS[effect].applies?.(ticket) ?? true;
}

/** Returns whether an effect can give terms that do not depend on the form. */
export function givesTerms({ effect }: Effect): boolean {
  return EFFECTS[effect].terms !== undefined;
}

/** Returns the terms of an effect that do not depend on the form. */
export function termsOfEffect(effect: Effect, ticket: Ticket, remaining: EffectInput['remaining']): Terms {
  return ruleOf(effect.effect).terms?.(ticket, remaining, effect) ?? {};
}
