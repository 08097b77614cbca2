import type { FieldLimits } from '../fields/field.js';
import type { Permission } from '../permissions/permissions.js';
import type { MoveObstacle } from '../refusals.js';
import type { Audience } from '../audiences/event-audiences.js';
import type { DecideContext } from './decide.js';
import { startDeadline } from './deadlines.js';
import { agreedPath, fits, obstacleTo } from './find-move.js';
import { moveLimits } from './limits.js';
import { moneyLeft } from './money-left.js';
import { type Move, moveKey } from './move.js';
import { isOpen, type Party, type Side } from './states.js';
import { acceptedTerms, askedTerms } from './terms.js';
import type { Ticket } from './ticket.js';
import type { TicketType } from '../ticket-types/define-ticket-type.js';

/** Something that can be done now: the button, its form's limits, and what it leads to. */
export interface Offer {
  readonly command: string;
  readonly choice?: string;
  /** Key of the type's row; {@link moveOfOffer} finds its fields and words. */
  readonly row: string;
  /** The permission that whoever does it must have. */
  readonly needs?: Permission;
  /** Limits that come from the ticket, by field key. */
  readonly limits?: Readonly<Record<string, FieldLimits>>;
  /** When this can no longer be done by itself: the deadline that it answers. */
  readonly dueAtMs?: number;
  /** Whose time begins with it, and for how long. */
  readonly starts?: { readonly key: string; readonly of: Side | 'staff'; readonly lastsMs: number };
  /** Appends beside the case: needs no version, and waits for no other. */
  readonly append?: true;
  /** Why it cannot be done although it is the right moment: `decide` would answer the same. */
  readonly off?: MoveObstacle | 'permission-missing';
}

const PARTY_OF: Readonly<Record<Audience, Party>> = {
  buyer: 'buyer',
  shop: 'merchant',
  handlers: 'merchant',
  staff: 'staff',
};

/**
 * Everything that an audience can do with a ticket now. What is listed and not `off`, `decide` accepts with valid fields; what is not
 * listed it refuses. Permissions are not applied: a projection is shared by all of an audience, and a client takes away what its own
 * account lacks with {@link offersWith}.
 */
export function offersFor(ticket: Ticket, audience: Audience, context: Omit<DecideContext, 'newId'>): readonly Offer[] {
  const type = context.types.get(ticket.type);
  if (!type) return [];
  const party = PARTY_OF[audience];
  const offers = new Map<string, Offer>();
  for (const move of type.moves) {
    const name = `${move.command}/${move.choice ?? ''}`;
    if (move.by !== party || offers.has(name) || !fits(move, type, ticket, context.policy)) continue;
    const off = obstacleTo(move, ticket, context);
    if (off === 'no-such-move') continue;
    offers.set(name, offerOf(move, type, ticket, party, context, off));
  }
  return [...offers.values()];
}

function offerOf(
  move: Move,
  type: TicketType,
  ticket: Ticket,
  party: Party,
  context: Omit<DecideContext, 'newId'>,
  off: MoveObstacle | undefined,
): Offer {
  const { now, policy } = context;
  const limits = moveLimits(move.fields ?? [], type, ticket, party, context);
  const due = ticket.deadlines.find((deadline) => deadline.of === party);
  const starts = startsOf(move, type, ticket, context);
  const clock = starts ? startDeadline(type, starts, now, policy, ticket.order) : undefined;
  // The platform's own time is its own matter.
  const begun = clock?.of === 'staff' && party !== 'staff' ? undefined : clock;
  return {
    command: move.command,
    ...(move.choice ? { choice: move.choice } : {}),
    row: moveKey(move),
    ...(move.needs ? { needs: move.needs } : {}),
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
    ...(due && !move.append ? { dueAtMs: due.dueAtMs } : {}),
    ...(begun ? { starts: { key: begun.key, of: begun.of, lastsMs: begun.dueAtMs - begun.startedAtMs } } : {}),
    ...(move.append ? { append: true } : {}),
    ...(off ? { off } : {}),
  };
}

function startsOf(
  move: Move,
  type: TicketType,
  ticket: Ticket,
  { policy, related }: Omit<DecideContext, 'newId'>,
): string | undefined {
  if (move.to === 'agreed-path') {
    // The way of the proposal, or of the request as it was asked; other terms in the form can lead elsewhere.
    const left = moneyLeft(ticket.order, related, policy);
    const agreed = move.effects?.includes('accept-proposal')
      ? acceptedTerms(ticket)
      : { ...askedTerms(ticket, left), ...(ticket.goodsWithMerchant ? ticket.agreed : {}) };
    return agreedPath(type, { ...ticket, agreed }, policy).deadline;
  }
  const goesOn = move.to === 'same' || isOpen(move.to);
  const intervening = (move.intervention ?? ticket.intervention) !== 'none';
  return goesOn && (!intervening || move.deadline === 'begin-review') ? move.deadline : undefined;
}

/** The row behind an offer, or `undefined` when this copy of the types does not know it (an older client, R27). */
export function moveOfOffer(type: TicketType | undefined, offer: Pick<Offer, 'row'>): Move | undefined {
  return type?.moves.find((move) => moveKey(move) === offer.row);
}

/** The offers as one account has them: those whose permission it lacks are `off: 'permission-missing'` (R11, R12). */
export function offersWith(offers: readonly Offer[], permissions: readonly Permission[]): readonly Offer[] {
  return offers.map((offer) =>
    !offer.needs || permissions.includes(offer.needs) ? offer : { ...offer, off: 'permission-missing' },
  );
}
