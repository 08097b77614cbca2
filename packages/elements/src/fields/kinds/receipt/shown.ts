import type { ReceiptField, ReceiptLine } from '@sidecard/core/wire';
import { labelText } from '../../../ticket/view-model.js';
import type { ShownKind } from '../../kind.js';
import { labelsAmong } from '../../options.js';
import { pieceText } from '../../pieces.js';

/** Shows the pieces with their states, and what the shop found. */
export const receiptShown: ShownKind<ReceiptField, readonly ReceiptLine[]> = {
  fits: Array.isArray,
  show: (value, { options }, model) =>
    value
      .map(({ state, text, ...piece }) => {
        const found = labelText(labelsAmong(options, state), model) || state;
        const words = text && (model.texts.locale === 'zh-CN' ? `（${text}）` : ` (${text})`);
        return `${pieceText(piece, model.view)} ${found}${words ?? ''}`;
      })
      .join(model.texts.blocked.listSeparator),
};
