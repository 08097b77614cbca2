import { shownPayment } from '@sidecard/core/panel';
import { html, nothing, type TemplateResult } from 'lit';
import { formatAmount } from '../locales/format.js';
import { icon } from '../theme/icons.js';
import { paymentLook } from '../ticket/payment-look.js';
import { formatRich, type ViewModel } from '../ticket/view-model.js';
import { statusStyle } from './status-style.js';

/** How a ticket ended, and the state of its payment. */
export function outcome({ view, texts }: ViewModel): TemplateResult | typeof nothing {
  const { ending } = view;
  if (!ending) return nothing;
  const style = statusStyle(view.displayStatus, undefined, '');
  const { currency } = view.order.items[0].paid;
  const payment = shownPayment(view);
  const money =
    payment &&
    formatRich(texts.line[payment.key], {
      amount: formatAmount({ amountMinor: payment.amountMinor, currency }, texts.locale),
    });
  const look = (payment && paymentLook(payment.key)) ?? style;
  return html`<section class="sec" data-section="outcome">
    <div class="notice ${look.tone}">
      ${icon(look.icon)} ${money && ending === 'met' ? nothing : html`<p>${texts.line[ending]}</p>`}
      ${money ? html`<p>${money}</p>` : nothing}
    </div>
  </section>`;
}
