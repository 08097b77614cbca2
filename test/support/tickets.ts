import {
  BUILT_IN_COMMITMENTS,
  builtInTypes,
  DEFAULT_POLICY,
  type Order,
  type Party,
  PERMISSIONS,
  type Policy,
  type TicketType,
} from '@sidecard/core';
import {
  type Actor,
  type Command,
  type CreateTicket,
  decide,
  decideCreate,
  type DecideContext,
  evolve,
  indexTypes,
  INTERVENTION_DEADLINES,
  paidFor,
  SETTLE_DEADLINE,
  type Refusal,
  type Ticket,
  type TicketEvent,
} from '@sidecard/core/authoring';

/** The deadlines that a type does not have in common with all others. */
export function ownDeadlines({ deadlines }: TicketType): TicketType['deadlines'] {
  const common = { ...INTERVENTION_DEADLINES, ...SETTLE_DEADLINE };
  return Object.fromEntries(Object.entries(deadlines).filter(([key]) => !Object.hasOwn(common, key)));
}

/** Midnight UTC of 1 July 2026: when the tests' world begins. */
export const START_MS = Date.UTC(2026, 6, 1);

export const ORDER: Order = {
  id: '2607011633848817',
  buyer: { id: 'buyer-he', name: 'He Yiqing' },
  conversationId: 'conversation-he',
  items: [
    {
      id: 'mug',
      title: 'Fog-blue handmade mug',
      options: 'Fog blue · 350 ml',
      quantity: 2,
      paid: { amountMinor: 25_800, currency: 'CNY' },
    },
    { id: 'box', title: 'Gift box', quantity: 1, paid: { amountMinor: 1_999, currency: 'CNY' } },
  ],
  paidAtMs: START_MS - 5 * 86_400_000,
  shippedAtMs: START_MS - 4 * 86_400_000,
  signedAtMs: START_MS - 86_400_000,
  // it left half a day late
  promised: { shipByMs: START_MS - 4.5 * 86_400_000 },
  shipTo: { name: 'He Yiqing', phone: '13812342716', region: 'Zhejiang Hangzhou Xihu', street: '8 Longjing Road' },
};

export const RETURN_ADDRESS = {
  name: 'Wang',
  phone: '13912348817',
  region: 'Jiangxi Jingdezhen',
  street: '8 Taoyang Road',
};

export const POLICY: Policy = {
  ...DEFAULT_POLICY,
  returnAddresses: [RETURN_ADDRESS],
  permissionGuideUrl: 'https://shop.example/guide',
  // The shop publishes what it withholds for damaged goods.
  afterSales: { ...DEFAULT_POLICY.afterSales, withholdPermille: { damaged: 300 } },
  commitments: BUILT_IN_COMMITMENTS.filter(({ key }) => key === 'consumer-protection' || key === 'ship-by'),
};

/** Somebody of a party, with every permission unless told otherwise. */
export function actor(party: Party, change: Partial<Actor> = {}): Actor {
  const permissions = party === 'merchant' ? PERMISSIONS : [];
  return { party, accountId: `${party}-1`, name: `A ${party}`, permissions, ...change };
}

const TYPES = indexTypes(builtInTypes);

/** A context whose ids count up, at a moment. */
export function contextAt(now: number, change: Partial<DecideContext> = {}): DecideContext {
  let id = 0;
  return {
    now,
    types: TYPES,
    policy: POLICY,
    related: [],
    newId: () => `id-${now}-${++id}`,
    ...change,
  };
}

/** The request of a return of both mugs. */
export const REQUEST: CreateTicket['request'] = {
  items: [{ itemId: 'mug', quantity: 2 }],
  refundOnly: false,
  reason: 'damaged',
  amount: { amountMinor: 25_800, currency: 'CNY' },
  text: 'The box was crushed; one rim is chipped.',
};

/** Who opens tickets of a type: the buyer, unless they are the shop's alone. */
export function openerOf(type: TicketType | undefined): Actor {
  const { id: accountId, name } = ORDER.buyer;
  const { openedBy: [first, ...others] = ['buyer'] } = type ?? {};
  return first && first !== 'buyer' && !others.includes('buyer') ? actor(first) : actor('buyer', { accountId, name });
}

/** A new return-refund ticket, and the event that made it. */
export function created(
  change: Partial<CreateTicket> = {},
  context = contextAt(START_MS),
): { ticket: Ticket; events: TicketEvent[] } {
  const command: CreateTicket = {
    type: 'return-refund',
    merchantId: 'shop-1',
    order: ORDER,
    request: REQUEST,
    locale: 'en',
    ...change,
  };
  const decision = decideCreate(command, openerOf(context.types.get(command.type)), {
    ...context,
    number: '2607-0001',
  });
  if (!decision.ok) throw new Error(`not created: ${JSON.stringify(decision.error)}`);
  return { ticket: fold(undefined, decision.value), events: [...decision.value] };
}

export function fold(ticket: Ticket | undefined, events: readonly TicketEvent[]): Ticket {
  const result = events.reduce<Ticket | undefined>(evolve, ticket);
  if (!result) throw new Error('no events to fold');
  return result;
}

/** Another ticket of the order, that has taken all the money there was. */
export const SPENT: Ticket = {
  ...created().ticket,
  id: 'spent',
  workflow: 'resolved',
  ending: 'met',
  settlement: 'succeeded',
  agreed: {
    refund: paidFor(ORDER),
    postage: { amountMinor: POLICY.caps.postageMinor, currency: 'CNY' },
    compensation: { amountMinor: POLICY.caps.compensationMinor, currency: 'CNY' },
    goodwill: { amountMinor: POLICY.caps.goodwillMinor ?? 0, currency: 'CNY' },
  },
};

/** Does a command that must succeed. A move gets the present version. */
export function act(ticket: Ticket, command: Command, by: Actor, context = contextAt(START_MS)): Ticket {
  const decision = decide(ticket, { version: ticket.version, ...command }, by, context);
  if (!decision.ok) throw new Error(`${command.command}: ${JSON.stringify(decision.error)}`);
  return fold(ticket, decision.value);
}

/** Lets a deadline run out. */
export function expire(ticket: Ticket, key: string): Ticket {
  const due = ticket.deadlines.find((deadline) => deadline.key === key);
  if (!due) throw new Error(`no deadline ${key} runs`);
  return act(ticket, { command: 'expire', choice: key }, actor('system'), contextAt(due.dueAtMs));
}

/** A ticket that the merchant declined and the buyer brought to the platform. */
export function intervening(): Ticket {
  const declined = act(
    created().ticket,
    { command: 'decline', fields: { reason: 'evidence-insufficient', text: 'We cannot see where it broke.' } },
    actor('merchant'),
  );
  return act(declined, { command: 'escalate' }, actor('buyer'));
}

/** A refusal of the merchant's, as a command. */
export const DECLINE: Command = {
  command: 'decline',
  fields: { reason: 'evidence-insufficient', text: 'We cannot see where it broke.' },
};

/** What a command is answered with: why it is refused, or `accepted`. A move gets the present version. */
export function refusal(
  command: Command,
  by = actor('merchant'),
  ticket = created().ticket,
  context = contextAt(START_MS),
): Refusal | 'accepted' {
  const decision = decide(ticket, { version: ticket.version, ...command }, by, context);
  return decision.ok ? 'accepted' : decision.error;
}
