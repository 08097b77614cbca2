import { judgeReceipt, nothingCame, RECEIPT } from '../fields/receipt.js';
import type { Change } from '../model/events.js';
import type { FieldValues, ReceiptLine } from '../model/field-values.js';
import type { Order } from '../model/order.js';
import type { Side } from '../model/states.js';
import type { Terms, Ticket } from '../model/ticket.js';
import { decideOrder, type OrderDecision, redirectOrder } from '../order/decide-order.js';
import { isTimed, type OrderRefusal } from '../order/facts.js';
import { isMoney } from '../values/money.js';
import { HOUR_MS } from '../values/time.js';
import { ownMember } from '../values/unknown.js';
import { compensated, granted, ruling, wholeOf } from './awards.js';
import { balanceOf } from './budgets.js';
import type { Effect, EffectInput, EffectName, EffectParameters, EffectRule } from './effect.js';
import { chosenIn, fullRefund, isReplacementOut } from './ledger.js';
import { acceptedTerms, askedTerms, awardedTerms, termsFrom } from './terms.js';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What a `record-order` command reports. `order-closed` is the fact's former name. */
function reported({ ticket, fields, now }: Pick<EffectInput, 'ticket' | 'fields' | 'now'>): OrderDecision {
  const fact = fields['fact'] === 'order-closed' ? 'closed' : text(fields['fact']);
  const atMs = typeof fields['atMs'] === 'number' ? fields['atMs'] : now;
  if (isTimed(fact)) return decideOrder(ticket.order, { fact, atMs }, { now, source: 'host' });
  const problem = 'Needs more than a time. Send it to POST /v1/orders/{id}/facts.';
  return {
    ok: false,
    error: { code: 'order-fact-invalid', problems: [{ path: 'fields.fact', code: 'incomplete', text: problem }] },
  };
}

/** The change of a ticket's order. */
const orderChange = (before: Order, after: Order): Change => {
  const differing = (Object.keys(after) as (keyof Order)[]).filter((name) => after[name] !== before[name]);
  return differing.length > 0 ? { order: Object.fromEntries(differing.map((name) => [name, after[name]])) } : {};
};

