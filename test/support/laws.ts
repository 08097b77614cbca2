import { isDeepStrictEqual } from 'node:util';
import {
  type ItemQuantity,
  type Money,
  type Order,
  type Permission,
  PERMISSIONS,
  type TicketType,
} from '@sidecard/core';
import {
  abstractState,
  COMMON_COMMANDS,
  decide,
  type DecideContext,
  decideCreate,
  evolve,
  paidForItems,
  transitionKey,
  actionsFor,
  type Ticket,
} from '@sidecard/core/authoring';
import { arrangeActions, isOpen, moveOf } from '@sidecard/core/wire';
import { LATE, orderFor, requestsFor } from './requests.ts';
import { actor, openerOf, ownDeadlines, SPENT, START_MS } from './tickets.ts';
import { applies, type Attempt, attempts, attemptsAt, emptyAttempt, type Step, type Walk } from './walk.ts';
import { paidWorldOf, plainWorldsOf, usualWorldOf, type World, worldOf } from './worlds.ts';

const isUpheld = ({ command, choice }: Step['command']) => command === 'rule' && choice === 'upheld';

/** What holds of every type's tickets. It gives what breaks it, in words; nothing is well. */
export type Law = (world: World) => readonly string[];

const named = ({ from, command, by, to }: Step) =>
  `${from} --${command.command} ${command.choice ?? ''} · ${by}--> ${to}`;
const open = ({ states }: Walk) => [...states].filter(([, ticket]) => isOpen(ticket.workflow));
const keysOf = (states: readonly (readonly [string, Ticket])[]) => states.map(([key]) => key);
/** Of each walk what it finds broken. */
const everywhere =
  (broken: (walked: Walk, type: TicketType) => readonly string[]): Law =>
  ({ type, usual, homeless, spent }) =>
    [...new Set([usual, homeless, spent])].flatMap((walked) => broken(walked, type));
const stepsIn = (broken: (step: Step) => boolean): Law => everywhere(({ steps }) => steps.filter(broken).map(named));
const openIn = (broken: (ticket: Ticket) => boolean): Law =>
  everywhere((walked) => keysOf(open(walked).filter(([, ticket]) => broken(ticket))));

const group = (steps: readonly Step[]) => groupBy(steps, ({ from }) => from);
function groupBy<Key>(steps: readonly Step[], keyOf: (step: Step) => Key): ReadonlyMap<Key, readonly Step[]> {
  const groups = new Map<Key, Step[]>();
  for (const step of steps) {
    const known = groups.get(keyOf(step));
    if (known) known.push(step);
    else groups.set(keyOf(step), [step]);
  }
  return groups;
}

/** States from which steps lead back to where they began. */
function circles(steps: readonly Step[]): readonly string[] {
  const next = group(steps.filter(({ from, to }) => from !== to));
  return [...next.keys()].filter((start) => {
    const seen = new Set<string>();
    const ahead = (next.get(start) ?? []).map(({ to }) => to);
    for (let key = ahead.pop(); key !== undefined; key = ahead.pop()) {
      if (key === start) return true;
      if (!seen.has(key)) ahead.push(...(next.get(key) ?? []).map(({ to }) => to));
      seen.add(key);
    }
    return false;
  });
}

/** What ends the case must pay: what was agreed when the request was met, and what was awarded unless the merchant was right. */
function owes({ workflow, ending, agreed = {} }: Ticket): boolean {
  const { refund = agreed.differenceBack, postage, compensation, goodwill } = agreed;
  const due =
    workflow === 'resolved'
      ? [refund, postage, compensation, goodwill]
      : ending === 'ruled-for-merchant'
        ? []
        : [compensation];
  return due.some((money) => money !== undefined && money.amountMinor > 0);
}

/** What the buyer owes the merchant, less what was paid: a closed case keeps only what a ruling charged. */
export function balance({ workflow, agreed = {}, collected }: Ticket): number {
  const agreedOn = (agreed.fee?.amountMinor ?? 0) + (agreed.difference?.amountMinor ?? 0);
  return (workflow === 'closed' ? 0 : agreedOn) + (agreed.charge?.amountMinor ?? 0) - (collected?.amountMinor ?? 0);
}

