import type { TicketView } from '../machine/projection.js';
import { shownDeadline } from '../model/deadlines.js';
import type { ItemQuantity } from '../model/field-values.js';
import { resolveLocale } from '../values/labels.js';
import { formatMoney, isMoney, type Money } from '../values/money.js';
import { BRACES, isTemplateVariable, type TemplateVariable } from './template.js';

/** What a template needs besides the ticket. */
export interface TemplateContext {
  /** IANA name of the shop’s time zone, in which deadlines are written. @default the reader’s own */
  readonly timeZone?: string | undefined;
  /** The shop’s name for its buyers. */
  readonly shop?: string | undefined;
}

/** Why a variable could not be filled: it does not exist, or the ticket has nothing for it. */
export interface FillProblem {
  readonly variable: string;
  readonly problem: 'unknown-variable' | 'no-value';
}

/** A text without variables, or each variable that could not be filled, once. */
export type Filled =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problems: readonly FillProblem[] };

/** The members of a ticket that variables show. */
export type TemplateSubject = Pick<TicketView, 'order' | 'request' | 'agreed' | 'proposal' | 'deadlines' | 'locale'>;

/**
 * Fills a template’s text with the facts of a ticket, in the ticket’s language. Pure, except that dates come from `Intl`.
 *
 * `{buyer}` is the buyer’s name, `{order}` the order’s id, `{goods}` the chosen items (else all) with quantities, `{amount}` the proposed,
 * agreed or requested refund, `{deadline}` the buyer’s deadline, else the shop’s, and `{shop}` the shop’s name.
 *
 * @returns the problems `unknown-variable` and `no-value`, instead of a text with holes
 */
export function fillTemplate(
  { text }: { readonly text: string },
  subject: TemplateSubject,
  context: TemplateContext = {},
): Filled {
  const problems = new Map<string, FillProblem>();
  const filled = text.replace(BRACES, (_, name: string) => {
    const value = isTemplateVariable(name) ? valueOf(name, subject, context) : undefined;
    if (value) return value;
    problems.set(name, { variable: name, problem: isTemplateVariable(name) ? 'no-value' : 'unknown-variable' });
    return '';
  });
  return problems.size > 0 ? { ok: false, problems: [...problems.values()] } : { ok: true, text: filled };
}

/**
 * Fills a text that several tickets are sent alike: what is the same for all is written, otherwise the variables remain, and
 * {@link fillText} fills them for each.
 *
 * @returns the problems of any of the tickets, each variable once
 */
export function fillForAll(
  template: { readonly text: string },
  subjects: readonly TemplateSubject[],
  context: TemplateContext = {},
): Filled {
  const filled = subjects.map((subject) => fillTemplate(template, subject, context));
  const problems = new Map(filled.flatMap((one) => (one.ok ? [] : one.problems)).map((one) => [one.variable, one]));
  if (problems.size > 0) return { ok: false, problems: [...problems.values()] };
  const texts = new Set(filled.flatMap((one) => (one.ok ? [one.text] : [])));
  const [first] = texts;
  return { ok: true, text: first === undefined || texts.size > 1 ? template.text : first };
}

/** Fills a written text like a template; without a variable it is as written, whatever its braces contain. */
export function fillText(text: string, subject: TemplateSubject, context: TemplateContext = {}): Filled {
  return variablesIn(text).length > 0 ? fillTemplate({ text }, subject, context) : { ok: true, text };
}

/** Returns the variables that a text contains, each once. */
export function variablesIn(text: string): readonly TemplateVariable[] {
  const names = [...text.matchAll(BRACES)].map(([, name = '']) => name);
  return [...new Set(names)].filter(isTemplateVariable);
}

function valueOf(
  name: TemplateVariable,
  subject: TemplateSubject,
  { timeZone, shop }: TemplateContext,
): string | undefined {
  const { order, locale } = subject;
  switch (name) {
    case 'buyer':
      return order.buyer.name;
    case 'order':
      return order.id;
    case 'goods':
      return goodsOf(subject);
    case 'amount': {
      const amount = amountOf(subject);
      return amount && formatMoney(amount);
    }
    case 'deadline': {
      const deadline = shownDeadline(subject, 'buyer');
      return deadline && momentOf(deadline.dueAtMs, locale, timeZone);
    }
    case 'shop':
      return shop;
  }
}

function amountOf({ proposal, agreed, request }: TemplateSubject): Money | undefined {
  const asked = request['amount'];
  return proposal?.refund ?? agreed?.refund ?? (isMoney(asked) ? asked : undefined);
}

function goodsOf({ order, request, locale }: TemplateSubject): string {
  const { items } = request;
  const chosen = Array.isArray(items) ? (items as readonly ItemQuantity[]) : [];
  const lines = chosen.length > 0 ? chosen : order.items.map(({ id, quantity }) => ({ itemId: id, quantity }));
  return lines
    .flatMap(({ itemId, quantity }) => {
      const item = order.items.find(({ id }) => id === itemId);
      return item ? [quantity === 1 ? item.title : `${item.title} ×${quantity}`] : [];
    })
    .join(resolveLocale(locale) === 'zh-CN' ? '、' : ', ');
}

function momentOf(atMs: number, locale: string, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(atMs);
}
