import type { TicketView } from '../machine/projection.js';
import { shownDeadline } from '../model/deadlines.js';
import { paidFor } from '../model/order.js';
import type { DisplayStatus, Side } from '../model/states.js';
import { label, type Labels, type Locale, resolveLocale } from '../values/labels.js';
import { formatMoney, type Money } from '../values/money.js';
import { truncate } from '../values/text.js';
import { type Asked, askedIn, itemAsked } from './asked.js';
import { isPictureUrl } from './picture-url.js';

/** What a card shows before live data arrives: the facts as of when it was sent. */
export interface CardSnapshot {
  readonly type: string;
  /** The type's name. Missing from older servers. */
  readonly typeLabels?: Readonly<Record<Locale, string>>;
  readonly displayStatus: DisplayStatus;
  readonly moveOf?: Side | 'staff';
  readonly createdAtMs: number;
  /** Start and end of the running deadline, if the reader may see it. */
  readonly deadline?: { readonly of: Side | 'staff'; readonly startedAtMs: number; readonly dueAtMs: number };
  readonly orderId: string;
  readonly item: {
    readonly title: string;
    readonly options?: string;
    readonly quantity: number;
    readonly pictureUrl?: string;
  };
  /** What is asked. Missing from older servers. */
  readonly asked?: Asked;
  /** For readers of earlier releases: the requested amount, or the price of the order. */
  readonly amount: Money;
  readonly reason?: string;
  /** The buyer's statement, shortened. */
  readonly words?: string;
  readonly version: number;
}

/** The message that any chat can carry as a custom message. The buyer may read everything in it. */
export interface CardMessage {
  readonly sidecard: 1;
  readonly kind: 'ticket-card';
  /** The ticket's shop, so that a signed card is not valid in another shop's chat. */
  readonly merchantId?: string;
  readonly ticketId: string;
  readonly snapshot: CardSnapshot;
  /** Fallback for clients that cannot render the card, in the ticket's language. Both the shop and the buyer read it. */
  readonly text: string;
  /** The fallback in every supported language, for clients that know their reader's. */
  readonly texts?: Readonly<Record<Locale, string>>;
  /**
   * The server's signature over all other members: a compact JWS with detached content, see {@link canonicalCard}. A message without a
   * verified signature may have been typed by the buyer.
   */
  readonly signature?: string;
}

/** Returns the card's message id in the chat. It is derived from the ticket, so that posting it twice has no effect (R1). */
export function cardMessageId(ticketId: string): string {
  return `sidecard-card-${ticketId}`;
}

/**
 * Creates the card message of a ticket. The server signs it afterwards.
 *
 * @param view - the **buyer's** projection, because the buyer reads the conversation
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

/** Returns a card's facts, from the reader's projection. Texts are shortened to keep the message far below its limit. */
export function snapshotOf(view: TicketView): CardSnapshot {
  const { reason, text } = view.request;
  const item = itemAsked(view);
  const asked = askedIn(view);
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
    asked,
    amount: asked.amount ?? paidFor(view.order),
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(typeof text === 'string' ? { words: truncate(text, 120) } : {}),
    version: view.version,
  };
}

function shortLabels(labels: Labels): Readonly<Record<Locale, string>> {
  return { 'zh-CN': truncate(labels['zh-CN'], 60), en: truncate(labels.en, 60) };
}

/** Addresses neither side, because buyer and shop read the same text. */
function fallbackText(view: TicketView, { asked: { amount, pieces = 0 } = {} }: CardSnapshot, locale: string): string {
  const name = view.typeLabels ? label(view.typeLabels, locale) : view.type;
  const order = view.order.id.slice(-4);
  const money = amount && formatMoney(amount);
  if (resolveLocale(locale) === 'zh-CN') {
    const what = money ?? (pieces > 0 ? `${pieces}件` : undefined);
    const of = what === undefined ? '' : `，${what}`;
    return `平台：${name}工单，订单 …${order}${of}。此客户端无法显示工单卡片，请升级后查看。`;
  }
  const what = money ?? (pieces > 0 ? `${pieces} ${pieces === 1 ? 'item' : 'items'}` : undefined);
  const of = what === undefined ? '' : `, ${what}`;
  return `Platform: ${name}, order …${order}${of}. This client cannot show the ticket’s card; update it to see more.`;
}
