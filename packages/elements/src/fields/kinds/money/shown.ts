import type { Money } from '@sidecard/core';
import { isMoney } from '@sidecard/core/panel';
import type { MoneyField } from '@sidecard/core/wire';
import { html } from 'lit';
import { formatAmount } from '../../../locales/format.js';
import type { ShownKind } from '../../kind.js';

/** Shows an amount. */
export const moneyShown: ShownKind<MoneyField, Money> = {
  fits: isMoney,
  show: (value, _, { texts }) => html`<bdi translate="no">${formatAmount(value, texts.locale)}</bdi>`,
};
