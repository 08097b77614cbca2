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
import { acceptedTerms, askedTerms, limited, termsFrom } from './terms.js';

/** What an effect reads. `fields` are checked and clean. */
export interface EffectInput {
  readonly ticket: Ticket;
  readonly fields: FieldValues;
  readonly choice: string | undefined;
  readonly actor: Actor;
  readonly now: number;
  readonly policy: Policy;
  /** What the order's other tickets leave of each budget. */
  readonly remaining: Readonly<Record<Budget, Money>>;
  /** Starts a deadline of the ticket's type. */
  readonly startDeadline: (key: string) => Deadline;
}

/** What each effect does, with its parameters. */
interface EffectParameters {
  /** Agrees on the terms of the request or of the proposal, changed by what was filled in. */
  readonly agree: { readonly on: 'request' | 'proposal' };
  /**
   * Awards terms by a ruling: those filled in, on top of the request (`on`) where it is granted. Goods that the buyer has sent back keep
   * the terms under which they were sent.
   */
  readonly award: { readonly on?: 'request'; readonly refundOnly?: true };
  /** Names the first address of the shop's book as the place that goods go back to, unless the terms name one. */
  readonly 'name-return-address': object;
  readonly propose: object;
  readonly 'drop-proposal': object;
  /** Remembers the state in which something was refused. */
  readonly 'remember-refused': object;
  /** Records a parcel: the buyer's return, the merchant's replacement, or the buyer's own goods on their way back. */
  readonly ship: { readonly what: 'return' | 'replacement' | 'goods' };
  /** The goods go back as they came, and nothing is paid for what was not done to them. */
  readonly 'owe-goods': object;
  /** The order goes to the address in a field of the request. */
  readonly 'redirect-order': { readonly to: string };
  /** Records a ruling; one for the merchant awards no money. */
  readonly rule: { readonly for?: 'merchant' };
  /** Asks the chosen sides for evidence, and starts a deadline for each. */
  readonly 'ask-evidence': { readonly deadlines: Readonly<Record<Side, string>> };
  /** Closes what a side was asked for: with the answer, or as missing. */
  readonly 'close-evidence-request': { readonly of: Side; readonly deadline: string; readonly missing?: true };
  readonly claim: object;
  readonly release: object;
  readonly 'end-deadline': { readonly key: string };
  /**
   * Moves a deadline by the hours filled in: from when it is due, or from now. It is the one that the form names or, with `own`, that of
   * the side, which is then counted as lengthened.
   */
  readonly 'move-deadline': { readonly from: 'due' | 'now'; readonly own?: Side };
  /** Records a fact of the order that the host reports. */
  readonly 'record-order': object;
}

/** Name of an effect. */
export type EffectName = keyof EffectParameters;

/** Something that a transition does beside changing state: an effect and its parameters. */
export type Effect = {
  readonly [Name in EffectName]: { readonly effect: Name } & EffectParameters[Name];
}[EffectName];

interface EffectRule<Parameters> {
  readonly apply: (input: EffectInput, parameters: Parameters) => Change;
  /** Whether there is anything for it to do. @default always */
  readonly applies?: (ticket: Ticket) => boolean;
  /** The terms that it gives whatever is filled in: they need money that is still there. */
  readonly terms?: (ticket: Ticket, remaining: EffectInput['remaining'], parameters: Parameters) => Terms | undefined;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What an earlier ruling awarded for a broken promise holds until another ruling says otherwise. */
function awarded({ agreed }: Ticket): Terms {
  return agreed?.compensation ? { compensation: agreed.compensation } : {};
}

/** The request as it is granted: once the buyer has sent goods back, by the terms under which they did. */
function granted(ticket: Ticket, remaining: EffectInput['remaining']): Terms {
  const { returnAddress } = ticket.agreed ?? {};
  const { refund: before, ...agreed }: Terms =
    (ticket.goodsWithMerchant ? ticket.agreed : returnAddress && { returnAddress }) ?? {};
  const asked = askedTerms(ticket, remaining);
  const refund = before ? limited(before, remaining.refund) : asked.refund;
  return { ...asked, ...agreed, ...(refund ? { refund } : {}) };
}

function ruling({ ticket, fields, choice, now, policy }: EffectInput, favours?: 'merchant'): Ruling {
  const { refund, postage, compensation } = (favours ? undefined : ticket.agreed) ?? {};
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

/** What the host reports of an order, and where the order keeps it. */
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
    apply: ({ ticket, fields, remaining }, { on, refundOnly }) => ({
      agreed: {
        ...awarded(ticket),
        ...(on ? granted(ticket, remaining) : {}),
        ...termsFrom(fields),
        ...(refundOnly ? { refundOnly } : {}),
      },
      proposal: null,
    }),
    terms: (ticket, remaining, { on }) => on && askedTerms(ticket, remaining),
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

/** Returns whether there is an effect of this name. */
export function isEffect(name: unknown): name is EffectName {
  return typeof name === 'string' && Object.hasOwn(EFFECTS, name);
}

function ruleOf<Name extends EffectName>(name: Name): EffectRule<Extract<Effect, { effect: Name }>> {
  // The table is keyed by the name, so the parameters are those of the rule.
  return EFFECTS[name] as EffectRule<Extract<Effect, { effect: Name }>>;
}

/** Returns what an effect changes. */
export function applyEffect(effect: Effect, input: EffectInput): Change {
  return ruleOf(effect.effect).apply(input, effect);
}

/** Returns whether there is anything for an effect to do. */
export function appliesTo({ effect }: Effect, ticket: Ticket): boolean {
  return EFFECTS[effect].applies?.(ticket) ?? true;
}

/** Returns whether an effect can give terms whatever is filled in. */
export function givesTerms({ effect }: Effect): boolean {
  return EFFECTS[effect].terms !== undefined;
}

/** Returns the terms that an effect gives whatever is filled in. */
export function termsOfEffect(effect: Effect, ticket: Ticket, remaining: EffectInput['remaining']): Terms {
  return ruleOf(effect.effect).terms?.(ticket, remaining, effect) ?? {};
}