/** The ticket before a step, of the pieces that the step is about. */
function keptOf({ before, opened, events: [first] }: Pick<Step, 'before' | 'events'> & { opened?: Ticket }): Ticket {
  return opened?.splitFrom && first ? evolve(before, first) : before;
}

/** The case ends, the merchant has the goods, and the buyer got neither others for them nor what they are worth. */
export function keepsGoods(step: Step, { pieces }: TicketType, related: readonly Ticket[] = []): boolean {
  const { by, command, after } = step;
  const before = keptOf(step);
  const { workflow, goodsWithMerchant, agreed, outgoing, order, request } = after;
  if (isOpen(workflow) || !isOpen(before.workflow) || !goodsWithMerchant) return false;
  if (pieces === 'replaced' && outgoing && !outgoing.ownGoods && !agreed?.asTheyCame) return false;
  if (workflow === 'closed' || !agreed?.refund) return true;
  // Both sides have agreed on the sum.
  if (by !== 'staff' || command.choice === 'mediated') return false;
  const items = request['items'] as ItemQuantity[];
  const promised = amountOf(before.agreed?.refund);
  // The shop's published rules withhold a part for the state of the goods. All pieces of these tickets cost the same.
  const count = items.reduce((sum, { quantity }) => sum + quantity, 0);
  const withheld = (after.receipt ?? []).reduce(
    (sum, { quantity, withheldPermille }) => sum + (promised * quantity * withheldPermille) / count / 1000,
    0,
  );
  const worth = [
    paidForItems(order, items),
    amountOf(request['amount']),
    promised === Infinity ? promised : Math.floor(promised - withheld),
  ];
  return agreed.refund.amountMinor + refundedBefore(order, related) < Math.min(...worth);
}
/** What was refunded for the order by other tickets, or outside Sidecard: the goods may have been paid by it. */
function refundedBefore({ items, refundedElsewhere }: Order, related: readonly Ticket[]): number {
  const amounts = [refundedElsewhere, ...items.map((line) => line.refundedElsewhere)];
  const others = related.flatMap(({ workflow, agreed }) => (workflow === 'closed' ? [] : [agreed?.refund]));
  return [...amounts, ...others].reduce((sum, money) => sum + (money?.amountMinor ?? 0), 0);
}
const amountOf = (value: unknown): number => (value as { amountMinor?: number } | undefined)?.amountMinor ?? Infinity;

/** The receipt says of all pieces that they did not come. */
function cameEmpty({ goodsWithMerchant, receipt = [], request }: Ticket): boolean {
  const absent = receipt.filter(({ state }) => state === 'empty' || state === 'missing');
  const count = (all: readonly { readonly quantity: number }[]) => all.reduce((sum, { quantity }) => sum + quantity, 0);
  return goodsWithMerchant && absent.length > 0 && count(absent) >= count(request['items'] as ItemQuantity[]);
}

const MONEY = ['refund', 'postage', 'compensation', 'fee'] as const;
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

const COMMANDS_OF = [
  ['buyer', 'buyer'],
  ['handlers', 'merchant'],
  ['staff', 'staff'],
] as const;

const nameOf = ({ command, choice = '' }: { command: string; choice?: string }) => `${command}/${choice}`;

type Actions = ReturnType<typeof actionsFor>;
/** Two laws ask what each audience is offered, of the same tickets. */
const offers = new WeakMap<Ticket, Map<string, Actions>>();
function actionsAt(ticket: Ticket, audience: (typeof COMMANDS_OF)[number][0], walked: Walk): Actions {
  const all = offers.get(ticket) ?? new Map<string, Actions>();
  offers.set(ticket, all);
  const actions = all.get(audience) ?? actionsFor(ticket, audience, walked.contextAt(ticket.updatedAtMs));
  all.set(audience, actions);
  return actions;
}

type Best = Attempt & { readonly accepted: boolean };
/** Two laws ask for them, of the same tickets. */
const known = new WeakMap<Ticket, readonly Best[]>();
function bestAttempts(type: TicketType, ticket: Ticket, walked: Walk): readonly Best[] {
  const all =
    known.get(ticket) ??
    findBestAttempts(type, ticket, walked.contextAt(ticket.updatedAtMs), takenOf(walked).get(ticket) ?? []);
  known.set(ticket, all);
  return all;
}

