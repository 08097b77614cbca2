import { project } from '@sidecard/core/server';
import type { Ticket } from '@sidecard/core/authoring';
import type { TicketView } from '@sidecard/core/wire';
import type { ExportOptions } from '@sidecard/exporters';
import { contextAt, created, START_MS } from './tickets.ts';

export const TASK_URL = 'https://shop.example/after-sales/tickets/42?from=chat';

/** An export as a host asks for it, an hour after the ticket was opened. */
export const OPTIONS: ExportOptions = {
  locale: 'en',
  taskUrl: TASK_URL,
  nowMs: START_MS + 3_600_000,
  timeZone: 'Asia/Shanghai',
};

/** What the shop's handlers see of a ticket. */
export function viewOf(ticket: Ticket = created().ticket, nowMs = OPTIONS.nowMs): TicketView {
  return project(ticket, 'handlers', contextAt(nowMs));
}

/** A ticket with these texts wherever people wrote them. */
export function withTexts(view: TicketView, text: string, pictureUrl?: string): TicketView {
  const [first, ...others] = view.order.items;
  const item = { ...first, title: text, options: text, ...(pictureUrl === undefined ? {} : { pictureUrl }) };
  return {
    ...view,
    request: { ...view.request, text },
    order: { ...view.order, buyer: { ...view.order.buyer, name: text }, items: [item, ...others] },
    ...(view.claim ? { claim: { ...view.claim, name: text } } : {}),
    ...(view.handledBy ? { handledBy: { ...view.handledBy, name: text } } : {}),
  };
}

/** All texts of a message, except those that name a kind of node. */
export function stringsOf(value: unknown, key = ''): readonly (readonly [key: string, text: string])[] {
  if (typeof value === 'string') return [[key, value]];
  if (Array.isArray(value)) return value.flatMap((one) => stringsOf(one, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => stringsOf(one, name));
}
