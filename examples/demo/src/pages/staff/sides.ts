import { formatMoney, isMoney, label, type Locale, type Side, type TicketType, type TicketView } from '@sidecard/core';
import { h } from '../shared/dom.js';
import { momentText } from '../shared/words.js';
import type { StaffTexts } from './texts.js';

/** What each side says, in the order in which it came. */
export function sidesOf(
  view: TicketView,
  type: TicketType | undefined,
  locale: Locale,
  texts: StaffTexts,
): HTMLElement {
  const rows = (['buyer', 'merchant'] as const).map((side) => {
    const lines = [
      ...(side === 'buyer' ? buyerLines : shopLines)(view, type, locale, texts),
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

type Lines = (view: TicketView, type: TicketType | undefined, locale: Locale, texts: StaffTexts) => readonly string[];

const buyerLines: Lines = ({ request }, type, locale, texts) => {
  const { amount, reason, text } = request;
  const words = type?.reasons.buyer.find(({ key }) => key === reason);
  const why = [words ? label(words.labels, locale) : '', typeof text === 'string' ? text : ''].filter(Boolean);
  return [
    ...(isMoney(amount) ? [texts.asks(formatMoney(amount), request['refundOnly'] === true)] : []),
    ...(why.length > 0 ? [why.join(locale === 'zh-CN' ? '\uFF1A' : ': ')] : []),
  ];
};

const shopLines: Lines = ({ history, proposal, agreed, rulings }, type, locale, texts) => {
  const refusal = history.filter(({ kind }) => kind === 'declined').at(-1)?.fields;
  const reason = type?.reasons.merchant.find(({ key }) => key === refusal?.['reason']);
  const text = refusal?.['text'];
  const words = [reason ? label(reason.labels, locale) : '', typeof text === 'string' ? text : ''].filter(Boolean);
  return [
    ...(words.length > 0 ? [`${texts.declines}${words.join(locale === 'zh-CN' ? '\uFF0C' : '; ')}`] : []),
    ...(proposal?.refund ? [texts.proposes(formatMoney(proposal.refund))] : []),
    // what the platform ruled is not the shop's word
    ...(agreed?.refund && rulings.length === 0 ? [texts.agreedTo(formatMoney(agreed.refund))] : []),
  ];
};

function evidenceLines({ evidence, asked }: TicketView, side: Side, texts: StaffTexts): readonly string[] {
  return [
    ...evidence
      .filter(({ party }) => party === side)
      .map(({ text, missing }) => (missing ? texts.evidenceMissing : `${texts.evidence}${text ?? ''}`)),
    ...asked.filter(({ party }) => party === side).map(() => texts.evidenceAsked),
  ];
}

/** What has happened, newest first. */
export function historyOf({ history }: TicketView, locale: Locale, texts: StaffTexts): HTMLElement {
  const who = {
    merchant: texts.shop,
    buyer: texts.buyer,
    staff: texts.platform,
    host: texts.shop,
    system: '',
  } as const;
  return h(
    'ol',
    { class: 'history' },
    ...[...history].reverse().map(({ kind, by, atMs, fields }) => {
      const words = kind === 'ruled' || kind === 'evidence-requested' ? fields?.['text'] : undefined;
      return h(
        'li',
        { class: by.party === 'staff' ? 'staff' : '' },
        h('span', {}, [who[by.party], texts.events[kind]].filter(Boolean).join(locale === 'zh-CN' ? '' : ': ')),
        h('time', { class: 'small muted number' }, momentText(atMs, locale, Date.now())),
        typeof words === 'string' && h('p', { class: 'small muted' }, words),
      );
    }),
  );
}
