import { isPictureUrl } from '../card/picture-url.js';
import { type Asked, askedIn } from '../card/asked.js';
import type { DecideContext } from '../machine/decision.js';
import { type ActorView, type Outline, outline, type TicketView } from '../machine/projection.js';
import { type ShownPayment, shownPayment } from '../machine/shown-payment.js';
import type { Queue } from '../machine/ticket-type.js';
import { shownDeadline } from '../model/deadlines.js';
import type { Audience } from '../model/audience.js';
import { type EventKind, reads } from '../model/event-kinds.js';
import type { Side } from '../model/states.js';
import type { Claim, Deadline, Ticket } from '../model/ticket.js';
import { truncate } from '../values/text.js';

/** A ticket as one row of a list, as its reader sees it: about 1 kB of JSON. */
export interface TicketSummary extends Pick<
  TicketView,
  | 'number'
  | 'type'
  | 'typeLabels'
  | 'typeVersion'
  | 'covered'
  | 'conversationId'
  | 'displayStatus'
  | 'workflow'
  | 'intervention'
  | 'settlement'
  | 'ending'
  | 'moveOf'
  | 'createdAtMs'
  | 'updatedAtMs'
  | 'endedAtMs'
  | 'version'
> {
  readonly ticketId: string;
  /** The queue of its type. Missing from older servers. */
  readonly queue?: Queue;
  readonly order: {
    readonly id: string;
    /** Of the first line, shortened. */
    readonly title: string;
    /** Picture of the first line. */
    readonly imageUrl?: string;
    /** Pieces of all lines. */
    readonly pieces: number;
    readonly lines: number;
  };
  readonly buyer: { readonly id: string; readonly name: string };
  /** What the buyer asks for. Missing if it is neither money nor goods. */
  readonly asked?: Asked;
  /** The deadline that the reader’s panel shows: of the reader’s own side, else of the other. Missing if none runs. */
  readonly deadline?: Deadline;
  /** What is paid, or is to be paid, with its state. Missing without a payment. */
  readonly payment?: ShownPayment & {
    /** ISO 4217 code. Missing from older servers. */
    readonly currency?: string;
  };
  readonly claim?: Claim;
  readonly handledBy?: ActorView;
  /** Kind of the latest history entry that the reader may read. */
  readonly last?: EventKind;
}

/** Maximum length of a title, in graphemes. */
const MAX_TITLE = 60;
/** Longer addresses of pictures are left out. */
const MAX_URL = 300;

/**
 * Creates the row of a list from the reader’s projection.
 *
 * @param side - the reader’s side, whose deadlines come first
 */
export function summaryOf(view: TicketView, side: Side | 'staff' = 'merchant'): TicketSummary {
  return summary(view, view, side, view.history.at(-1)?.kind);
}

/** Creates the row of a list without the reader’s projection, which costs more: equal to {@link summaryOf} of it. */
export function summaryFor(
  ticket: Ticket,
  audience: Audience,
  context: Pick<DecideContext, 'types' | 'policy'>,
): TicketSummary {
  const side = audience === 'staff' || audience === 'buyer' ? audience : 'merchant';
  const kinds = [...Object.keys(ticket.leftOut ?? {}), ...ticket.history.map(({ kind }) => kind)] as EventKind[];
  const last = kinds.filter((kind) => reads(audience, kind)).at(-1);
  return summary(ticket, outline(ticket, audience, context), side, last);
}

/** What a ticket and its projections have in common. */
type Summarized = Pick<
  Ticket & TicketView,
  | 'id'
  | 'number'
  | 'type'
  | 'conversationId'
  | 'order'
  | 'request'
  | 'commitment'
  | 'workflow'
  | 'intervention'
  | 'settlement'
  | 'ending'
  | 'agreed'
  | 'rulings'
  | 'collected'
  | 'deadlines'
  | 'createdAtMs'
  | 'updatedAtMs'
  | 'endedAtMs'
  | 'version'
>;

function summary(
  ticket: Summarized,
  { typeLabels, typeVersion, queue, covered, displayStatus, moveOf, claim, handledBy }: Outline,
  side: Side | 'staff',
  last: EventKind | undefined,
): TicketSummary {
  const { order, ending, endedAtMs } = ticket;
  const [first] = order.items;
  const asked = askedIn(ticket);
  const deadline = shownDeadline(ticket, side);
  const payment = shownPayment(ticket);
  return {
    ticketId: ticket.id,
    number: ticket.number,
    type: ticket.type,
    ...(typeLabels ? { typeLabels } : {}),
    ...(typeVersion === undefined ? {} : { typeVersion }),
    ...(queue ? { queue } : {}),
    covered,
    conversationId: ticket.conversationId,
    order: {
      id: order.id,
      title: truncate(first.title, MAX_TITLE),
      ...(isPictureUrl(first.pictureUrl) && first.pictureUrl.length <= MAX_URL ? { imageUrl: first.pictureUrl } : {}),
      pieces: piecesIn(order.items),
      lines: order.items.length,
    },
    buyer: { id: order.buyer.id, name: order.buyer.name },
    ...(asked.amount || asked.pieces ? { asked } : {}),
    displayStatus,
    workflow: ticket.workflow,
    intervention: ticket.intervention,
    settlement: ticket.settlement,
    ...(ending ? { ending } : {}),
    ...(moveOf ? { moveOf } : {}),
    ...(deadline ? { deadline } : {}),
    ...(payment ? { payment: { ...payment, currency: first.paid.currency } } : {}),
    ...(claim ? { claim } : {}),
    ...(handledBy ? { handledBy } : {}),
    createdAtMs: ticket.createdAtMs,
    updatedAtMs: ticket.updatedAtMs,
    ...(endedAtMs === undefined ? {} : { endedAtMs }),
    version: ticket.version,
    ...(last ? { last } : {}),
  };
}

function piecesIn(lines: readonly { readonly quantity: number }[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}
