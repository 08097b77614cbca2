import { PART, shareOf } from '../fields/part.js';
import type { Actor } from '../model/actor.js';
import type { TicketEvent } from '../model/events.js';
import type { FieldValues, ItemQuantity } from '../model/field-values.js';
import { SCHEMA_VERSION } from '../model/schema-version.js';
import type { ActorRef, GradedLine, Terms, Ticket } from '../model/ticket.js';
import { isMoney, type Money } from '../values/money.js';
import { isIds } from '../values/unknown.js';
import type { DecideContext } from './decision.js';
import { attribute, chosenIn, paidShareOf } from './ledger.js';
import { pictureKeys } from './picture-keys.js';
import type { TicketType } from './ticket-type.js';

/** Name of what splits a ticket, in the histories of both. */
export const SPLIT = 'split';

/** Two halves of a case, or of its terms: of the chosen pieces, and of the others. */
interface Halves<T> {
  readonly mine: T;
  readonly rest: T;
}

/** Returns the number of pieces. */
export function countPieces(pieces: readonly ItemQuantity[]): number {
  return pieces.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Returns the pieces that a decision can be about; none while the terms themselves name some of the pieces. */
export function divisiblePieces({ request, agreed, proposal, collected }: Ticket): readonly ItemQuantity[] {
  // A payment of the buyer, or a difference, is for the case as a whole.
  const whole = [agreed, proposal].some(
    (terms) => terms?.items ?? terms?.fee ?? terms?.difference ?? terms?.differenceBack,
  );
  return whole || collected ? [] : chosenIn(request);
}

/** Returns the pieces that a checked form chooses; `undefined` if it is about the whole case. */
export function partOf(ticket: Ticket, fields: FieldValues): readonly ItemQuantity[] | undefined {
  const part = chosenIn({ items: fields[PART] });
  return part.length > 0 && countPieces(part) < countPieces(chosenIn(ticket.request)) ? part : undefined;
}

/** Returns the values of a form without its choice of pieces: all pieces are the whole case. */
export function withoutPart({ [PART]: _all, ...fields }: FieldValues): FieldValues {
  return fields;
}

/** Returns the number of the next ticket that comes from this one: unique, because only tickets of its order have its number. */
export function nextNumber({ number, splitFrom }: Ticket, related: readonly Ticket[]): string {
  const base = splitFrom === undefined ? number : number.replace(/-\d+$/, '');
  const taken = new Set([number, ...related.map((other) => other.number)]);
  let next = 1;
  while (taken.has(`${base}-${next}`)) next++;
  return `${base}-${next}`;
}

/**
 * Splits a ticket (R48): it goes on with the chosen pieces, and a linked one takes the others in the state that the ticket has. Money is
 * shared in proportion to what was paid, never more than before; postage, compensation and what a ruling awarded stay with the first. Both
 * have the receipt's pictures of the whole parcel: the other's creation lists them, for all who read the receipt.
 *
 * @param part - some of the ticket's pieces, not all
 * @returns the event of the ticket, and the creation of the other
 */
export function splitTicket(
  ticket: Ticket,
  part: readonly ItemQuantity[],
  actor: Actor,
  { now, newId, related, types }: DecideContext,
): { readonly event: TicketEvent; readonly opened: TicketEvent } {
  const by: ActorRef = {
    party: actor.party,
    accountId: actor.accountId,
    name: actor.name,
  };
  const pieces = { mine: part, rest: without(chosenIn(ticket.request), part) };
  const otherId = newId();
  const number = nextNumber(ticket, related);
  const request = splitRequest(ticket, pieces, related);
  const agreed = ticket.agreed && splitTerms(ticket, ticket.agreed, pieces, related);
  const proposal = ticket.proposal && splitTerms(ticket, ticket.proposal, pieces, related);
  const receipt = ticket.receipt && splitReceipt(ticket.receipt, part);
  const pictures = parcelPictures(ticket, types.get(ticket.type));
  const links = [
    ...(ticket.links ?? []),
    {
      ticketId: otherId,
      number,
      type: ticket.type,
      relation: 'led-to',
    } as const,
  ];
  const base = { schema: SCHEMA_VERSION, atMs: now, by };
  const entryOf = (fields: FieldValues) => ({
    command: SPLIT,
    atMs: now,
    by,
    fields,
  });
  const [eventId, creationId] = [newId(), newId()];
  const { leftOut: _leftOut, ...whole } = ticket;
  const created: Ticket = {
    ...whole,
    id: otherId,
    number,
    version: 1,
    updatedAtMs: now,
    request: request.rest,
    ...(agreed ? { agreed: agreed.rest } : {}),
    ...(proposal ? { proposal: proposal.rest } : {}),
    ...(receipt ? { receipt: receipt.rest } : {}),
    rulings: ticket.rulings.map(({ choice, atMs, text }) => ({
      choice,
      atMs,
      text,
    })),
    links: [
      {
        ticketId: ticket.id,
        number: ticket.number,
        type: ticket.type,
        relation: 'came-from',
      },
    ],
    splitFrom: ticket.splitFrom ?? ticket.id,
    history: [
      {
        id: creationId,
        kind: 'ticket-created',
        ...entryOf({ items: pieces.rest, ...(pictures.length > 0 ? { pictures } : {}) }),
      },
    ],
  };
  return {
    event: {
      ...base,
      id: eventId,
      ticketId: ticket.id,
      kind: 'split',
      version: ticket.version + 1,
      change: {
        request: request.mine,
        ...(agreed ? { agreed: agreed.mine } : {}),
        ...(proposal ? { proposal: proposal.mine } : {}),
        ...(receipt ? { receipt: receipt.mine } : {}),
        links,
      },
      entry: { id: eventId, kind: 'split', ...entryOf({ items: pieces.mine }) },
    },
    opened: {
      ...base,
      id: creationId,
      ticketId: otherId,
      kind: 'ticket-created',
      version: 1,
      change: {},
      created,
    },
  };
}

/** Returns the pictures of the parcel as a whole, which a receipt or an earlier split has. */
function parcelPictures({ history }: Ticket, type: TicketType | undefined): readonly string[] {
  const keys = pictureKeys(type);
  const ids = history.flatMap(({ kind, command, fields = {} }) =>
    kind === 'receipt-confirmed' || command === SPLIT
      ? [...keys].flatMap((key) => {
          const value = fields[key];
          return isIds(value) ? value : [];
        })
      : [],
  );
  return [...new Set(ids)];
}

/** Returns the pieces that are left without the chosen ones. */
function without(all: readonly ItemQuantity[], part: readonly ItemQuantity[]): readonly ItemQuantity[] {
  return all.flatMap(({ itemId, quantity }) => {
    const left = quantity - (part.find((piece) => piece.itemId === itemId)?.quantity ?? 0);
    return left > 0 ? [{ itemId, quantity: left }] : [];
  });
}

type Pieces = Halves<readonly ItemQuantity[]>;

/** The part of an amount that chosen pieces have: of each line's, in proportion to its pieces. */
function splitMoney(
  { order, request }: Ticket,
  { amountMinor, currency }: Money,
  { mine }: Pieces,
  related: readonly Ticket[],
): Halves<Money> {
  const lines = chosenIn(request);
  const ofLines = attribute(order, amountMinor, lines, related);
  const share = lines.reduce((sum, { itemId, quantity }, index) => {
    const chosen = mine.find((piece) => piece.itemId === itemId)?.quantity ?? 0;
    return sum + shareOf(ofLines[index] ?? 0, chosen, quantity);
  }, 0);
  return {
    mine: { amountMinor: share, currency },
    rest: { amountMinor: amountMinor - share, currency },
  };
}

function splitRequest(ticket: Ticket, pieces: Pieces, related: readonly Ticket[]): Halves<FieldValues> {
  const { order, request } = ticket;
  const { amount, ...others } = request;
  if (!isMoney(amount))
    return {
      mine: { ...others, items: pieces.mine },
      rest: { ...others, items: pieces.rest },
    };
  const { mine, rest } = splitMoney(ticket, amount, pieces, related);
  // Rounding leaves the others no more than they cost, so that it can still be agreed in whole.
  const cost = paidShareOf(order, related, pieces.rest);
  const left = { ...rest, amountMinor: Math.min(rest.amountMinor, cost) };
  return {
    mine: { ...request, items: pieces.mine, amount: mine },
    rest: { ...request, items: pieces.rest, amount: left },
  };
}

/** The chosen pieces are those that did not come as agreed, as far as there are any: these are in dispute. */
function splitReceipt(lines: readonly GradedLine[], part: readonly ItemQuantity[]): Halves<readonly GradedLine[]> {
  const left = new Map(part.map(({ itemId, quantity }) => [itemId, quantity]));
  const [mine, rest]: [GradedLine[], GradedLine[]] = [[], []];
  for (const line of lines) {
    const taken = Math.min(left.get(line.itemId) ?? 0, line.quantity);
    left.set(line.itemId, (left.get(line.itemId) ?? 0) - taken);
    if (taken > 0) mine.push({ ...line, quantity: taken });
    if (taken < line.quantity) rest.push({ ...line, quantity: line.quantity - taken });
  }
  return { mine, rest };
}

function splitTerms<T extends Terms>(ticket: Ticket, terms: T, pieces: Pieces, related: readonly Ticket[]): Halves<T> {
  const {
    postage: _postage,
    compensation: _paid,
    commitment: _key,
    fromDeposit: _from,
    goodwill: _given,
    ...own
  } = terms;
  let halves: { mine: T; rest: T } = { mine: terms, rest: own as T };
  for (const key of ['refund', 'fee'] as const) {
    const money = terms[key];
    if (!money) continue;
    const { mine, rest } = splitMoney(ticket, money, pieces, related);
    halves = {
      mine: { ...halves.mine, [key]: mine },
      rest: { ...halves.rest, [key]: rest },
    };
  }
  return halves;
}
