import { deadlineRule, isIds, isMoney } from '@sidecard/core/panel';
import type { ItemQuantity } from '@sidecard/core';
import type { EventKind, FieldValue, FieldValues, HistoryView, ReceiptLine } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { pieceText } from '../fields/pieces.js';
import { shownPictures } from '../fields/kinds/pictures/shown.js';
import { optionLabels, shownValue } from '../fields/shown.js';
import { formatAmount, formatWhen } from '../locales/format.js';
import { format } from '../locales/message.js';
import { icon } from '../theme/icons.js';
import { actionName, formatRich, labelText, nameActor, typeName, type ViewModel } from '../ticket/view-model.js';
import type { KnownHistory } from './known-history.js';
import type { Section } from './section.js';

/** Number of entries shown initially. */
const SHOWN = 4;

const ICONS: Partial<Readonly<Record<EventKind, string>>> = {
  'ticket-created': 'ticket',
  agreed: 'check',
  proposed: 'chat',
  'proposal-accepted': 'check',
  'proposal-rejected': 'declined',
  declined: 'declined',
  'return-submitted': 'type-return-refund',
  'receipt-confirmed': 'box',
  fulfilled: 'type-delivery-issue',
  'fulfilment-confirmed': 'box',
  withdrawn: 'closed',
  escalated: 'platform',
  'review-begun': 'platform',
  'evidence-requested': 'platform',
  'evidence-submitted': 'picture',
  'evidence-missing': 'warning',
  ruled: 'ruling',
  'settlement-recorded': 'resolved',
  'order-fact-recorded': 'type-delivery-issue',
  'deadline-extended': 'clock',
  'deadline-changed': 'clock',
  'deadline-passed': 'clock',
  'deadline-noticed': 'clock',
  replied: 'chat',
  claimed: 'person',
  released: 'unclaimed',
  transferred: 'person',
};

/** The history, newest first. @param all - shows all loaded entries instead of the latest */
export function historySection(model: ViewModel, history: KnownHistory, all: boolean, onEarlier: () => void): Section {
  const { texts } = model;
  const newest = [...history.entries].reverse();
  const total = newest.length + history.missing;
  const earlier = total - (all ? newest.length : SHOWN);
  return {
    key: 'history',
    icon: 'clock',
    title: texts.sections.history,
    sum: format(texts.history.entries, { count: total }),
    end:
      earlier <= 0
        ? nothing
        : html`<button class="btn quiet small" type="button" data-act="earlier" @click=${onEarlier}>
            ${format(texts.history.earlier, { count: earlier })}
          </button>`,
    body: historyLines(all ? newest : newest.slice(0, SHOWN), model),
  };
}

/** Entries of the history, in the order in which they are given. */
export function historyLines(entries: readonly HistoryView[], model: ViewModel): TemplateResult {
  const { texts, type, session, view, time } = model;
  // The panel draws at each key. Times name another year.
  const shared = [texts, type, session, view, Math.floor(time.nowMs / HOUR_MS)];
  return html`<ol class="timeline">
    ${entries.map((entry) =>
      // A picture that failed to load is tried again.
      entry.before || hasPictures(entry) ? line(entry, model) : guard([entry, ...shared], () => line(entry, model)),
    )}
  </ol>`;
}

const HOUR_MS = 3_600_000;

const hasPictures = ({ fields }: HistoryView): boolean =>
  isIds(fields?.['pictures']) || pieces(fields?.['receipt']).length > 0;

function line(entry: HistoryView, model: ViewModel): TemplateResult {
  const { texts, time } = model;
  const at = new Date(entry.atMs).toISOString();
  const more = [
    ...(entry.before ? [corrections(entry, entry.before, model)] : []),
    entry.sentMessage
      ? format(texts.history.said, { text: entry.sentMessage.text })
      : entry.before
        ? ''
        : evidenceText(entry),
  ].filter((part) => part.length > 0);
  const pictures = entry.fields?.['pictures'];
  return html`<li data-kind=${entry.kind}>
    ${icon(ICONS[entry.kind] ?? 'ticket')}
    <span>${sentence(entry, model)}</span>
    <time translate="no" datetime=${at}>${formatWhen(entry.atMs, time)}</time>
    ${more.map((part) => html`<span class="how" dir="auto">${part}</span>`)}
    ${pieces(entry.fields?.['receipt']).map((piece) => {
      const name = pieceText(piece, model.view);
      return html`<span class="how" dir="auto" role="group" aria-label=${name}
        >${name} ${shownPictures(piece.pictures ?? [], model)}</span
      >`;
    })}
    ${isIds(pictures) ? html`<span class="how">${shownPictures(pictures, model)}</span>` : nothing}
  </li>`;
}

