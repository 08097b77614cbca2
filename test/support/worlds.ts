import { builtInTypes, type Order, type Policy, type TicketType } from '@sidecard/core';
import { abstractState, indexTypes, type Ticket, type Transition } from '@sidecard/core/authoring';
import { negotiatedClaim, orderFor, ORDERS, requestsFor } from './requests.ts';
import { contextAt, created, POLICY, SPENT, START_MS } from './tickets.ts';
import { together, type Walk, walk } from './walk.ts';

/** Everything that can happen to a type's tickets, in shops that differ in what rows and money ask about. */
export interface World {
  readonly type: TicketType;
  /** A shop with an address for returns. */
  readonly usual: Walk;
  /** A shop that has told none, on a platform that covers this type whatever it is. */
  readonly homeless: Walk;
  /** The order's other tickets have taken all the money that there was. */
  readonly spent: Walk;
}

/** A new ticket of a type for every order and request from which it can begin. */
function startsOf(type: TicketType, orders: readonly Order[]): readonly Ticket[] {
  const context = contextAt(START_MS, { types: indexTypes([...builtInTypes, type]) });
  const starts = orders
    .filter((order) => !type.refuses?.(order, context))
    .flatMap((order) =>
      requestsFor(type, order).map((request) => created({ type: type.key, order, request }, context).ticket),
    );
  // A claim whose commitment asks for negotiation is not paid by silence.
  return type.key === 'commitment-claim' ? [...starts, negotiatedClaim(context)] : starts;
}
/** For laws that do not ask about the order. */
const oneStartOf = (type: TicketType) => startsOf(type, [orderFor(type)]);

type Pick = (transition: Transition) => boolean;
/** What does not bear on what the sides pay each other: each would multiply the states by those of the other. */
const ABOUT_PROOF = ['ask-for-proof', 'give-proof'];
const SECOND_THOUGHTS = ['appeal', 'extend', ...ABOUT_PROOF];
const PAID_BY_THE_BUYER = ['quote', 'costs-more', 'costs-less'];
const isSecondThought: Pick = ({ command }) => SECOND_THOUGHTS.includes(command);
const isAboutProof: Pick = ({ command }) => ABOUT_PROOF.includes(command);
const isPaidByBuyer: Pick = ({ choice = '' }) => PAID_BY_THE_BUYER.includes(choice);
const isEither: Pick = (row) => isSecondThought(row) || isPaidByBuyer(row);
const isByPlatform: Pick = ({ by, command, choice }) => by === 'staff' || [command, choice].includes('escalate');

/** Walks the usual shop: in types with payments of the buyer once without second thoughts, and once without these payments. */
function usualWalk(type: TicketType, starts: readonly Ticket[], keyOf = abstractState): Walk {
  const without = (leftOut?: Pick) => walk(type, starts, POLICY, [], keyOf, leftOut);
  return type.transitions.some(isPaidByBuyer)
    ? together([without(isSecondThought), without(isPaidByBuyer)])
    : without();
}

/** The usual shop, and the two others with one order, which shows what differs. */
function inEachShop(type: TicketType, usual: Walk, leftOut: Pick, limit?: number): World {
  const other = (policy: Policy, related: readonly Ticket[]) =>
    walk(type, oneStartOf(type), policy, related, abstractState, leftOut, limit);
  return {
    type,
    usual,
    homeless: other({ ...POLICY, returnAddresses: [], coveredTypes: [type.key] }, []),
    spent: other(POLICY, [SPENT]),
  };
}
const inOneShop = (type: TicketType, usual: Walk): World => ({ type, usual, homeless: usual, spent: usual });
const shortWalk = (type: TicketType, leftOut: Pick, limit?: number) =>
  walk(type, oneStartOf(type), POLICY, [], abstractState, leftOut, limit);

/** Walks a type, be it one that ships or a host's own, in all shops. */
export const worldOf = (type: TicketType): World =>
  inEachShop(type, usualWalk(type, startsOf(type, ORDERS)), isSecondThought);
/** The usual shop and one order alone, for laws that ask of nothing else. */
export const usualWorldOf = (type: TicketType, keyOf = abstractState): World =>
  inOneShop(type, usualWalk(type, oneStartOf(type), keyOf));
/** The shortest walk: without second thoughts, and without what the buyer pays. */
export const plainWorldOf = (type: TicketType, limit?: number): World =>
  inOneShop(type, shortWalk(type, isEither, limit));
/** The shortest walk in each of the three shops. */
export const plainWorldsOf = (type: TicketType, limit?: number): World =>
  inEachShop(type, shortWalk(type, isEither, limit), isEither, limit);
/** With what is asked for proof, otherwise as short. */
export const proofWorldOf = (type: TicketType): World =>
  inOneShop(
    type,
    shortWalk(type, (row) => isPaidByBuyer(row) || (isSecondThought(row) && !isAboutProof(row))),
  );
/** What the buyer pays, without second thoughts and without the platform. */
export const paidWorldOf = (type: TicketType, limit?: number): World =>
  inOneShop(
    type,
    shortWalk(type, (row) => isSecondThought(row) || isByPlatform(row), limit),
  );