/** What was accepted in a walk, by the ticket as it stood. */
const taken = new WeakMap<Walk, ReadonlyMap<Ticket, readonly Step[]>>();
function takenOf(walked: Walk): ReadonlyMap<Ticket, readonly Step[]> {
  const all = taken.get(walked) ?? groupBy(walked.steps, ({ before }) => before);
  taken.set(walked, all);
  return all;
}

/** For each command and choice of people the first attempt that is accepted, else the last. */
function findBestAttempts(
  type: TicketType,
  ticket: Ticket,
  context: DecideContext,
  steps: readonly Step[],
): readonly Best[] {
  const best = new Map<string, Best>();
  for (const { transition, command, by } of steps) {
    const name = `${by} ${nameOf(command)}`;
    if (by === 'system' || best.has(name)) continue;
    best.set(name, { transition, command, by: actor(by), now: ticket.updatedAtMs, accepted: true });
  }
  for (const row of type.transitions) {
    const name = `${row.by} ${nameOf(row)}`;
    const known = best.get(name);
    if (row.by === 'system' || known?.accepted) continue;
    if (applies(row, type, ticket, context.policy)) {
      for (const attempt of attemptsAt(row, type, ticket, context)) {
        const accepted = decide(ticket, attempt.command, attempt.by, context).ok;
        best.set(name, { ...attempt, accepted });
        if (accepted) break;
      }
    } else if (!known) best.set(name, { ...emptyAttempt(row, ticket), accepted: false });
  }
  // Where no row applies, an empty form must not be what is wrong.
  return [...best.values()].map((one) =>
    one.command.fields || one.accepted ? one : { ...one, accepted: isTaken(one, ticket, context) },
  );
}

function isTaken({ command, by }: Attempt, ticket: Ticket, context: DecideContext): boolean {
  const decision = decide(ticket, command, by, context);
  return decision.ok || decision.error.code === 'field-invalid';
}

/** The first state of each kind. */
function unlike(states: ReadonlyMap<string, Ticket>, kindOf: (ticket: Ticket) => string) {
  const kinds = new Map<string, readonly [string, Ticket]>();
  for (const state of states) {
    const kind = kindOf(state[1]);
    if (!kinds.has(kind)) kinds.set(kind, state);
  }
  return [...kinds.values()];
}

const AGAINST = ['declined', 'proposal-rejected', 'withdrawn', 'ruled'];
/** The step refuses, fails, gives up or rules. What a receipt says of the goods can lead to a refusal: the shop's published rules refuse then. */
function isAgainstIt({ command, before, after, events }: Step): boolean {
  const refused = after.workflow === 'declined' && before.workflow !== 'declined';
  return (
    (refused && command.fields?.['receipt'] === undefined) ||
    command.choice === 'failed' ||
    events.some(({ kind }) => AGAINST.includes(kind))
  );
}

/** The promises that several tickets of an order pay: none may be. */
export function paidTwice(tickets: readonly Ticket[]): readonly string[] {
  const paying = tickets.filter(({ agreed, ending }) => agreed?.compensation && ending !== 'ruled-for-merchant');
  const keys = paying.flatMap(({ agreed }) => agreed?.commitment ?? []);
  return keys.filter((key, index) => keys.indexOf(key) < index);
}

/** Another ticket of the order, which pays what was promised for the late dispatch. */
const PAID: Ticket = {
  ...SPENT,
  id: 'paid',
  agreed: { compensation: { amountMinor: 100, currency: 'CNY' }, commitment: LATE.commitment },
};

