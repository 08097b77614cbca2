import { checkFields, cleanFields } from '../fields/check.js';
import { readForm } from '../fields/read-form.js';
import type { FieldProblem } from '../fields/kinds/kind.js';
import { type Actor, permits } from '../model/actor.js';
import type { FieldValues } from '../model/field-values.js';
import type { Order } from '../model/order.js';
import { SCHEMA_VERSION } from '../model/schema-version.js';
import type { Party } from '../model/states.js';
import type { ActorRef, HistoryEntry, Ticket, TicketLink } from '../model/ticket.js';
import { missingEvidence } from '../policy/request-rules.js';
import { isLanguageTag } from '../values/labels.js';
import { isMoney } from '../values/money.js';
import { isRecord, nameOf } from '../values/unknown.js';
import { isOwed } from './budgets.js';
import type { CreateTicket } from './commands.js';
import { compose } from './compose.js';
import { settleDeadlines, startDeadline } from './deadlines.js';
import type { DecideContext, Decision } from './decision.js';
import { budgetFor, chosenIn, isPeriodOver, piecesObstacle } from './ledger.js';
import { requestLimits } from './limits.js';
import type { RequestContext } from './obstacles.js';
import { isOccasion } from './occasion.js';
import { refuse } from './refusals.js';
import type { TicketType } from './ticket-type.js';

/** Who opens tickets, unless the type says otherwise: the buyer, or somebody for them. */
const OPENED_BY: readonly Party[] = ['buyer', 'staff', 'host', 'merchant'];

/**
 * Decides whether a ticket can be created. Pure, like `decide`.
 *
 * @param context.number - the ticket's display number, unique in the shop
 * @returns the event `ticket-created`, or a refusal: `type-unknown`, `command-unknown` (the party does not open tickets of the type),
 *   `permission-missing`, `field-invalid`, `request-not-allowed` (the order is not eligible for the type)
 */
export function decideCreate(
  command: CreateTicket,
  actor: Actor,
  context: DecideContext & { readonly number: string },
): Decision {
  if (!isRecord(command)) return refuse({ code: 'type-unknown', type: '' });
  const type = context.types.get(command.type);
  if (!type) return refuse({ code: 'type-unknown', type: nameOf(command.type) });
  if (!mayOpen(type, actor)) return refuse({ code: 'command-unknown', command: 'create' });
  if (actor.party === 'merchant' && !permits(actor, 'task.handle'))
    return refuse({ code: 'permission-missing', needs: 'task.handle' });
  return openTicket(command, actor, context);
}

/**
 * Creates the ticket, without checking who may: a merchant's transition can open a linked ticket.
 *
 * @param cameFrom - the ticket whose transition opens this one
 */
export function openTicket(
  command: CreateTicket,
  actor: Actor,
  context: DecideContext & { readonly number: string },
  cameFrom?: Pick<Ticket, 'id' | 'number' | 'type'>,
): Decision {
  const type = context.types.get(command.type);
  if (!type) return refuse({ code: 'type-unknown', type: nameOf(command.type) });
  const { order } = command;
  const { now, policy, newId } = context;
  const request = readForm(command.request);
  if (!request) return refuse({ code: 'field-invalid', problems: [{ field: 'request', problem: 'wrong-kind' }] });
  if (command.locale !== undefined && !isLanguageTag(command.locale)) {
    return refuse({ code: 'field-invalid', problems: [{ field: 'locale', problem: 'unreadable' }] });
  }
  const { occasion } = command;
  if (occasion !== undefined && !isOccasion(occasion)) {
    return refuse({ code: 'field-invalid', problems: [{ field: 'occasion', problem: 'unreadable' }] });
  }
  const problems = checkFields(type.request, request, requestLimits(type, order, context));
  const readable = problems.some(({ field }) => field === 'items') ? {} : request;
  // Nobody has to complete a form about pieces that are not available.
  const unavailable = whyNotNow(type, readable, order, context, cameFrom?.id);
  if (problems.length > 0 && !unavailable) return refuse({ code: 'field-invalid', problems });
  const clean = problems.length > 0 ? {} : cleanFields(type.request, request);
  const because = unavailable ?? type.refuses?.(order, context, clean);
  if (because) {
    const becauseLabels = type.obstacles[because]?.labels;
    return refuse({
      code: 'request-not-allowed',
      type: type.key,
      because,
      ...(becauseLabels ? { becauseLabels } : {}),
    });
  }

  const fromBuyer = actor.party === 'buyer' || actor.party === 'host';
  const more = [
    ...requestProblems(type, clean, order, context),
    ...(fromBuyer ? missingEvidence(type, clean, order, policy) : []),
  ];
  if (more.length > 0) return refuse({ code: 'field-invalid', problems: more });

  const links: readonly TicketLink[] = cameFrom
    ? [{ ticketId: cameFrom.id, number: cameFrom.number, type: cameFrom.type, relation: 'came-from' }]
    : [];
  const by: ActorRef = { party: actor.party, accountId: actor.accountId, name: actor.name };
  const id = newId();
  const eventId = newId();
  const { commitment, agreed, message } = type.opening?.(clean, order, context) ?? {};
  const ended = type.resolvedAtOnce === true || agreed !== undefined;
  const workflow = ended ? 'resolved' : 'awaiting-merchant';
  const settlement = ended && isOwed({ workflow, agreed }) ? 'pending' : 'none';
  const begin = (key: string) => startDeadline(type, key, now, policy, order);
  const locale = command.locale ?? policy.locale;
  const text =
    message && compose(message, { fields: clean, form: type.request, ticket: { locale, order }, type, party: 'buyer' });
  const entry: HistoryEntry = {
    ...{ id: eventId, kind: 'ticket-created', command: 'create', atMs: now, by, status: workflow },
    ...(text ? { sentMessage: { messageId: newId(), text } } : {}),
  };
  const created: Ticket = {
    schema: SCHEMA_VERSION,
    id,
    number: context.number,
    merchantId: command.merchantId,
    type: type.key,
    conversationId: order.conversationId,
    locale,
    createdAtMs: now,
    updatedAtMs: now,
    version: 1,
    order,
    request: clean,
    ...(occasion ? { occasion: { kind: occasion.kind, url: occasion.url } } : {}),
    workflow,
    intervention: 'none',
    settlement,
    ...(ended ? { ending: 'met', endedAtMs: now } : {}),
    ...(agreed ? { agreed } : {}),
    ...(commitment ? { commitment } : {}),
    goodsWithMerchant: false,
    deadlines: ended ? settleDeadlines(type, [], settlement, begin) : [begin(type.firstDeadline)],
    asked: [],
    evidence: [],
    rulings: [],
    ...(links.length > 0 ? { links } : {}),
    ...(ended && actor.party === 'merchant' ? { handledBy: by } : {}),
    history: [entry],
  };
  return {
    ok: true,
    value: [
      {
        schema: SCHEMA_VERSION,
        id: eventId,
        ticketId: id,
        kind: 'ticket-created',
        atMs: now,
        by,
        version: 1,
        change: {},
        // A message to the buyer is delivered from the event's entry.
        ...(text ? { entry } : {}),
        created,
      },
    ],
  };
}

