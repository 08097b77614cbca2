import type { Address, FieldValues } from '../fields/field.js';
import { isMoney, type Money } from '../money.js';
import type { Actor } from '../permissions/permissions.js';
import type { Policy } from '../policy/policy.js';
import type { Change } from './events.js';
import type { Side } from './states.js';
import type { Deadline, Evidence, Order, Ruling, Terms, Ticket } from './ticket.js';

/** What an effect may read. `fields` are checked and clean. */
export interface EffectInput {
  readonly ticket: Ticket;
  readonly fields: FieldValues;
  readonly choice: string | undefined;
  readonly actor: Actor;
  readonly now: number;
  readonly policy: Policy;
  /** What may still be refunded of the order, this ticket aside. */
  readonly refundable: Money;
  /** Begins a deadline of the ticket's type. */
  readonly startDeadline: (key: string) => Deadline;
}

/** What a move does beside changing state. Later effects of a row see what earlier ones changed. */
export type Effect = (input: EffectInput) => Change;

const money = (value: unknown): Money | undefined => (isMoney(value) ? value : undefined);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What was asked, but never more than is left to refund. */
function requested(input: EffectInput): Money | undefined {
  return capped(money(input.ticket.request['amount']), input);
}

function capped(amount: Money | undefined, { refundable }: EffectInput): Money | undefined {
  return amount && { ...amount, amountMinor: Math.min(amount.amountMinor, refundable.amountMinor) };
}

function terms(refund: Money | undefined, refundOnly: boolean, returnAddress?: unknown): Terms {
  return {
    ...(refund ? { refund } : {}),
    refundOnly,
    ...(returnAddress ? { returnAddress: returnAddress as Address } : {}),
  };
}

function ruling({ fields, choice, now }: EffectInput, refund: Money | undefined): Ruling {
  return {
    choice: choice ?? '',
    atMs: now,
    text: text(fields['text']),
    ...(refund ? { refund } : {}),
    ...(fields['fromDeposit'] === true ? { fromDeposit: true } : {}),
  };
}

function answered(ticket: Ticket, evidence: Evidence): Change {
  return {
    asked: ticket.asked.filter(({ party }) => party !== evidence.party),
    evidence: [...ticket.evidence, evidence],
    deadlines: ticket.deadlines.filter(({ key }) => key !== `evidence-${evidence.party}`),
  };
}

/** Effects that any type's rows can name. */
export const EFFECTS = {
  /** Gives what was asked, with what the merchant filled in. */
  agree: (input) => ({
    agreed: terms(
      money(input.fields['amount']) ?? requested(input),
      input.ticket.request['refundOnly'] === true,
      input.fields['returnAddress'],
    ),
    proposal: null,
  }),
  /** Gives what was asked; or what had been agreed, once the buyer has acted on that and sent the goods back. */
  'grant-request': (input) => {
    const { ticket, fields, policy } = input;
    const before = ticket.goodsWithMerchant ? ticket.agreed?.refund : undefined;
    const refundOnly = ticket.request['refundOnly'] === true;
    return {
      agreed: terms(
        capped(before, input) ?? requested(input),
        refundOnly,
        fields['returnAddress'] ?? policy.returnAddresses[0],
      ),
      proposal: null,
    };
  },
  /** A refund of a set amount; the buyer keeps or has already returned the goods. */
  'grant-refund': (input) => ({ agreed: terms(money(input.fields['amount']), true), proposal: null }),
  /** Terms that both sides took on the platform's word. */
  'grant-mediated': (input) => ({
    agreed: terms(
      money(input.fields['amount']),
      input.fields['refundOnly'] === true,
      input.fields['returnAddress'] ?? input.policy.returnAddresses[0],
    ),
    proposal: null,
  }),
  propose: ({ ticket, fields }) => ({
    proposal: {
      ...terms(money(fields['amount']), fields['refundOnly'] === true, fields['returnAddress']),
      ...(fields['text'] ? { text: text(fields['text']) } : {}),
    },
    ...(ticket.workflow === 'declined' ? {} : { declinedFrom: ticket.workflow }),
  }),
  'accept-proposal': ({ ticket }) => {
    const { text: _text, ...accepted } = ticket.proposal ?? {};
    return { agreed: accepted, proposal: null };
  },
  'reject-proposal': () => ({ proposal: null }),
  'remember-refused': ({ ticket }) => ({ declinedFrom: ticket.workflow }),
  'send-goods-back': ({ fields, now }) => ({
    goodsWithMerchant: true,
    returnShipment: { carrier: text(fields['carrier']), trackingNumber: text(fields['trackingNumber']), atMs: now },
  }),
  rule: (input) => ({ rulings: [...input.ticket.rulings, ruling(input, input.ticket.agreed?.refund)] }),
  'rule-for-merchant': (input) => ({ rulings: [...input.ticket.rulings, ruling(input, undefined)] }),
  'ask-evidence': ({ ticket, fields, now, startDeadline }) => {
    const parties = (fields['from'] as readonly Side[] | undefined) ?? [];
    const question = text(fields['text']);
    const others = ticket.asked.filter(({ party }) => !parties.includes(party));
    return {
      asked: [...others, ...parties.map((party) => ({ party, atMs: now, text: question }))],
      deadlines: [
        ...ticket.deadlines.filter(({ key }) => !parties.some((party) => key === `evidence-${party}`)),
        ...parties.map((party) => startDeadline(`evidence-${party}`)),
      ],
    };
  },
  'answer-evidence': ({ ticket, fields, actor, now }) =>
    answered(ticket, { party: actor.party as Side, atMs: now, text: text(fields['text']) }),
  'miss-evidence': ({ ticket, choice, now }) =>
    answered(ticket, { party: choice === 'evidence-merchant' ? 'merchant' : 'buyer', atMs: now, missing: true }),
  claim: ({ actor, now, policy }) => ({
    claim: { accountId: actor.accountId, name: actor.name, untilMs: now + policy.claimLeaseMs },
  }),
  release: () => ({ claim: null }),
  'drop-deadline': ({ ticket, choice }) => ({ deadlines: ticket.deadlines.filter(({ key }) => key !== choice) }),
  'extend-deadline': ({ ticket, fields }) => ({
    deadlines: ticket.deadlines.map((deadline) =>
      deadline.key === fields['deadline']
        ? { ...deadline, dueAtMs: deadline.dueAtMs + Number(fields['hours']) * 3_600_000 }
        : deadline,
    ),
  }),
  'record-order': ({ fields, now }) => ({
    order: orderFact(fields['fact'], typeof fields['atMs'] === 'number' ? fields['atMs'] : now),
  }),
} as const satisfies Record<string, Effect>;

/** Names that rows can use in `effects`. */
export type EffectName = keyof typeof EFFECTS;

function orderFact(fact: unknown, atMs: number): Partial<Order> {
  if (fact === 'shipped') return { shippedAtMs: atMs };
  if (fact === 'signed') return { signedAtMs: atMs };
  return { closedAtMs: atMs };
}