/** The laws. Each is put to every type in `walk.test.ts`, and seen to fail in `laws.test.ts`. */
export const LAWS = {
  /** Each row is taken, and a type's own row from each state that it names. */
  'every row is reached': ({ type, usual, homeless, spent }) => {
    const steps = [usual, homeless, spent].flatMap((walked) => walked.steps);
    const taken = new Set(
      steps.map(({ transition, before }) => `${transitionKey(transition)} from ${before.workflow}`),
    );
    const named = new Set(steps.map(({ transition }) => transitionKey(transition)));
    return type.transitions.flatMap((transition) => {
      const key = transitionKey(transition);
      if (!named.has(key)) return key;
      const from = typeof transition.from === 'string' ? [transition.from] : transition.from;
      // A ruling may come anywhere.
      return COMMON_COMMANDS.has(transition.command) || transition.command === 'rule'
        ? []
        : from.map((one) => `${key} from ${one}`).filter((one) => !taken.has(one));
    });
  },
  'an end can be reached': everywhere(({ states, steps }) => {
    const ending = new Set([...states].filter(([, ticket]) => !isOpen(ticket.workflow)).map(([key]) => key));
    for (let grown = true; grown;) {
      const before = ending.size;
      for (const { from, to } of steps) if (ending.has(to)) ending.add(from);
      grown = ending.size > before;
    }
    return [...states.keys()].filter((key) => !ending.has(key));
  }),
  'ends are final': stepsIn(
    ({ before, after }) =>
      !isOpen(before.workflow) && (after.workflow !== before.workflow || after.ending !== before.ending),
  ),
  'timers alone run in no circle': everywhere(({ steps }) => circles(steps.filter(({ by }) => by === 'system'))),
  /** Neither by going round, nor by beginning its own time anew. */
  'no side can put the end off alone': everywhere(({ steps }) =>
    (['merchant', 'buyer'] as const).flatMap((side) => [
      ...circles(steps.filter(({ by }) => by === 'system' || by === side)),
      ...steps
        .filter(
          ({ by, from, to, before, after }) =>
            by === side &&
            from === to &&
            after.deadlines.some((deadline) => {
              const was = before.deadlines.find(({ key }) => key === deadline.key);
              // A step takes no time in the walk, so a deadline that starts again is another one with the same end.
              return deadline.of !== 'staff' && was && deadline !== was && deadline.dueAtMs >= was.dueAtMs;
            }),
        )
        .map(named),
    ]),
  ),
  /** A timer of buyer or merchant runs that really does something, or the platform owes the next step. */
  'silence holds nothing': everywhere((walked) => {
    const stepsFrom = group(walked.steps);
    return keysOf(
      open(walked).filter(([key, ticket]) => {
        const moved = (stepsFrom.get(key) ?? []).some(({ by, to }) => by === 'system' && to !== key);
        return ticket.intervention === 'none' && !moved;
      }),
    );
  }),
  /** Escalation takes the workflow's clock away, and leaving it starts a fresh one. */
  'one clock of the workflow runs, and none while the platform is on it': ({ type, ...world }) =>
    openIn(({ intervention, deadlines }) => {
      const own = deadlines.filter(({ key }) => Object.hasOwn(ownDeadlines(type), key));
      return own.length !== (intervention === 'none' ? 1 : 0);
    })({ type, ...world }),
  /** Or pays what was promised, where that needs no negotiation (R30). */
  /** Or pays, where the shop has published that it does. */
  'the merchant’s silence brings the platform in': everywhere((walked, type) => {
    const stepsFrom = group(walked.steps);
    return keysOf(
      open(walked).filter(
        ([key, { workflow, intervention }]) =>
          workflow === 'awaiting-merchant' &&
          intervention === 'none' &&
          !(stepsFrom.get(key) ?? []).some(
            ({ command, after }) =>
              command.choice === type.firstDeadline && (after.intervention === 'requested' || after.ending === 'met'),
          ),
      ),
    );
  }),
  /** Whatever was said or done: nobody waits for what has happened. */
  'a case that urges the shipping ends with it': everywhere((walked, { key: type }) =>
    keysOf(open(walked).filter(([, { order }]) => type === 'shipment-urging' && order.shippedAtMs !== undefined)),
  ),
  'a promised day that has passed is late, not met': stepsIn(
    ({ command: { choice }, after }) => choice === 'promised-day' && after.intervention !== 'requested',
  ),
  'whoever was refused can call the platform': everywhere((walked) => {
    const stepsFrom = group(walked.steps);
    return keysOf(
      open(walked).filter(
        ([key, { workflow, intervention }]) =>
          workflow === 'declined' &&
          intervention === 'none' &&
          !(stepsFrom.get(key) ?? []).some(({ by, after }) => by === 'buyer' && after.intervention === 'requested'),
      ),
    );
  }),
  /** Moves of the two sides that change the case end the intervention, or are the two halves of a proposal. */
  'while the platform is on it, only what ends the quarrel is taken': stepsIn(
    ({ by, transition, before, after }) =>
      (by === 'merchant' || by === 'buyer') &&
      !transition.unversioned &&
      transition.command !== 'submit-evidence' &&
      isOpen(before.workflow) &&
      before.intervention !== 'none' &&
      after.intervention !== 'none' &&
      !(after.workflow === 'awaiting-buyer' || (before.workflow === 'awaiting-buyer' && after.workflow === 'declined')),
  ),
  /** Whose turn it was can still end the quarrel. */
  'each side can give in while the platform is on it': ({ usual, homeless }) =>
    [usual, homeless].flatMap((walked) => {
      const stepsFrom = group(walked.steps);
      const side = (ticket: Ticket) =>
        ticket.workflow === 'declined' ? 'merchant' : moveOf({ ...ticket, intervention: 'none' });
      return keysOf(
        open(walked).filter(
          ([key, ticket]) =>
            ticket.intervention !== 'none' &&
            !(stepsFrom.get(key) ?? []).some(({ by, after }) => by === side(ticket) && after.intervention === 'none'),
        ),
      );
    }),
  'the platform can always rule': everywhere((walked) => {
    const stepsFrom = group(walked.steps);
    return keysOf(
      open(walked).filter(
        ([key, { intervention }]) =>
          (intervention === 'reviewing' || intervention === 'collecting-evidence') &&
          !(stepsFrom.get(key) ?? []).some(({ command }) => command.command === 'rule'),
      ),
    );
  }),
  /** Nobody appeals twice, and the ruling after an appeal leaves at most goods to be sent home, or is the first one again. */
  'a ruling is appealed once, and the next one is final': stepsIn(
    ({ command, before, after }) =>
      before.appeal !== undefined &&
      ((!isUpheld(command) && after.appeal !== before.appeal) ||
        (command.command === 'rule' &&
          !isUpheld(command) &&
          isOpen(after.workflow) &&
          after.agreed?.asTheyCame !== true)),
  ),
  'a ruling that is upheld is carried out as it was': stepsIn(
    ({ command, before, after }) =>
      isUpheld(command) &&
      isOpen(after.workflow) &&
      !(
        after.workflow === before.workflow &&
        after.intervention === 'none' &&
        after.deadlines.length === 1 &&
        isDeepStrictEqual([after.agreed, after.rulings], [before.agreed, before.rulings])
      ),
  ),
  /** Only goods that go home may come after it. */
  'the second ruling ends it': stepsIn(
    ({ after: { workflow, rulings, agreed } }) =>
      rulings.length > 2 || (rulings.length === 2 && isOpen(workflow) && agreed?.asTheyCame !== true),
  ),
  /** In every state where nothing has been sent and nothing is being done, and nowhere else. The merchant's own appeal is the merchant's. */
  'the buyer can withdraw until something is sent': everywhere((walked, { without }) => {
    const stepsFrom = group(walked.steps);
    const before = ['awaiting-merchant', 'awaiting-buyer', 'awaiting-return', 'declined'];
    return keysOf(
      open(walked).filter(([key, { workflow, goodsWithMerchant, outgoing, appeal, receipt = [] }]) => {
        if (without?.includes('withdraw') && appeal?.party === 'merchant') return false;
        const came = goodsWithMerchant && (receipt.length === 0 || receipt.some(({ state }) => state !== 'missing'));
        // The buyer's own goods have been home, and come back.
        const out = outgoing && !(goodsWithMerchant && outgoing.ownGoods);
        const may = before.includes(workflow) && !came && !out;
        const does = (stepsFrom.get(key) ?? []).some(
          ({ command, after }) => command.command === 'withdraw' && !isOpen(after.workflow),
        );
        return may !== does;
      }),
    );
  }),
  'nobody is asked to send goods to nowhere': openIn(
    ({ workflow, agreed }) => workflow === 'awaiting-return' && !agreed?.returnAddress,
  ),
  /** The case is not left alone while the merchant holds the buyer's goods, unless the platform says so. */
  'the buyer is not robbed of goods': stepsIn(
    ({ after }) => after.goodsWithMerchant && ['lapsed', 'withdrawn', 'not-met'].includes(after.ending ?? ''),
  ),
  /** [R47] A ruling either has them refunded in whole, or has them go home. */
  'goods never stay with the merchant for nothing': everywhere((walked, type) =>
    walked.steps.filter((step) => keepsGoods(step, type)).map(named),
  ),
  /** Nor while the merchant's parcel is out and nothing came for it. */
  'the merchant is not robbed of a parcel': everywhere((walked, { pieces }) =>
    walked.steps
      .filter(
        ({ after }) =>
          after.outgoing !== undefined &&
          !after.outgoing.ownGoods &&
          !after.goodsWithMerchant &&
          // The parcel of these types is the buyer's own.
          pieces !== 'refunded' &&
          pieces !== 'repaired' &&
          after.agreed?.asTheyCame !== true &&
          ['lapsed', 'withdrawn', 'not-met'].includes(after.ending ?? ''),
      )
      .map(named),
  ),
  /** Unless a ruling says so, or has to have what was sent replaced. A corrected number is of the same parcel. */
  'the merchant sends no second parcel for the same goods': stepsIn(
    ({ by, transition, before, after }) =>
      !(transition.event === 'corrected' && after.outgoing?.atMs === before.outgoing?.atMs) &&
      by !== 'staff' &&
      before.outgoing !== undefined &&
      after.outgoing !== before.outgoing &&
      before.rulings.length === 0,
  ),
  'what was agreed is paid, and nothing else': stepsIn(
    ({ after }) =>
      (after.settlement === 'none') ===
      ((isOpen(after.workflow) ? balance(after) > 0 : owes(after) || balance(after) !== 0) ||
        after.collected !== undefined),
  ),
  /** With another ticket of the order that pays it, neither a claim can be opened nor a ruling award it. */
  'each promise is paid at most once': ({ type, usual }) => {
    const context = { ...usual.contextAt(START_MS), related: [PAID], number: '2607-0002' };
    const opened = requestsFor(type)
      .filter(({ commitment }) => commitment === LATE.commitment)
      .filter((request) => {
        const order = orderFor(type);
        const command = { type: type.key, merchantId: 'shop-1', order, request, locale: 'en' };
        return decideCreate(command, openerOf(type), context).ok;
      })
      .map(() => 'a claim is opened');
    const compensation = { amountMinor: 1, currency: 'CNY' };
    const ruled = open(usual)
      .filter(([, { intervention }]) => intervention === 'reviewing')
      .flatMap(([key, ticket]) =>
        [...attempts(type, ticket, usual.contextAt(ticket.updatedAtMs))]
          .filter(({ command: { command, fields = {} } }) => command === 'rule' && fields['compensation'] !== undefined)
          .filter(({ command, by, now }) => {
            const fields = { ...command.fields, compensation, commitment: LATE.commitment };
            return decide(ticket, { ...command, fields }, by, { ...usual.contextAt(now), related: [PAID] }).ok;
          })
          .map(({ command }) => `${key}: rule ${command.choice ?? ''}`),
      );
    return [...opened, ...ruled];
  },
  /** Whoever owes the next step has a time for it, the host with a payment too. */
  'a payment that is owed has a deadline': stepsIn(({ after: { settlement, deadlines } }) => {
    const owed = settlement === 'pending' || settlement === 'failed';
    return owed !== deadlines.some(({ key }) => key === 'settle' || key === 'payment');
  }),
  /** Work is done, goods are sent and cases are closed on what was paid, not on what was promised. */
  'the merchant goes on once the buyer has paid': stepsIn(
    ({ before, after }) =>
      isOpen(after.workflow) &&
      balance(after) > 0 &&
      (after.workflow !== 'awaiting-buyer' || after.outgoing !== before.outgoing),
  ),
  'who keeps the goods and their replacement pays for them, and nobody else': stepsIn(
    ({ by, command, before, after: { workflow, agreed, outgoing, goodsWithMerchant } }) => {
      const both = outgoing !== undefined && outgoing.ownGoods !== true && !goodsWithMerchant;
      const kept = before.workflow === 'awaiting-return' || cameEmpty(before);
      const ruled = by === 'staff' && command.choice === 'for-merchant' && kept;
      return isOpen(before.workflow) && !isOpen(workflow) && (agreed?.charge !== undefined) !== (both && ruled);
    },
  ),
  'only a ruling takes back what a ruling awarded': stepsIn(
    ({ command, before, after }) =>
      command.command !== 'rule' && before.agreed?.compensation !== undefined && !after.agreed?.compensation,
  ),
  'a fee is for work that is done': stepsIn(
    ({ after: { agreed } }) => agreed?.fee !== undefined && (agreed.refund !== undefined || agreed.asTheyCame === true),
  ),
  /** [R48] The pieces that a decision is not about go on as they were, in a case that can be decided in turn. */
  'a split leaves the other pieces as they were': everywhere(({ states, steps }) =>
    steps
      .filter(({ opened, before }) => {
        if (!opened?.splitFrom) return false;
        const { agreed: { compensation: _, ...agreed } = {}, ...rest } = before;
        const expected = abstractState(before.agreed ? { ...rest, agreed } : rest);
        const [link, ...others] = opened.links ?? [];
        const tied = link?.ticketId === before.id && others.length === 0 && opened.version === 1;
        const state = abstractState(opened);
        return state !== expected || !states.has(state) || !tied || !same(opened.deadlines, before.deadlines);
      })
      .map(named),
  ),
  /** [R48] Each piece is in one case, and the two cases ask for and promise what the one did. */
  'a split shares out pieces and money': stepsIn(({ opened, before, ...step }) => {
    if (!opened?.splitFrom) return false;
    const both = [keptOf({ before, opened, ...step }), opened];
    const sum = (of: (ticket: Ticket) => Money | undefined) =>
      both.reduce((total, ticket) => total + (of(ticket)?.amountMinor ?? 0), 0) - (of(before)?.amountMinor ?? 0);
    const pieces = (ticket: Ticket) => (ticket.request['items'] as ItemQuantity[]).map(({ quantity }) => quantity);
    return (
      both.some((ticket) => Math.min(...pieces(ticket)) < 1) ||
      both.flatMap(pieces).reduce((total, quantity) => total + quantity, 0) !==
        pieces(before).reduce((total, quantity) => total + quantity, 0) ||
      sum(({ request }) => request['amount'] as Money | undefined) !== 0 ||
      MONEY.some((key) => sum(({ agreed }) => agreed?.[key]) !== 0 || sum(({ proposal }) => proposal?.[key]) !== 0)
    );
  }),
  /** [R48] A receipt withholds what the shop has published for the states, in a proposal that the buyer can dispute, or refuses. */
  'a receipt withholds what the shop has published': stepsIn((step) => {
    const { command, after } = step;
    if (command.fields?.['receipt'] === undefined) return false;
    const { request, agreed } = keptOf(step);
    const count = (request['items'] as ItemQuantity[]).reduce((sum, { quantity }) => sum + quantity, 0);
    const lines = after.receipt ?? [];
    const permille = { damaged: 300, missing: 1000, 'other-item': 1000 } as const;
    const whole = lines.length > 0 && lines.every(({ state }) => state !== 'damaged');
    if (!agreed?.refund) return (after.workflow === 'declined') !== whole;
    const promised = agreed.refund.amountMinor;
    const less = lines.reduce((sum, { quantity, state }) => {
      const share = Math.floor((promised * quantity) / count);
      return sum + Math.floor((share * permille[state as keyof typeof permille]) / 1000);
    }, 0);
    if (less === 0) return after.workflow !== 'resolved';
    if (less === promised) return after.workflow !== 'declined' || after.proposal !== undefined;
    return after.workflow !== 'awaiting-buyer' || after.proposal?.refund?.amountMinor !== promised - less;
  }),
  /** The walk would else take two tickets for one that have different ways to go on. */
  'states that are told apart by nothing have the same rows': everywhere(({ states, steps, contextAt: at }, type) => {
    const { policy } = at(START_MS);
    const rows = (ticket: Ticket) => type.transitions.filter((transition) => applies(transition, type, ticket, policy));
    const known = new Map([...states].map(([key, ticket]) => [key, rows(ticket)]));
    return steps
      .filter(({ to, after }) => {
        const expected = known.get(to) ?? [];
        const found = rows(after);
        return found.length !== expected.length || found.some((transition, index) => transition !== expected[index]);
      })
      .map(named);
  }),
  'what is offered is what is accepted': everywhere((walked, type) =>
    [...walked.states].flatMap(([key, ticket]) => {
      const accepted = bestAttempts(type, ticket, walked).filter((attempt) => attempt.accepted);
      return COMMANDS_OF.flatMap(([audience, party]) => {
        const offered = actionsAt(ticket, audience, walked).filter(({ disabledReason }) => !disabledReason);
        const names = (all: readonly { command: string; choice?: string }[]) =>
          [...new Set(all.map(nameOf))].sort().join();
        const theirs = accepted.filter(({ transition }) => transition.by === party);
        const [actions, accepts] = [names(offered), names(theirs.map(({ command }) => command))];
        return actions === accepts ? [] : `${key}: ${party} is offered ${actions} and can do ${accepts}`;
      });
    }),
  ),
  /** [R6] A filled button is what the panel suggests: never to refuse, to fail, to give up, or to take a side. */
  'what is filled meets the request or answers the platform': everywhere((walked) => {
    const stepsFrom = group(walked.steps);
    return [...walked.states].flatMap(([key, ticket]) =>
      COMMANDS_OF.flatMap(([audience, party]) => {
        const { primary } = arrangeActions(actionsAt(ticket, audience, walked));
        if (!primary) return [];
        const taken = (stepsFrom.get(key) ?? []).filter(
          ({ by, command }) => by === party && nameOf(command) === nameOf(primary),
        );
        const isOn = taken.length > 0 || primary.disabledReason !== undefined;
        return isOn && !taken.some(isAgainstIt) ? [] : [`${key}: ${party} is led to ${nameOf(primary)}`];
      }),
    );
  }),
  /** In one state for each set of rows that are taken: whether a permission is asked for depends on the row alone. */
  'nothing is done without a permission, and one less never allows more': ({ type, usual }) =>
    unlike(usual.states, (ticket) =>
      bestAttempts(type, ticket, usual)
        .map(({ transition, accepted }) => `${transitionKey(transition)} ${accepted}`)
        .join(),
    ).flatMap(([key, ticket]) =>
      bestAttempts(type, ticket, usual)
        .filter(({ by }) => by.party === 'merchant')
        .flatMap(({ transition, command, by, now }) => {
          const allows = (permissions: readonly Permission[]) =>
            decide(ticket, command, { ...by, permissions }, usual.contextAt(now)).ok;
          const withAll = allows(PERMISSIONS);
          const wrong = PERMISSIONS.filter((lacking) => {
            const withLess = allows(PERMISSIONS.filter((permission) => permission !== lacking));
            return withLess !== (withAll && transition.needs !== lacking);
          });
          return [...wrong, ...(allows([]) ? ['any'] : [])].map(
            (lacking) => `${key}: ${command.command} without ${lacking}`,
          );
        }),
    ),
} as const satisfies Record<string, Law>;

export type LawName = keyof typeof LAWS;

/** The laws that a type breaks, each with the first of what breaks it. */
export function brokenLaws(type: TicketType): Readonly<Record<string, string>> {
  const world = worldOf(type);
  return Object.fromEntries(
    Object.entries<Law>(LAWS).flatMap(([name, law]) => {
      const [first] = law(world);
      return first === undefined ? [] : [[name, first]];
    }),
  );
}

/** Where a fault is looked for that does not show on the shortest walk. */
export const LOOKED_FOR_IN: Readonly<Partial<Record<string, (type: TicketType, limit?: number) => World>>> = {
  'every row is reached': (type) => usualWorldOf(type),
  'the platform can always rule': plainWorldsOf,
  'nobody is asked to send goods to nowhere': plainWorldsOf,
  'the merchant goes on once the buyer has paid': paidWorldOf,
  'a fee is for work that is done': paidWorldOf,
} satisfies Partial<Record<LawName, (type: TicketType, limit?: number) => World>>;
