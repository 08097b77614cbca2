import type { Settlement } from '@sidecard/core';
import { html, nothing, type TemplateResult } from 'lit';
import { formatAmount } from '../locales/format.js';
import { icon } from '../theme/icons.js';
import { rich, type Scene } from './scene.js';
import { statusLook } from './status.js';

const REFUNDS = { pending: 'refunding', succeeded: 'refunded', failed: 'refundFailed' } as const satisfies Partial<
  Record<Settlement, string>
>;

/** How a ticket that is over has ended, and where the money is. */
export function outcome({ view, texts }: Scene): TemplateResult | typeof nothing {
  const { ending, settlement, agreed } = view;
  if (!ending) return nothing;
  const look = statusLook(view.displayStatus, undefined, '');
  const refund = settlement === 'none' ? undefined : REFUNDS[settlement];
  const amount = agreed?.refund && formatAmount(agreed.refund, texts.locale);
  const line = refund && amount ? rich(texts.line[refund], { amount }) : texts.line[ending];
  const failed = settlement === 'failed';
  return html`<section class="sec" data-section="outcome">
    <div class="notice ${failed ? 'urgent' : look.tone}">
      ${icon(failed ? 'warning' : look.icon)}
      <p>${line}</p>
    </div>
  </section>`;
}
