import type { TicketView } from '../audiences/project.js';
import { truncate } from '../fields/text.js';
import { isPictureUrl } from './picture-url.js';
import { label, resolveLocale } from '../labels.js';
import { shownDeadline } from '../lifecycle/deadlines.js';
import type { DisplayStatus, Side } from '../lifecycle/states.js';
import { paidFor } from '../lifecycle/ticket.js';
import { formatMoney, isMoney, type Money } from '../money.js';
import type { TicketType } from '../ticket-types/define-ticket-type.js';

/** What a card shows before live data is there: the facts as they were when it was sent. */
export interface CardSnapshot {
  readonly type: string;
  readonly displayStatus: DisplayStatus;
  readonly moveOf?: Side | 'staff';
  readonly createdAtMs: number;
  /** The deadline's start and end, if one runs that the reader may know. */
  readonly deadline?: { readonly of: Side | 'staff'; readonly startedAtMs: number; readonly dueAtMs: number };
  readonly orderId: string;
  readonly item: {
    readonly title: string;
    readonly options?: string;
    readonly quantity: number;
    readonly pictureUrl?: string;
  };
  /** What is asked, or what the order cost. */
  readonly amount: Money;
  readonly reason?: string;
  /** The buyer's words, shortened. */
  readonly words?: string;
  readonly version: number;
}

/** The message that any chat can carry as a custom message. Everything in it may be read by the buyer. */
export interface CardMessage {
  readonly sidecard: 1;
  readonly kind: 'ticket-card';
  readonly ticketId: string;
  readonly snapshot: CardSnapshot;
  /** For a client that cannot draw the card. */
  readonly text: string;
}

/** The id under which the card stands in the chat; derived, so that posting it twice is posting it once (R1). */
export function cardMessageId(ticketId: string): string {
  return `sidecard-card-${ticketId}`;
}

/**
 * Makes the card message of a ticket.
 *
 * @param view - the **buyer's** projection: the conversation is shared with the buyer
 * @param type - for the words of the fallback text; without it the key stands in
 */
export function toCardMessage(view: TicketView, type?: TicketType): CardMessage {
  const snapshot = snapshotOf(view);
  return { sidecard: 1, kind: 'ticket-card', ticketId: view.id, snapshot, text: fallbackText(view, snapshot, type) };
}

/** The facts of a card, from whichever projection its reader has. Texts are cut so that the message stays far below its limit. */
export function snapshotOf(view: TicketView): CardSnapshot {
  const item = view.order.items[0];
  const { amount, reason, text } = view.request;
  const deadline = shownDeadline(view, view.moveOf ?? 'merchant');
  return {
    type: view.type,
    displayStatus: view.displayStatus,
    ...(view.moveOf ? { moveOf: view.moveOf } : {}),
    createdAtMs: view.createdAtMs,
    ...(deadline
      ? { deadline: { of: deadline.of, startedAtMs: deadline.startedAtMs, dueAtMs: deadline.dueAtMs } }
      : {}),
    orderId: view.order.id.slice(0, 100),
    item: {
      title: truncate(item.title, 120) || '…',
      ...(item.options ? { options: truncate(item.options, 80) } : {}),
      quantity: item.quantity,
      ...(isPictureUrl(item.pictureUrl) ? { pictureUrl: item.pictureUrl } : {}),
    },
    amount: isMoney(amount) ? amount : paidFor(view.order),
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(typeof text === 'string' ? { words: truncate(text, 120) } : {}),
    version: view.version,
  };
}

function fallbackText(view: TicketView, snapshot: CardSnapshot, type: TicketType | undefined): string {
  const name = type ? label(type.labels, view.locale) : view.type;
  const order = view.order.id.slice(-4);
  const amount = formatMoney(snapshot.amount);
  return resolveLocale(view.locale) === 'zh-CN'
    ? `平台：你有一个${name}工单待处理。订单 …${order}，${amount}。请升级客户端后处理。`
    : `Platform: a ticket of type "${name}" needs your answer. Order …${order}, ${amount}. Update your client to handle it here.`;
}
