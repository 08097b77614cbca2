import { isMoney } from '@sidecard/core';
import type { MoneyField } from '@sidecard/core/wire';
import { html } from 'lit';
import { formatAmount } from '../../../locales/format.js';
import type { ShownKind } from '../../kind.js';

/** Shows an amount. */
export const moneyShown: ShownKind<MoneyField> = {
  show: (value, _, { texts }) =>
    isMoney(value) ? html`<bdi translate="no">${formatAmount(value, texts.locale)}</bdi>` : undefined,
  // An amount with a floor is filled in when its form opens.
  isChosen: ({ floor }) => floor !== undefined,
};
