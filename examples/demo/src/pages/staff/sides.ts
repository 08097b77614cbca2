import type { Client } from '@sidecard/client';
import { assessCommitments, commitmentFactsOf, compensationFor, formatMoney, label } from '@sidecard/core';
import { deadlineRule, type HistoryView, type Side, type TicketView } from '@sidecard/core/wire';
import { h } from '../shared/dom.js';
import { COLON, factsOf, factsOfAct, type TextContext } from '../shared/facts.js';
import { picturesIn, thumbsOf } from '../shared/pictures.js';
import { momentText } from '../shared/words.js';
import type { StaffTexts } from './texts.js';

/** Returns each side's case: the request, then everything they did and filled in, in order. The same for every type. */
export function sidesOf(view: TicketView, client: Client, textContext: TextContext, texts: StaffTexts): HTMLElement {
  const rows = (['buyer', 'merchant'] as const).map((side) => {
    const asked =
      side === 'buyer' ? factsOf(textContext.type?.request ?? [], view.request, view.order, textContext) : [];
    const acts = view.history.filter((entry) => entry.by.party === side && entry.fields && !ASIDE.has(entry.kind));
    const lines = [
      ...asked,
      ...acts.map((entry) => {
        const facts = factsOfAct(entry, view.order, textContext).join(' · ');
        return actName(entry, textContext, texts) + (facts ? COLON[textContext.locale] + facts : '');
      }),
      ...evidenceLines(view, side, texts),
    ];
    const pictures = [
      ...(side === 'buyer' ? picturesIn(view.request) : []),
      ...view.history.filter(({ by }) => by.party === side).flatMap(({ fields }) => picturesIn(fields)),
    ];
    const shown = lines.length > 0 ? lines : [texts.nothingYet];
    return [
      h('dt', {}, side === 'buyer' ? texts.buyer : texts.shop),
      h('dd', {}, ...shown.map((line) => h('p', {}, line)), ...thumbsOf(pictures, client, textContext.locale)),
    ];
  });
  return h('dl', { class: 'facts' }, ...rows.flat());
}

/** Shown elsewhere, or of interest only to the shop. */
const ASIDE: ReadonlySet<HistoryView['kind']> = new Set(['evidence-submitted', 'claimed', 'replied']);

function evidenceLines({ evidence, asked }: TicketView, side: Side, texts: StaffTexts): readonly string[] {
  return [
    ...evidence
      .filter(({ party }) => party === side)
      .map(({ text, missing }) => (missing ? texts.evidenceMissing : `${texts.evidence}${text ?? ''}`)),
    ...asked.filter(({ party }) => party === side).map(() => texts.evidenceAsked),
  ];
}

/** Lists the broken commitments that a ruling can apply, and the compensation for each. */
export function promisesOf(
  view: TicketView,
  textContext: TextContext,
  nowMs: number,
  texts: StaffTexts,
): HTMLElement[] {
  const { shop, locale } = textContext;
  if (!shop) return [];
  const facts = {
    negotiationFailed: view.intervention !== 'none' || view.rulings.length > 0,
    claimedAtMs: view.createdAtMs,
    settled: view.rulings.flatMap(({ commitment }) => commitment ?? []),
  };
  const reason = view.request['reason'];
  const faults = typeof reason === 'string' ? [{ code: reason, foundAtMs: view.createdAtMs }] : [];
  return assessCommitments(view.order, { ...facts, faults }, shop, nowMs)
    .filter(({ status }) => status === 'claimable')
    .map(({ labels, compensation, paidFrom }) =>
      h(
        'li',
        {},
        label(labels, locale),
        compensation?.ok === true && ` · ${formatMoney(compensation.value.total)}`,
        paidFrom === 'deposit-first' && ` · ${texts.fromDeposit}`,
      ),
    );
}

/** Lists the history, newest first. */
export function historyOf({ history }: TicketView, textContext: TextContext, texts: StaffTexts): HTMLElement {
  const { locale } = textContext;
  const who = {
    merchant: texts.shop,
    buyer: texts.buyer,
    staff: texts.platform,
    host: texts.host,
    system: '',
  } as const;
  return h(
    'ol',
    { class: 'history' },
    ...[...history].reverse().map((entry) => {
      const { kind, by, atMs, fields } = entry;
      const words = kind === 'ruled' || kind === 'evidence-requested' ? fields?.['text'] : undefined;
      const act = actName(entry, textContext, texts);
      return h(
        'li',
        { class: by.party === 'staff' ? 'staff' : '' },
        h('span', {}, [who[by.party], act].filter(Boolean).join(locale === 'zh-CN' ? '' : ': ')),
        h('time', { class: 'small muted number' }, momentText(atMs, locale, Date.now())),
        typeof words === 'string' && h('p', { class: 'small muted' }, words),
      );
    }),
  );
}

/** Names a history entry: by its button's label if its kind has several, else by its kind. */
function actName({ kind, command, choice }: HistoryView, { type, locale }: TextContext, texts: StaffTexts): string {
  const payment = kind === 'settlement-recorded' ? texts.payments[choice ?? 'again'] : undefined;
  if (payment !== undefined) return payment;
  const rule = command === 'expire' && type && choice !== undefined ? deadlineRule(type, choice) : undefined;
  if (rule) return `${texts.events[kind]}${COLON[locale]}${label(rule.labels, locale)}`;
  const own = kind === 'moved' || choice !== undefined;
  const row = own ? type?.transitions.find((move) => move.command === command && move.choice === choice) : undefined;
  const words = row?.labels ? label(row.labels, locale) : texts.events[kind];
  return kind === 'ruled' ? `${texts.events.ruled}${COLON[locale]}${words}` : words;
}

/** Returns the compensation of a commitment for the ticket's items, if it pays any. */
export function compensationOf(key: unknown, view: TicketView, { shop }: Pick<TextContext, 'shop'>) {
  const commitment = shop?.commitments.find((one) => one.key === key);
  const figure = commitment && compensationFor(commitment, view.order, commitmentFactsOf(view).itemIds);
  return { amount: figure?.ok ? figure.value.total : undefined, fromDeposit: commitment?.paidFrom === 'deposit-first' };
}
