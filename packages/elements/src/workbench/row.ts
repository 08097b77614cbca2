import type { Side, TicketSummary } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { formatAmount, formatBy, formatMoment, type TimeOptions } from '../locales/format.js';
import { shortOrder } from '../locales/short-order.js';
import { format } from '../locales/message.js';
import type { WorkbenchWords } from '../locales/workbench-catalogue.js';
import { countdown, statusStyle } from '../task/status-style.js';
import { paymentLook } from '../ticket/payment-look.js';
import { formatRich, typeName } from '../ticket/view-model.js';
import { drawing } from './icons.js';

/** What a row needs besides its ticket. */
export interface RowContext {
  readonly texts: WorkbenchWords;
  readonly time: TimeOptions;
  /** The reader's side. */
  readonly side: Side | 'staff';
  readonly accountId: string | undefined;
  readonly isOffline: boolean;
  /** Whether the ticket has changed since the reader looked at it. */
  readonly isUnread: (ticket: TicketSummary) => boolean;
  /** The box that selects it. */
  readonly pick: TemplateResult;
  readonly link: (ticket: TicketSummary, content: TemplateResult, isActive: boolean) => TemplateResult;
}

/** Renders the cells of a row. */
export function cells(ticket: TicketSummary, isActive: boolean, context: RowContext): TemplateResult {
  const { texts } = context;
  const { order, buyer, displayStatus, moveOf } = ticket;
  const style = statusStyle(displayStatus, moveOf, context.side);
  const title = html`<bdi class="cut">${order.title}</bdi>`;
  return html`<div class="what" role="cell">
      ${context.pick}<span class="thumb">${order.imageUrl ? picture(order.imageUrl) : drawing('box')}</span>
      ${context.link(ticket, title, isActive)}
      ${context.isUnread(ticket) ? html`<span class="dot" role="img" aria-label=${texts.list.unread} title=${texts.list.unread}></span>` : nothing}
      <span class="sub cut" dir="auto"
        >${formatRich(texts.list.row, { buyer: buyer.name, order: shortOrder(order.id) })}${
          order.lines > 1 ? html` · ${format(texts.list.more, { count: order.lines - 1 })}` : nothing
        }</span
      >
    </div>
    <div class="type" role="cell">
      ${drawing(`type-${ticket.type}`)}<bdi class="cut">${typeName(ticket, { texts })}</bdi>
    </div>
    <div class="asked num" role="cell">${asked(ticket, texts)}</div>
    <div class="state ${style.tone}" role="cell">
      <span class="status" translate="no"
        >${drawing(style.icon)}<bdi class="cut">${texts.statuses[displayStatus]}</bdi></span
      >${payment(ticket, texts)}
    </div>
    <div class="left" role="cell">${due(ticket, context)}</div>
    <div class="who ${ownerOf(ticket)?.accountId === context.accountId ? 'me' : ''}" role="cell">
      ${owner(ticket, context)}
    </div>`;
}

/** The payment of an ended ticket, until it is made: its look, with the words of card and panel. */
function payment({ payment: shown, endedAtMs }: TicketSummary, texts: WorkbenchWords): TemplateResult | string {
  const look = shown && endedAtMs !== undefined ? paymentLook(shown.key) : undefined;
  if (!look || shown?.currency === undefined) return '';
  const { amountMinor, currency } = shown;
  const amount = formatAmount({ amountMinor, currency }, texts.locale);
  const text = format(texts.line[shown.key], { amount });
  return html`<span class="money ${look.tone}" role="img" aria-label=${text} title=${text}
    >${drawing(look.icon)}</span
  >`;
}

function picture(url: string): TemplateResult {
  return html`<img src=${url} alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer" />`;
}

function ownerOf({
  claim,
  handledBy,
  endedAtMs,
}: TicketSummary): { readonly accountId?: string; readonly name?: string } | undefined {
  return endedAtMs === undefined ? claim : handledBy;
}

function owner(ticket: TicketSummary, { texts, accountId }: RowContext): TemplateResult {
  const who = ownerOf(ticket);
  const name = who?.accountId !== undefined && who.accountId === accountId ? texts.list.you : who?.name;
  if (name === undefined) {
    return ticket.endedAtMs === undefined
      ? html`${drawing('unclaimed')}<bdi class="cut">${texts.owner.nobody}</bdi>`
      : html`<span aria-hidden="true">—</span>`;
  }
  return html`${drawing('person')}<bdi class="cut">${name}</bdi>`;
}

/** What the buyer asks for: money, or pieces of the goods. */
function asked({ asked: what }: TicketSummary, texts: WorkbenchWords): TemplateResult | string {
  if (what?.amount) return formatAmount(what.amount, texts.locale);
  return what?.pieces ? format(texts.list.pieces, { count: what.pieces }) : html`<span aria-hidden="true">—</span>`;
}

/** The remaining time, or when it ended. */
function due(ticket: TicketSummary, { texts, time, side, isOffline }: RowContext): TemplateResult {
  if (ticket.endedAtMs !== undefined) {
    return chip('', drawing('clock'), html`<span>${formatMoment(ticket.endedAtMs, time)}</span>`);
  }
  const { deadline } = ticket;
  if (!deadline) return chip('', drawing('waiting'), html`<span>${texts.list.paused}</span>`);
  const by = formatBy(deadline.dueAtMs, time);
  if (isOffline) return chip('', drawing('clock'), html`<span>${by}</span>`);
  const [tone, icon, left] = countdown(deadline, { texts, time }, side);
  return chip(tone, icon, html`${left}<span class="vh">${by}</span>`);
}

function chip(tone: string, icon: TemplateResult, text: TemplateResult): TemplateResult {
  return html`<div class="due ${tone}"><span class="chip" translate="no">${icon}${text}</span></div>`;
}
