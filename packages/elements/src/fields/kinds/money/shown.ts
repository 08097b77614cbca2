import type { Money } from '@sidecard/core';
import type { MoneyField } from '@sidecard/core/wire';
import { html } from 'lit';
import { formatAmount } from '../../../locales/format.js';
import type { ShownKind } from '../../kind.js';

/** Shows an amount. */
export const moneyShown: ShownKind<MoneyField, Money> = {
  show: (value, _, { texts }) => html`<bdi translate="no">${formatAmount(value, texts.locale)}</bdi>`,
};
