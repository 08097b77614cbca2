import { fractionDigits, parseMoney } from '@sidecard/core/forms';
import type { FieldProblem, MoneyField } from '@sidecard/core/wire';
import { html, nothing } from 'lit';
import { formatAmount } from '../../../locales/format.js';
import { format } from '../../../locales/message.js';
import type { ControlKind } from '../../kind.js';
import { input } from '../../line-input.js';
import { commonProblem, labelLine, textOf } from '../../parts.js';

/** The money for which a buyer can get the full amount; the rest is discretionary. */
const GIVEN_BACK: readonly MoneyField['of'][] = [undefined, 'refund', 'postage'];

/** An input for an amount, with a button for the full amount. */
export const moneyControl: ControlKind<MoneyField> = {
  draw(control) {
    const { field, limits, error, model } = control;
    const { texts } = model;
    const currency = limits.currency ?? 'CNY';
    const amount = (amountMinor: number) => formatAmount({ amountMinor, currency }, texts.locale);
    const { max } = limits;
    const symbol = amount(0).replace(/[\d.,\s]/g, '');
    return html`<div class="field">
      ${labelLine(control, max === undefined ? undefined : format(texts.form.upTo, { max: amount(max) }))}
      <div class="money">
        <span aria-hidden="true">${symbol}</span>
        ${input(control, { inputmode: 'decimal', className: '' })}
        ${
          max === undefined || !GIVEN_BACK.includes(field.of)
            ? nothing
            : html`<button
                class="btn quiet small"
                type="button"
                @click=${() => control.type(amountText(max, currency))}
              >
                ${texts.form.full}
              </button>`
        }
      </div>
      ${error}
    </div>`;
  },
  read(typed, _, { limits }) {
    const text = textOf(typed);
    if (text.trim() === '') return undefined;
    return parseMoney(text, limits.currency ?? 'CNY') ?? text;
  },
  // An agreement proposes the requested amount, unless the merchant raises it.
  initial: ({ floor }, { limits }) => (floor ? amountText(limits.min, limits.currency) : undefined),
  problem(found, _, texts, name) {
    const { min, max, currency = 'CNY' } = found;
    if (found.problem === 'wrong-kind')
      return format(texts.problems.amountUnreadable, {
        currency,
        example: amountText(exampleOf(found, currency), currency),
      });
    const amount = (amountMinor: number | undefined) =>
      amountMinor === undefined ? undefined : formatAmount({ amountMinor, currency }, texts.locale);
    return commonProblem({ ...found, min: amount(min), max: amount(max) }, texts, name);
  },
};

/** Returns an amount that the field accepts. */
function exampleOf({ min = 1, max = Infinity }: FieldProblem, currency: string): number {
  const digits = fractionDigits(currency);
  return Math.max(min, Math.min(max, digits === 0 ? 1250 : 12.5 * 10 ** digits));
}

/** Formats an amount for an input, without symbol; empty for none. */
function amountText(amountMinor: number | undefined, currency = 'CNY'): string {
  if (amountMinor === undefined) return '';
  const digits = fractionDigits(currency);
  return (amountMinor / 10 ** digits).toFixed(digits);
}
