import { checkFields, cleanFields } from '../fields/check.js';
import { isRecord, nameOf } from '../fields/unknown.js';
import { isLanguageTag } from '../labels.js';
import type { Actor } from '../permissions/permissions.js';
import { refuse } from '../refusals.js';
import type { CreateTicket } from './commands.js';
import { startDeadline } from './deadlines.js';
import type { DecideContext, Decision } from './decide.js';
import { requestLimits } from './limits.js';
import type { ActorRef, Ticket } from './ticket.js';

/**
 * Works out the creation of a ticket. Pure, like `decide`.
 *
 * @param context.number - the ticket's number for people, unique in the shop
 * @returns the event `ticket-created`, or a refusal: `type-unknown`, `command-unknown` (only host, buyer and staff create),
 *   `field-invalid`
 */
export function decideCreate(
  command: CreateTicket,
  actor: Actor,
  context: DecideContext & { readonly number: string },
): Decision {
  const type = context.types.get(command.type);
  if (!type) return refuse({ code: 'type-unknown', type: nameOf(command.type) });
  if (actor.party === 'merchant' || actor.party === 'system')
    return refuse({ code: 'command-unknown', command: 'create' });
  const { order, request } = command;
  const { now, policy, newId } = context;
  if (!isRecord(request))
    return refuse({ code: 'field-invalid', problems: [{ field: 'request', problem: 'wrong-kind' }] });
  if (command.locale !== undefined && !isLanguageTag(command.locale)) {
    return refuse({ code: 'field-invalid', problems: [{ field: 'locale', problem: 'unreadable' }] });
  }
  const problems = checkFields(type.request, request, requestLimits(type, order, context.related));
  if (problems.length > 0) return refuse({ code: 'field-invalid', problems });
  const clean = cleanFields(type.request, request);
  const more = type.checkRequest?.(clean, order) ?? [];
  if (more.length > 0) return refuse({ code: 'field-invalid', problems: more });

  const by: ActorRef = { party: actor.party, accountId: actor.accountId, name: actor.name };
  const id = newId();
  const eventId = newId();
  const created: Ticket = {
    id,
    number: context.number,
    merchantId: command.merchantId,
    type: type.key,
    conversationId: order.conversationId,
    locale: command.locale ?? policy.locale,
    createdAtMs: now,
    updatedAtMs: now,
    version: 1,
    order,
    request: clean,
    workflow: 'awaiting-merchant',
    intervention: 'none',
    settlement: 'none',
    goodsWithMerchant: false,
    deadlines: [startDeadline(type, type.firstDeadline, now, policy)],
    asked: [],
    evidence: [],
    rulings: [],
    history: [{ id: eventId, kind: 'ticket-created', command: 'create', atMs: now, by, status: 'awaiting-merchant' }],
  };
  return {
    ok: true,
    value: [{ id: eventId, ticketId: id, kind: 'ticket-created', atMs: now, by, version: 1, change: {}, created }],
  };
}
