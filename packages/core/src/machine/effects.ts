import type { Actor } from '../model/actor.js';
import type { Change } from '../model/events.js';
import type { FieldValues } from '../model/field-values.js';
import type { Order } from '../model/order.js';
import type { Side } from '../model/states.js';
import type { Deadline, Evidence, Ruling, Shipment, Terms, Ticket } from '../model/ticket.js';
import type { Policy } from '../policy/policy.js';
import type { Money } from '../values/money.js';
import { HOUR_MS } from '../values/time.js';
import type { Budget } from './budgets.js';
import { acceptedTerms, askedTerms, limited, termsFrom } from './terms.js';

/** What an effect may read. `fields` are checked and clean. */
export interface EffectInput {
  readonly ticket: Ticket;
  readonly fields: FieldValues;
  readonly choice: string | undefined;
  readonly actor: Actor;
  readonly now: number;
  readonly policy: Policy;
  /** What the order's other tickets leave of each purse. */
  readonly left: Readonly<Record<Budget, Money>>;
  /** Begins a deadline of the ticket's type. */
  readonly startDeadline: (key: string) => Deadline;
}

/** What a move does beside changing state. Later effects of a row see what earlier ones changed. */
export type Effect = (input: EffectInput) => Change;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function ruling({ ticket, fields, choice, now, policy }: EffectInput, stands: boolean): Ruling {
  const { refund, postage, compensation } = (stands ? ticket.agreed : undefined) ?? {};
  const commitment = policy.commitments.find(({ key }) => key === fields['commitment']);
  return {
    choice: choice ?? '',
    atMs: now,
    text: text(fields['text']),
    ...(refund ? { refund } : {}),
    ...(postage ? { postage } : {}),
    ...(compensation ? { compensation } : {}),
    ...(commitment ? { commitment: commitment.key } : {}),
    ...(fields['fromDeposit'] === true || commitment?.paidFrom === 'deposit-first' ? { fromDeposit: true } : {}),
  };
}

function answered(ticket: Ticket, evidence: Evidence): Change {
  return {
    asked: ticket.asked.filter(({ party }) => party !== evidence.party),
    evidence: [...ticket.evidence, evidence],
    deadlines: ticket.deadlines.filter(({ key }) => key !== `evidence-${evidence.party}`),
  };
}

function shipment({ fields, now }: EffectInput): Shipment {
  return { carrier: text(fields['carrier']), trackingNumber: text(fields['trackingNumber']), atMs: now };
}

/** What an earlier ruling awarded for a broken promise stands until another says otherwise. */
function awarded({ agreed }: Ticket): Terms {
  return agreed?.compensation ? { compensation: agreed.compensation } : {};
}

/** Effects that any type's rows can name. */
export const EFFECTS = {
  /** Gives what was asked, with what the merchant filled in. */
  agree: ({ ticket, fields, left }) => ({
    agreed: { ...askedTerms(ticket, left), ...termsFrom(fields) },
    proposal: null,
  }),
  /** Gives what was asked; or what had been agreed, once the buyer has acted on that and sent the goods back. */
  'grant-request': ({ ticket, fields, left }) => {
    const { returnAddress } = ticket.agreed ?? {};
    const { refund: before, ...agreed }: Terms =
      (ticket.goodsWithMerchant ? ticket.agreed : returnAddress && { returnAddress }) ?? {};
    const asked = askedTerms(ticket, left);
    const refund = before ? limited(before, left.refund) : asked.refund;
    return {
      agreed: { ...awarded(ticket), ...asked, ...agreed, ...(refund ? { refund } : {}), ...termsFrom(fields) },
      proposal: null,
    };
  },
  /** A refund of a set amount; the buyer keeps or has already returned the goods. */
  'grant-refund': ({ ticket, fields }) => ({
    agreed: { ...awarded(ticket), ...termsFrom(fields), refundOnly: true },
    proposal: null,
  }),
  /** Terms that both sides took on the platform's word. */
  'grant-terms': ({ ticket, fields }) => ({ agreed: { ...awarded(ticket), ...termsFrom(fields) }, proposal: null }),
  /** Goods that are to come back go to the first address of the shop's book, unless another was named. */
  'name-return-address': ({ ticket, policy }) => {
    const [first] = policy.returnAddresses;
    return first && !ticket.agreed?.returnAddress ? { agreed: { ...ticket.agreed, returnAddress: first } } : {};
  },
  propose: ({ ticket, fields }) => ({
    proposal: { ...termsFrom(fields), ...(fields['text'] ? { text: text(fields['text']) } : {}) },
    ...(ticket.workflow === 'declined' ? {} : { declinedFrom: ticket.workflow }),
  }),
  'accept-proposal': ({ ticket }) => ({ agreed: acceptedTerms(ticket), proposal: null }),
  'reject-proposal': () => ({ proposal: null }),
  'remember-refused': ({ ticket }) => ({ declinedFrom: ticket.workflow }),
  'send-goods-back': (input) => ({ goodsWithMerchant: true, returnShipment: shipment(input) }),
  /** The merchant's parcel is on its way to the buyer. */
  'send-parcel': (input) => ({ outgoing: shipment(input) }),
  /** The buyer's own goods are on their way to the buyer. */
  'hand-goods-back': (input) => ({ goodsWithMerchant: false, outgoing: shipment(input) }),
  /** The goods are to go back as they came, and nothing is to be paid for what was not done to them. */
  'owe-goods': ({ ticket }) => {
    const { fee: _fee, ...agreed } = ticket.agreed ?? {};
    return { agreed: { ...agreed, asTheyCame: true }, proposal: null };
  },
  /** The order goes to the address that was asked for. */
  'change-address': ({ ticket }) => {
    const { address } = ticket.request;
    return typeof address === 'object' && 'street' in address ? { order: { shipTo: address } } : {};
  },
  rule: (input) => ({ rulings: [...input.ticket.rulings, ruling(input, true)] }),
  'rule-for-merchant': (input) => ({ rulings: [...input.ticket.rulings, ruling(input, false)] }),
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
  'extend-deadline': ({ ticket, fields, actor }) => ({
    deadlines: ticket.deadlines.map((deadline) => {
      // The merchant lengthens their own time, the others the one that they name.
      const meant = actor.party === 'merchant' ? deadline.of === 'merchant' : deadline.key === fields['deadline'];
      const dueAtMs = deadline.dueAtMs + Number(fields['hours']) * HOUR_MS;
      const counted = actor.party === 'merchant' ? { extended: (deadline.extended ?? 0) + 1 } : {};
      return meant ? { ...deadline, dueAtMs, ...counted } : deadline;
    }),
  }),
  'change-deadline': ({ ticket, fields, now }) => ({
    deadlines: ticket.deadlines.map((deadline) =>
      deadline.key === fields['deadline']
        ? { ...deadline, dueAtMs: now + Number(fields['hours']) * HOUR_MS }
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
  if (fact === 'confirmed') return { confirmedAtMs: atMs };
  return { closedAtMs: atMs };
}
