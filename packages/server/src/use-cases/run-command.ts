import { decide, type Command, type DecideContext, type ThreadMessage } from '@sidecard/core/authoring';
import { colleaguesOf, promises } from '@sidecard/core/server';
import type { RequestContext, ServerContext } from '../context/context.js';
import { changeBy } from '../tickets/change.js';
import { currentOrder, followOrder, onOrder, withOrder } from '../tickets/order.js';
import { lockPictures } from '../tickets/pictures.js';
import type { TicketWithRelated } from '../storage/records.js';
import type { AccountReads, UnitOfWork } from '../storage/store.js';
import { problem } from '../wire/problem.js';
import { lookUpOrder, syncOrder } from './sync-order.js';
import { refusalProblem } from './refusal.js';
import { type Decided, findOutcome, writeOnce, type WriteKey, type WriteResult } from './write-once.js';

/**
 * Runs a command on a ticket, or writes to its staff thread. Core's rules decide, on the order as the host has it now if the command
 * promises money or goods.
 *
 * @throws ProblemError `not-found` if the account has no such ticket; `unavailable` if the order
 *   look-up failed; and the rules' refusals
 */
export async function runCommand(
  context: ServerContext,
  request: RequestContext,
  ticketId: string,
  command: Command | ThreadMessage,
  write: WriteKey,
): Promise<WriteResult> {
  await refreshOrder(context, request, ticketId, command, write);
  const decideLocked = async (unit: UnitOfWork, known: TicketWithRelated | undefined): Promise<Decided> => {
    if (!known) throw problem('not-found');
    const { found, related } = known;
    const { types, newId, clock } = context;
    const { actor, policy } = request;
    const pictures = await lockPictures(context, unit, request, command.fields ?? {});
    const colleagues = await colleaguesFor(unit, request, command);
    const situation = { now: clock.now(), types, policy, related, pictures, ...colleagues, newId };
    let decision = decide(found.ticket, command, actor, situation);
    const changesOrder = decision.ok && decision.value.some(({ change }) => change.order);
    if (changesOrder) {
      const current = currentOrder(await unit.lockOrder(request.merchantId, found.ticket.order.id));
      decision = decide(withOrder(found.ticket, current), command, actor, situation);
      if (decision.ok) decision = { ...decision, value: onOrder(decision.value, found.ticket, current) };
    }
    if (!decision.ok) throw await refusalProblem(context, unit, request, decision.error, known);
    const change = changeBy(decision.value, found, related);
    const spawned = decision.spawned && changeBy(decision.spawned, undefined, [...related, change.after.ticket]);
    const { changes, orders } = await followOrder(unit, change, { types, policy, newId });
    return { change, spawned, related, others: changes, orders, pictures };
  };
  return writeOnce(context, request, write, decideLocked, ticketId);
}

/** Looks up to whom the account can hand the ticket over, if that is the command. */
async function colleaguesFor(
  reads: AccountReads,
  { merchantId, actor }: RequestContext,
  command: Command | ThreadMessage,
): Promise<Pick<DecideContext, 'colleagues'>> {
  if (!('command' in command) || command.command !== 'transfer' || actor.party !== 'merchant') return {};
  const colleagues = colleaguesOf(await reads.listAccounts(merchantId), actor);
  return { colleagues: colleagues.map(({ accountId, name }) => ({ accountId, name })) };
}

/** What is refused whatever the order is. */
const REGARDLESS: ReadonlySet<string> = new Set([
  'type-unknown',
  'command-unknown',
  'permission-missing',
  'version-conflict',
]);

/** Whether a command promises money or goods in any type. The others need not be read about twice. */
function canPromise(types: ServerContext['types'], command: string): boolean {
  for (const type of types.values()) if (promises(type, command)) return true;
  return false;
}

/** Before a command that promises money or goods, brings the order up to date. Repeated and hopeless commands do not call the host. */
async function refreshOrder(
  context: ServerContext,
  request: RequestContext,
  ticketId: string,
  command: Command | ThreadMessage,
  write: WriteKey,
): Promise<void> {
  const { store, types, newId, clock } = context;
  if (!('command' in command) || !canPromise(types, command.command)) return;
  const known = await store.findTicket(request, ticketId);
  if (!known || !promises(types.get(known.found.ticket.type), command.command)) return;
  if (await findOutcome(store, request, write)) return;
  const { found, related } = known;
  const { actor, policy, merchantId } = request;
  const decision = decide(found.ticket, command, actor, { now: clock.now(), types, policy, related, newId });
  if (!decision.ok && REGARDLESS.has(decision.error.code)) return;
  const orderId = found.ticket.order.id;
  const order = await lookUpOrder(context, merchantId, orderId);
  await syncOrder(context, request, orderId, { order, from: 'look-up' });
}