const EFFECTS: { readonly [Name in EffectName]: EffectRule<EffectParameters[Name]> } = {
  agree: {
    apply: ({ ticket, fields }, { on }) => ({
      agreed: { ...(on === 'proposal' ? acceptedTerms(ticket) : askedTerms(ticket)), ...termsFrom(fields) },
      proposal: null,
    }),
    terms: (ticket, { on }) => (on === 'proposal' ? ticket.proposal : askedTerms(ticket)),
  },
  award: {
    apply: (input, { on, refundOnly, orShipBack }) => {
      const { ticket, fields, remaining } = input;
      const terms = termsFrom(fields);
      const holds = ticket.goodsWithMerchant && !nothingCame(ticket);
      // What was refunded before, by other tickets or elsewhere, is a part of the whole.
      const whole = () => Math.min(wholeOf(ticket), remaining().refund.amountMinor);
      const asTheyCame = orShipBack && holds && !isReplacementOut(ticket) && (terms.refund?.amountMinor ?? 0) < whole();
      const agreed = {
        ...(on ? granted(ticket) : {}),
        ...compensated(input),
        ...terms,
        ...(refundOnly && !asTheyCame ? { refundOnly } : {}),
        ...(asTheyCame ? { asTheyCame } : {}),
      };
      const gone = orShipBack && ticket.goodsWithMerchant && !holds ? { goodsWithMerchant: false } : {};
      return { agreed, proposal: null, ...gone };
    },
    terms: (ticket, { on }) => on && granted(ticket),
  },
  'refund-goods': {
    apply: ({ ticket, remaining }) => {
      const { amountMinor, currency } = remaining().refund;
      const refund = { amountMinor: Math.min(amountMinor, fullRefund(ticket)), currency };
      return { agreed: { ...awardedTerms(ticket.agreed), refund } };
    },
  },
  receive: {
    apply({ ticket, fields, limits }) {
      const lines = (fields[RECEIPT] ?? []) as readonly ReceiptLine[];
      const here = ticket.goodsWithMerchant ? {} : { goodsWithMerchant: true };
      if (lines.length === 0) return { ...here, ...(ticket.receipt ? { receipt: null } : {}) };
      const rule = limits?.[RECEIPT] ?? {};
      const verdict = judgeReceipt(lines, rule);
      return {
        ...here,
        receipt: lines.map((line) => ({ ...line, withheldPermille: rule.withheld?.[line.state] ?? 0 })),
        ...(verdict.outcome === 'as-agreed' ? {} : { declinedFrom: 'awaiting-receipt' as const }),
        ...(verdict.outcome === 'proposed'
          ? { proposal: { refund: verdict.refund, ...(fields['text'] ? { text: text(fields['text']) } : {}) } }
          : {}),
      };
    },
  },
  'nothing-came': { apply: () => ({ goodsWithMerchant: false }) },
  'report-missing': {
    apply: ({ ticket }) => ({
      receipt: chosenIn(ticket.request).map((line) => ({ ...line, state: 'missing', withheldPermille: 1000 })),
      declinedFrom: ticket.workflow,
    }),
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
  charge: {
    apply: ({ fields: { charge } }) => (isMoney(charge) ? { agreed: { charge } } : {}),
  },
  collect: {
    apply: ({ ticket }) => {
      const { order, collected } = ticket;
      const owed = balanceOf(ticket);
      if (owed <= 0) return {};
      const { currency } = order.items[0].paid;
      return { collected: { amountMinor: (collected?.amountMinor ?? 0) + owed, currency } };
    },
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
      return what === 'goods'
        ? { goodsWithMerchant: false, outgoing: { ...shipment, ownGoods: true } }
        : { outgoing: shipment };
    },
  },
  'owe-goods': {
    apply: ({ ticket }, { ending }) => {
      const { returnAddress } = ticket.agreed ?? {};
      return {
        agreed: {
          ...(returnAddress ? { returnAddress } : {}),
          ...awardedTerms(ticket.agreed),
          asTheyCame: true,
          ...(ending ? { ending } : {}),
        },
        proposal: null,
      };
    },
  },
  'redirect-order': {
    apply: ({ ticket: { order, request }, now }, { to }) => {
      const address = request[to];
      if (typeof address !== 'object' || !('street' in address)) return {};
      return orderChange(order, redirectOrder(order, address, now));
    },
  },
  rule: { apply: (input, { for: favours }) => ({ rulings: [...input.ticket.rulings, ruling(input, favours)] }) },
  'correct-parcel': {
    apply: ({ ticket, fields }, { of }) => {
      const parcel = ticket[of];
      const corrected = { carrier: text(fields['carrier']), trackingNumber: text(fields['trackingNumber']) };
      return parcel ? { [of]: { ...parcel, ...corrected } } : {};
    },
    replaces: (ticket, { of }) => {
      const { carrier, trackingNumber } = ticket[of] ?? {};
      return { carrier, trackingNumber };
    },
  },
  'correct-return-address': {
    apply: ({ ticket, fields }) => ({ agreed: { ...ticket.agreed, ...termsFrom(fields) } }),
    replaces: ({ agreed }) => ({ returnAddress: agreed?.returnAddress }),
  },
  'correct-request': {
    apply: ({ ticket, fields }) => ({ request: { ...ticket.request, ...fields } }),
    replaces: ({ request }, _, fields) =>
      Object.fromEntries(Object.keys(fields).map((key) => [key, ownMember(request, key)])),
  },
  proof: {
    apply: ({ ticket, fields, now }, { answer }) => ({
      proof: answer && ticket.proof ? { ...ticket.proof, answer } : { atMs: now, text: text(fields['text']) },
    }),
  },
  appeal: {
    apply: ({ ticket, fields, actor, now }, { evidence }) => {
      const party = actor.party === 'merchant' ? 'merchant' : 'buyer';
      return {
        appeal: { party, atMs: now },
        ...(evidence ? { evidence: [...ticket.evidence, { party, atMs: now, text: text(fields['text']) }] } : {}),
      };
    },
  },
  uphold: { apply: ({ ticket: { appeal }, now }) => (appeal ? { appeal: { ...appeal, upheldAtMs: now } } : {}) },
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
  transfer: {
    apply: ({ fields, now, policy, colleagues = [] }) => {
      const to = colleagues.find(({ accountId }) => accountId === fields['to']);
      return to ? { claim: { ...to, untilMs: now + policy.claimLeaseMs } } : {};
    },
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
    apply: (input) => {
      const decision = reported(input);
      return decision.ok ? orderChange(input.ticket.order, decision.value.order) : {};
    },
    refuses: (input) => {
      const decision = reported(input);
      return decision.ok ? undefined : decision.error;
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

/** Returns the values that a correction replaces, if the effects are one. */
export function replacedBy(effects: readonly Effect[], ticket: Ticket, fields: FieldValues): FieldValues | undefined {
  for (const effect of effects) {
    const replaced = ruleOf(effect.effect).replaces?.(ticket, effect, fields);
    if (replaced) return Object.fromEntries(Object.entries(replaced).filter(([, value]) => value !== undefined));
  }
  return undefined;
}

/** Returns why an effect refuses the command. */
export function refusalOf(
  { effect }: Effect,
  input: Pick<EffectInput, 'ticket' | 'fields' | 'now'>,
): OrderRefusal | undefined {
  return EFFECTS[effect].refuses?.(input);
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
export function termsOfEffect(effect: Effect, ticket: Ticket): Terms {
  return ruleOf(effect.effect).terms?.(ticket, effect) ?? {};
}
