import { assessCommitments, compensationFor, formatMoney, label } from '@sidecard/core';
import { deadlineRule, type HistoryView, type Side, type TicketView } from '@sidecard/core/wire';
import { h } from '../shared/dom.js';
import { COLON, factsOf, factsOfAct, type Telling } from '../shared/facts.js';
import { momentText } from '../shared/words.js';
import type { StaffTexts } from './texts.js';

/** What each side says: the request, then all that they did and filled in, in the order in which it came. The same for every type. */
export function sidesOf(view: TicketView, telling: Telling, texts: StaffTexts): HTMLElement {
  const rows = (['buyer', 'merchant'] as const).map((side) => {
    const asked = side === 'buyer' ? factsOf(telling.type?.request ?? [], view.request, view.order, telling) : [];
    const acts = view.history.filter((entry) => entry.by.party === side && entry.fields && !ASIDE.has(entry.kind));
    const lines = [
      ...asked,
      ...acts.map((entry) => {
        const facts = factsOfAct(entry, view.order, telling).join(' · ');
        return actName(entry, telling, texts) + (facts ? COLON[telling.locale] + facts : '');
      }),
      ...evidenceLines(view, side, texts),
    ];
    const shown = lines.length > 0 ? lines : [texts.nothingYet];
    return [
      h('dt', {}, side === 'buyer' ? texts.buyer : texts.shop),
      h('dd', {}, ...shown.map((line) => h('p', {}, line))),
    ];
  });
  return h('dl', { class: 'facts' }, ...rows.flat());
}

/** What is told elsewhere, or concerns nobody but the shop. */
const ASIDE: ReadonlySet<HistoryView['kind']> = new Set(['evidence-submitted', 'claimed', 'replied']);

function evidenceLines({ evidence, asked }: TicketView, side: Side, texts: StaffTexts): readonly string[] {
  return [
    ...evidence
      .filter(({ party }) => party === side)
      .map(({ text, missing }) => (missing ? texts.evidenceMissing : `${texts.evidence}${text ?? ''}`)),
    ...asked.filter(({ party }) => party === side).map(() => texts.evidenceAsked),
  ];
}

/** What the shop promised, as far as it is broken: what a ruling can go by, and what that pays. */
export function promisesOf(view: TicketView, telling: Telling, nowMs: number, texts: StaffTexts): HTMLElement[] {
  const { shop, locale } = telling;
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

/** What has happened, newest first. */
export function historyOf({ history }: TicketView, telling: Telling, texts: StaffTexts): HTMLElement {
  const { locale } = telling;
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
      const act = actName(entry, telling, texts);
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

/** What an act is called: the words of its own button where there are several of its kind, else those of the kind. */
function actName({ kind, command, choice }: HistoryView, { type, locale }: Telling, texts: StaffTexts): string {
  const payment = kind === 'settlement-recorded' ? texts.payments[choice ?? 'again'] : undefined;
  if (payment !== undefined) return payment;
  const rule = command === 'expire' && type && choice !== undefined ? deadlineRule(type, choice) : undefined;
  if (rule) return `${texts.events[kind]}${COLON[locale]}${label(rule.labels, locale)}`;
  const own = kind === 'moved' || choice !== undefined;
  const row = own ? type?.transitions.find((move) => move.command === command && move.choice === choice) : undefined;
  const words = row?.labels ? label(row.labels, locale) : texts.events[kind];
  return kind === 'ruled' ? `${texts.events.ruled}${COLON[locale]}${words}` : words;
}

/** What a commitment pays for a ticket's order, where it pays anything. */
export function compensationOf(key: unknown, { order }: TicketView, { shop }: Pick<Telling, 'shop'>) {
  const commitment = shop?.commitments.find((one) => one.key === key);
  const figure = commitment && compensationFor(commitment, order);
  return { amount: figure?.ok ? figure.value.total : undefined, fromDeposit: commitment?.paidFrom === 'deposit-first' };
}
