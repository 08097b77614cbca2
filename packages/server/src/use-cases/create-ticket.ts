import type { Order } from '@sidecard/core';
import { decideCreate, type CreateTicket } from '@sidecard/core/authoring';
import type { RequestContext, ServerContext } from '../context/context.js';
import { changeBy } from '../tickets/change.js';
import { currentOrder } from '../tickets/order.js';
import { lockPictures } from '../tickets/pictures.js';
import { problem } from '../wire/problem.js';
import { findOrder, lookUpOrder, syncOrder } from './sync-order.js';
import { refusalProblem } from './refusal.js';
import { findOutcome, writeOnce, type WriteKey, type WriteResult } from './write-once.js';

/** Input of a create. The order comes from the host. */
export interface CreateRequest extends Pick<CreateTicket, 'type' | 'request' | 'occasion'> {
  readonly locale: string | undefined;
  readonly orderId: string;
  /** Included by the host's backend. */
  readonly order: Order | undefined;
}

/**
 * Creates a ticket.
 *
 * @throws ProblemError `not-found` if the order does not exist or is not the buyer's; `unavailable` if the host could not be reached; and
 *   the rules' refusals
 */
export async function createTicket(
  context: ServerContext,
  request: RequestContext,
  create: CreateRequest,
  write: WriteKey,
): Promise<WriteResult> {
  const { merchantId, buyerId } = request;
  const { orderId } = create;
  // The host is called outside the transaction, and not at all if the outcome is known.
  if (!(await findOutcome(context.store, request, write))) {
    const told = create.order ?? (await lookUpOrder(context, merchantId, orderId));
    const order = told ?? (await findOrder(context.store, merchantId, orderId));
    const isVisible = (found: Order | undefined) =>
      found !== undefined && (buyerId === undefined || found.buyer.id === buyerId);
    if (!isVisible(order)) throw problem('not-found');
    const from = create.order ? 'host' : 'look-up';
    const known = await syncOrder(context, request, orderId, { order: told, from });
    // A look-up that names another buyer is refused, and the order stays that of the known one.
    if (!isVisible(known)) throw problem('not-found');
    return open(context, request, create, write, known);
  }
  return open(context, request, create, write, undefined);
}

async function open(
  context: ServerContext,
  request: RequestContext,
  { type, locale, orderId, request: form, occasion }: CreateRequest,
  write: WriteKey,
  told: Order | undefined,
): Promise<WriteResult> {
  const { merchantId, policy, actor } = request;
  return writeOnce(context, request, write, async (unit) => {
    const now = context.clock.now();
    // The counter's row is the shop's lock: no other create can change what is read after it.
    const number = await nextNumber((period) => unit.nextTicketNumber(merchantId, period), now);
    const locked = await unit.lockOrder(merchantId, orderId);
    // What was reported has been recorded, unless the order is new.
    const known = currentOrder(locked) ?? told;
    if (!known) throw problem('unavailable');
    const order = { ...known, version: known.version ?? 1 };
    const orders = locked.record ? [] : [{ merchantId, order, isNew: true }];
    const related = locked.tickets.map(({ ticket }) => ticket);
    const command = {
      ...{ type, merchantId, order, request: form },
      ...(locale === undefined ? {} : { locale }),
      ...(occasion === undefined ? {} : { occasion }),
    };
    const { types, newId } = context;
    const pictures = await lockPictures(context, unit, request, form);
    const decision = decideCreate(command, actor, { now, types, policy, related, pictures, newId, number });
    if (!decision.ok) throw await refusalProblem(context, unit, request, decision.error);
    return { change: changeBy(decision.value, undefined, related), related, orders, pictures };
  });
}

/** Formats `2611-0042`: the shop's 42nd ticket in November 2026, in UTC+8. Longer if a month has more than 9,999. */
async function nextNumber(next: (period: string) => Promise<number>, nowMs: number): Promise<string> {
  const period = new Date(nowMs + 8 * 3_600_000).toISOString().slice(2, 7).replace('-', '');
  return `${period}-${String(await next(period)).padStart(4, '0')}`;
}
