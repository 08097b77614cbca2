import { builtInTypes, type ItemQuantity, type Order } from '@sidecard/core';
import { indexTypes, type Ticket } from '@sidecard/core/authoring';
import { isOpen } from '@sidecard/core/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Moment, play, RUNS, seeds, TO_PLATFORM } from '../support/histories.ts';
import { keepsGoods, paidTwice } from '../support/laws.ts';
import { SEED } from '../support/seed.ts';
import { fold, ORDER } from '../support/tickets.ts';

const TYPES = indexTypes(builtInTypes);
/** Tells only one of the tickets. */
const never = ['record-order'];
const often = [...TO_PLATFORM, 'agree', 'submit-return', 'confirm-receipt'];
/** In parts, so that each ends in time: 4,500 histories in CI, and a million with `SIDECARD_TEST_RUNS=100000`. */
const PARTS = process.env['SIDECARD_TEST_RUNS'] ? 10 : process.env['CI'] ? 3 : 1;

const chosenOf = ({ request }: Ticket, id: string): number =>
  ((request['items'] ?? []) as readonly ItemQuantity[])
    .filter(({ itemId }) => itemId === id)
    .reduce((sum, { quantity }) => sum + quantity, 0);

/** Pieces of a line in open cases. */
const inCases = (tickets: readonly Ticket[], id: string): number =>
  tickets
    .filter(({ type, workflow }) => TYPES.get(type)?.pieces && isOpen(workflow))
    .reduce((sum, ticket) => sum + chosenOf(ticket, id), 0);

/** What the tickets that are about this line alone refund. */
const refunds = (tickets: readonly Ticket[], id: string): number =>
  tickets
    .filter(({ order, request, workflow }) => {
      const others = order.items.filter((item) => item.id !== id);
      return (
        workflow !== 'closed' &&
        request['items'] &&
        others.every((other) => chosenOf({ request } as Ticket, other.id) === 0)
      );
    })
    .reduce((sum, { agreed }) => sum + (agreed?.refund?.amountMinor ?? 0), 0);

/** What all tickets refund. */
const totalOf = (tickets: readonly Ticket[]): number =>
  tickets.reduce(
    (sum, { workflow, agreed }) => sum + (workflow === 'closed' ? 0 : (agreed?.refund?.amountMinor ?? 0)),
    0,
  );

/** What of the laws a step breaks: what was so before, such as an order amended after a refund, is not of this step. */
function broken({ tickets: before }: Pick<Moment, 'tickets'>, { tickets, order }: Moment): readonly string[] {
  // A split shares out what was agreed before, perhaps of an order that has been amended since.
  const more = totalOf(tickets) > totalOf(before);
  const lines = order.items.flatMap(({ id, quantity, paid, refundedElsewhere }) => {
    const [was, is] = [inCases(before, id), inCases(tickets, id)];
    const [gave, gives] = [refunds(before, id), refunds(tickets, id)];
    const most = paid.amountMinor - (refundedElsewhere?.amountMinor ?? 0);
    return [
      ...(is > was && is > quantity ? [`${is} of ${quantity} ${id} are in open cases`] : []),
      ...(more && gives > gave && gives > most ? [`${gives} of ${most} is refunded for ${id}`] : []),
    ];
  });
  const promises = paidTwice(tickets).map((key) => `${key} is paid twice`);
  const ends = tickets.flatMap((ticket, index) => {
    if (isOpen(ticket.workflow) || !isOpen(before[index]?.workflow ?? 'awaiting-merchant')) return [];
    const [last] = ticket.history.filter(({ status }) => status).slice(-1);
    return ticket.ending && last?.status === ticket.workflow ? [] : [`${ticket.type} ended and nobody can read why`];
  });
  return [...lines, ...promises, ...ends];
}

/** The steps after which the shop has goods for nothing. */
const kept = ({ tried }: ReturnType<typeof play>): readonly string[] =>
  tried.flatMap(({ before, by, command, context, decision }) => {
    const type = TYPES.get(before.type);
    if (!decision.ok || !type) return [];
    const opened = decision.spawned && fold(undefined, decision.spawned);
    const step = { before, by: by.party, command, after: fold(before, decision.value), events: decision.value };
    return keepsGoods({ ...step, ...(opened ? { opened } : {}) } as never, type, context.related)
      ? [`${before.type}: ${command.command}`]
      : [];
  });

/** What happened, a line for each ticket. */
const told = ({ histories }: ReturnType<typeof play>): readonly string[] =>
  histories.map(({ ticket, events }) => {
    const moves = events.map(
      ({ atMs, entry, change }) =>
        `${atMs} ${entry?.command ?? 'create'} ${JSON.stringify(change.agreed?.refund ?? '')}`,
    );
    return `${ticket.id} ${ticket.type} ${JSON.stringify(ticket.request['items'])}: ${moves.join(', ')}`;
  });

describe('[R46] [R47] [R49] an order with up to five tickets, which goes on meanwhile', () => {
  const { shippedAtMs: _, signedAtMs: __, ...unshipped } = ORDER;
  const orders = fc.constantFrom<Order>(ORDER, unshipped);
  const types = fc.shuffledSubarray([...TYPES.keys()], { minLength: 2, maxLength: 5 });

  it.each(Array.from({ length: PARTS }, (_one, part) => part + 1))(
    'keeps each piece in one case, each line within what was paid, and goods and promises for something: part %i',
    (part) => {
      let [several, moved, refunded] = [0, 0, 0];
      fc.assert(
        fc.property(orders, types, seeds(30), (order, keys, picks) => {
          const [first, ...others] = keys.flatMap((key) => TYPES.get(key) ?? []);
          if (!first) return;
          const played = play(picks, { types: [first, ...others], tickets: 5, facts: true, order, often, never });
          const { moments } = played;
          moments.forEach((moment, index) => {
            const found = broken(moments[index - 1] ?? { tickets: [] }, moment);
            if (found.length > 0) throw new Error([...found, ...told(played)].join('\n'));
          });
          const goods = kept(played);
          if (goods.length > 0) throw new Error([...goods, ...told(played)].join('\n'));
          const last = moments.at(-1);
          if ((last?.tickets.length ?? 0) > 2) several++;
          if ((last?.order.version ?? 0) > 2) moved++;
          if (order.items.some(({ id }) => refunds(last?.tickets ?? [], id) > 0)) refunded++;
        }),
        { numRuns: RUNS, seed: SEED + part },
      );
      for (const count of [several, moved, refunded]) expect(count).toBeGreaterThan(RUNS / 20);
    },
    600_000,
  );
});