/** Lines of a receipt that have pictures. */
const pieces = (receipt: FieldValue | undefined): readonly ReceiptLine[] =>
  Array.isArray(receipt) ? (receipt as readonly ReceiptLine[]).filter((line) => isIds(line.pictures)) : [];

function evidenceText({ kind, fields }: HistoryView): string {
  const text = fields?.['text'];
  return typeof text === 'string' && /^evidence|^proof|ruled|appealed/.test(kind) ? text : '';
}

/** The new values of a correction, after those that they replace; screen readers are told which is which. */
function corrections(
  { fields = {}, sentMessage }: HistoryView,
  before: FieldValues,
  model: ViewModel,
): readonly TemplateResult[] {
  const { history } = model.texts;
  const known = model.type?.transitions.flatMap((transition) => transition.fields ?? []) ?? [];
  const shown = (key: string, value: FieldValue | undefined) => {
    const field = known.find((one) => one.key === key);
    return (field && value !== undefined && shownValue(field, value, model)) || '';
  };
  // The message to the buyer is shown as what was said.
  return Object.entries(fields).map(([key, value]) =>
    JSON.stringify(value) === JSON.stringify(before[key]) || (sentMessage && key === 'text')
      ? html``
      : html`<span class="vh">${history.before}</span> <s>${shown(key, before[key])}</s>
          <span class="vh">${history.after}</span> ${shown(key, value)} `,
  );
}

/** Describes an entry. Unknown kinds are described by their command (R27). */
function sentence(entry: HistoryView, model: ViewModel): readonly (string | TemplateResult)[] {
  const { texts, type, session, view } = model;
  const fields = entry.fields ?? {};
  const { amount, postage, reason, carrier, trackingNumber, hours } = fields;
  const reasons = entry.by.party === 'buyer' ? type?.reasons.buyer : type?.reasons.merchant;
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  // Both are refunds.
  const money = [amount, postage].find(isMoney);
  const message = (Object.hasOwn(texts.history, entry.kind) && texts.history[entry.kind]) || texts.history.moved;
  return formatRich(message, {
    who: nameActor(entry.by, texts, session?.accountId),
    type: typeName(view, model),
    amount: money && formatAmount(money, texts.locale),
    reason: labelText(reasons?.find(({ key }) => key === reason)?.labels, model) || undefined,
    what: whatOf(entry, model),
    carrier: text(carrier),
    tracking: text(trackingNumber),
    hours: text(hours),
    choice: entry.choice,
    pieces: piecesText(entry, model),
  });
}

/** The pieces with which a ticket goes on after it was split, or in which state pieces came back. */
function piecesText({ command, fields = {} }: HistoryView, model: ViewModel): string | undefined {
  const { items, receipt } = fields;
  if (command === 'split' && Array.isArray(items)) {
    const pieces = items as readonly ItemQuantity[];
    return pieces.map((piece) => pieceText(piece, model.view)).join(model.texts.blocked.listSeparator);
  }
  const field =
    receipt && model.type?.transitions.flatMap((row) => row.fields ?? []).find(({ key }) => key === 'receipt');
  return field ? (shownValue(field, receipt, model) as string) : undefined;
}

/** The subject of an entry: the sides asked, a ruling, a deadline, an order event, else the transition's label. */
function whatOf({ kind, command, choice, fields, to }: HistoryView, model: ViewModel): string | undefined {
  const { texts, type } = model;
  const { parties, blocked } = texts;
  const side = (key: string): string => (key.endsWith('buyer') ? parties.buyer : parties.shop);
  const { from, fact, deadline } = fields ?? {};
  if (kind === 'evidence-requested' && Array.isArray(from)) {
    return (from as readonly string[]).map(side).join(blocked.listSeparator);
  }
  if (to) return to.name;
  if (kind === 'evidence-missing') return side(choice ?? '');
  if (typeof fact === 'string') {
    const field = type?.transitions.flatMap((transition) => transition.fields ?? []).find(({ key }) => key === 'fact');
    return (field && labelText(optionLabels(field, fact, model), model)) || fact;
  }
  const key = typeof deadline === 'string' ? deadline : command === 'expire' ? choice : undefined;
  if (key !== undefined) return labelText(type && deadlineRule(type, key)?.labels, model) || key;
  // An extension of one's own deadline does not name it.
  return kind === 'deadline-extended' ? undefined : actionName({ command, choice }, model);
}
