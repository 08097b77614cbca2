import { type CardSnapshot, label } from '@sidecard/core/card';
import { shownDeadline, shownIntervention, shownPayment } from '@sidecard/core/live-card';
import type { ActorView, Deadline, TicketView } from '@sidecard/core/wire';
import type { CardTexts } from '../locales/card-texts.js';
import { formatAmount, formatMoment, type TimeOptions } from '../locales/format-card.js';
import { format } from '../locales/message.js';
import { buyersLine, type Sentence, typeName } from './sent-words.js';

type PaymentKey = NonNullable<ReturnType<typeof shownPayment>>['key'];

/* What a card says of a ticket, without elements, so that cards elsewhere say the same. */

/** Returns the name of a ticket's type: ours, else the server's, else its key. */
export function nameOf(of: Pick<CardSnapshot, 'type' | 'typeLabels'>, texts: CardTexts): string {
  return typeName(of, texts) ?? (of.typeLabels ? label(of.typeLabels, texts.locale) : of.type);
}

/** Returns who and why: what the buyer said, or what is done and what happens next; and the payment that it names, if any. */
export function liveLine(
  view: TicketView,
  snapshot: CardSnapshot,
  texts: CardTexts,
): readonly [...Sentence, payment?: PaymentKey] {
  const { line, locale } = texts;
  const { displayStatus, ending, reasonLabels } = view;
  const platform = shownIntervention(view, 'merchant');
  if (platform) return [line[platform], {}];
  const payment = ending && shownPayment(view);
  if (payment) {
    const { amountMinor } = payment;
    const amount = formatAmount({ amountMinor, currency: view.order.items[0].paid.currency }, locale);
    return [line[payment.key], { amount }, payment.key];
  }
  if (ending) return [line[ending], {}];
  if (displayStatus !== 'awaiting-merchant') {
    // While a deadline for something more specific runs, its text says what is waited for.
    const key = shownDeadline(view, 'merchant')?.key ?? '';
    return [line[(key in line ? key : displayStatus) as keyof typeof line], {}];
  }
  return buyersLine(snapshot.words ?? (reasonLabels && label(reasonLabels, locale)), displayStatus, texts);
}

/** Returns what is said about the time, the deadline to count down, or nothing. */
export function liveDue(
  view: TicketView,
  context: TimeOptions & { readonly texts: CardTexts },
): string | Deadline | undefined {
  const { due } = context.texts;
  const { displayStatus, endedAtMs, intervention } = view;
  if (endedAtMs !== undefined)
    return format(displayStatus === 'resolved' ? due.done : due.closed, { moment: formatMoment(endedAtMs, context) });
  const deadline = shownDeadline(view, 'merchant');
  if (deadline || intervention === 'none') return deadline;
  return due[intervention === 'requested' ? 'requested' : 'reviewing'];
}

/** Returns who handles a ticket, or handled it. */
export function ownerIn({ claim, handledBy, endedAtMs }: TicketView): ActorView | TicketView['claim'] {
  return endedAtMs === undefined ? claim : handledBy;
}

/** Returns what is said about the owner. @param isReader - whether the owner is the reader */
export function liveOwner(view: TicketView, { owner }: CardTexts, isReader: boolean): Sentence {
  const ended = view.endedAtMs !== undefined;
  const person = ownerIn(view);
  if (!person) return [ended ? owner.wasNobody : owner.nobody, {}];
  if (isReader) return [ended ? owner.wasMe : owner.me, {}];
  return [ended ? owner.wasOther : owner.other, { name: person.name }];
}