/** Whether a party opens tickets of a type, for itself or for the buyer. */
export function mayOpen({ openedBy = OPENED_BY }: TicketType, { party }: Pick<Actor, 'party'>): boolean {
  return openedBy.includes(party);
}

/** Returns the code of why an order allows no request of a type, whatever its form says; `undefined` if it allows any. */
export function whyNoRequest(
  type: TicketType,
  order: Order,
  context: Omit<DecideContext, 'newId'>,
): string | undefined {
  const { types, policy, related } = context;
  const whyNot = ({ id: itemId }: Order['items'][number]): string | undefined =>
    type.pieces && piecesObstacle(order, related, [{ itemId, quantity: 1 }], types, policy.afterSales.attempts);
  const reasons = order.items.map(whyNot);
  const pieces = reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
  return whyNotNow(type, {}, order, context, undefined) ?? pieces ?? type.refuses?.(order, context);
}

/**
 * Why the order's pieces, or its age, allow no such request. A linked ticket continues a case, so age, attempts and what that case did with
 * the pieces do not matter.
 */
function whyNotNow(
  { key, pieces }: TicketType,
  request: FieldValues,
  order: Order,
  { now, types, policy, related }: Omit<DecideContext, 'newId'>,
  cameFrom: string | undefined,
): string | undefined {
  const continues = cameFrom !== undefined;
  if (!continues && pieces && order.cancelledAtMs !== undefined) return 'order-cancelled';
  if (!continues && isPeriodOver(order, key, now, policy)) return 'period-over';
  const maxAttempts = continues ? Infinity : policy.afterSales.attempts;
  const others = continues ? related.filter(({ id }) => id !== cameFrom) : related;
  return pieces && piecesObstacle(order, others, chosenIn(request), types, maxAttempts);
}

/**
 * Returns the problems of a request that its single fields do not show: refunds above what is left for the chosen pieces, and those of the
 * type's own check.
 *
 * @param request - checked field by field
 */
export function requestProblems(
  type: TicketType,
  request: FieldValues,
  order: Order,
  context: RequestContext,
): readonly FieldProblem[] {
  const { policy, related } = context;
  const { amountMinor: max, currency } = budgetFor({ order, request }, related, policy).refund;
  const amounts = type.request.flatMap((field): readonly FieldProblem[] => {
    const asked = request[field.key];
    if (field.kind !== 'money' || (field.of ?? 'refund') !== 'refund' || !isMoney(asked)) return [];
    const min = max === 0 ? 0 : 1;
    if (asked.amountMinor > max) return [{ field: field.key, problem: 'too-high', min, max, currency }];
    return asked.amountMinor < min ? [{ field: field.key, problem: 'too-low', min, max, currency }] : [];
  });
  return [...amounts, ...(type.checkRequest?.(request, order, context) ?? [])];
}
