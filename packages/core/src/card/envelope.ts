import type { TicketView } from '../machine/projection.js';
import { shownDeadline } from '../model/deadlines.js';
import { paidFor } from '../model/order.js';
import type { DisplayStatus, Side } from '../model/states.js';
import { label, type Labels, type Locale, resolveLocale } from '../values/labels.js';
import { formatMoney, isMoney, type Money } from '../values/money.js';
import { truncate } from '../values/text.js';
import { isPictureUrl } from './picture-url.js';

/** What a card shows before live data is there: the facts as they were when it was sent. */
export interface CardSnapshot {
  readonly type: string;
  /** The type's name. Missing from older servers. */
  readonly typeLabels?: Readonly<Record<Locale, string>>;
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
  /** The shop whose ticket it is; the server says it, so that a signed card is worth nothing in another shop's chat. */
  readonly merchantId?: string;
  readonly ticketId: string;
  readonly snapshot: CardSnapshot;
  /** For a client that cannot draw the card, in the ticket's language. The shop reads it, and the buyer. */
  readonly text: string;
  /** The same in every language that ships, for a client that knows its reader's. */
  readonly texts?: Readonly<Record<Locale, string>>;
  /**
   * The server's signature over everything else in the message: a compact JWS with detached content, see {@link canonicalCard}. A message without
   * one, or with one that nobody has verified, may have been typed by the buyer.
   */
  readonly signature?: string;
}

/** The id under which the card stands in the chat; derived, so that posting it twice is posting it once (R1). */
export function cardMessageId(ticketId: string): string {
  return `sidecard-card-${ticketId}`;
}

/**
 * Makes the card message of a ticket. The server signs it afterwards.
 *
 * @param view - the **buyer's** projection: the conversation is shared with the buyer
 */
export function toCardMessage(view: TicketView): CardMessage {
  const snapshot = snapshotOf(view);
  const text = (locale: string): string => fallbackText(view, snapshot, locale);
  return {
    sidecard: 1,
    kind: 'ticket-card',
    ticketId: view.id,
    snapshot,
    text: text(view.locale),
    texts: { 'zh-CN': text('zh-CN'), en: text('en') },
  };
}

/** The facts of a card, from whichever projection its reader has. Texts are cut so that the message stays far below its limit. */
export function snapshotOf(view: TicketView): CardSnapshot {
  const item = view.order.items[0];
  const { amount, reason, text } = view.request;
  const deadline = shownDeadline(view, view.moveOf ?? 'merchant');
  return {
    type: view.type,
    ...(view.typeLabels ? { typeLabels: shortLabels(view.typeLabels) } : {}),
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

function shortLabels(labels: Labels): Readonly<Record<Locale, string>> {
  return { 'zh-CN': truncate(labels['zh-CN'], 60), en: truncate(labels.en, 60) };
}

/** It says to nobody that it is theirs to answer: buyer and shop read the same. */
function fallbackText(view: TicketView, { amount: money }: CardSnapshot, locale: string): string {
  const name = view.typeLabels ? label(view.typeLabels, locale) : view.type;
  const order = view.order.id.slice(-4);
  const amount = formatMoney(money);
  return resolveLocale(locale) === 'zh-CN'
    ? `平台：${name}工单，订单 …${order}，${amount}。此客户端无法显示工单卡片，请升级后查看。`
    : `Platform: ${name}, order …${order}, ${amount}. This client cannot show the ticket’s card; update it to see more.`;
}
