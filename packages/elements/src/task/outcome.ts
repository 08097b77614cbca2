import { shownPayment } from '@sidecard/core/panel';
import { html, nothing, type TemplateResult } from 'lit';
import { formatAmount } from '../locales/format.js';
import { format } from '../locales/message.js';
import { icon } from '../theme/icons.js';
import { paymentLook } from '../ticket/payment-look.js';
import { formatRich, type ViewModel } from '../ticket/view-model.js';
import { statusStyle } from './status-style.js';

/** Returns the state of a ticket's payment as a sentence, if anything is to be paid. */
export function paymentWords({ view, texts }: ViewModel): string | undefined {
  const payment = shownPayment(view);
  return payment && format(texts.line[payment.key], amountOf(payment.amountMinor, { view, texts }));
}

function amountOf(amountMinor: number, { view, texts }: Pick<ViewModel, 'view' | 'texts'>) {
  const { currency } = view.order.items[0].paid;
  return { amount: formatAmount({ amountMinor, currency }, texts.locale) };
}

/** How a ticket ended, and the state of its payment. */
export function outcome({ view, texts }: ViewModel): TemplateResult | typeof nothing {
  const { ending } = view;
  if (!ending) return nothing;
  const style = statusStyle(view.displayStatus, undefined, '');
  const payment = shownPayment(view);
  const money = payment && formatRich(texts.line[payment.key], amountOf(payment.amountMinor, { view, texts }));
  const look = (payment && paymentLook(payment.key)) ?? style;
  return html`<section class="sec" data-section="outcome">
    <div class="notice ${look.tone}">
      ${icon(look.icon)} ${money && ending === 'met' ? nothing : html`<p>${texts.line[ending]}</p>`}
      ${money ? html`<p>${money}</p>` : nothing}
    </div>
  </section>`;
}
