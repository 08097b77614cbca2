import type { ItemQuantity } from '@sidecard/core';
import type { ItemsField } from '@sidecard/core/wire';
import { html } from 'lit';
import { live } from 'lit/directives/live.js';
import { format } from '../../../locales/message.js';
import type { ControlKind } from '../../kind.js';
import { keepNumber } from '../../line-input.js';
import { optionalMark, valueOf } from '../../parts.js';

/** A quantity per item of the order. */
export const itemsControl: ControlKind<ItemsField> = {
  draw(control) {
    const { field, id, value, limits, name, invalid, described, error, model, leave } = control;
    const quantities = quantitiesOf(value);
    return html`<fieldset class="field" aria-describedby=${described}>
      <legend class="label" id="${id}-help">${name}${optionalMark(field, model)}</legend>
      ${(limits.items ?? []).map(({ itemId, quantity: most }, i) => {
        const title = model.view.order.items.find((item) => item.id === itemId)?.title ?? itemId;
        const count = quantities[itemId] ?? 0;
        return html`<label class="check">
          <input
            class="input"
            type="number"
            id=${i === 0 ? id : `${id}-${i}`}
            min="0"
            max=${most}
            aria-label=${format(model.texts.form.quantity, { item: title })}
            aria-invalid=${invalid}
            .value=${live(String(count))}
            @wheel=${keepNumber}
            @input=${(event: Event) => control.type({ ...quantities, [itemId]: Math.trunc(Number(valueOf(event))) || 0 })}
            @blur=${leave}
          />
          <span><bdi translate="no">${title}</bdi> <span class="muted num">/ ${most}</span></span>
        </label>`;
      })}
      ${error}
    </fieldset>`;
  },
  read(typed, field, { limits }) {
    const { items = [] } = limits;
    const quantities = quantitiesOf(typed);
    // All pieces are the whole case.
    if (isPart(field) && items.every(({ itemId, quantity }) => quantities[itemId] === quantity)) return undefined;
    // The draft may name an item that the case no longer has.
    return items
      .map(({ itemId }): ItemQuantity => ({ itemId, quantity: quantities[itemId] ?? 0 }))
      .filter(({ quantity }) => quantity > 0);
  },
  // Of a single line that was bought, all pieces are proposed.
  initial: (field, { limits }) =>
    isPart(field) || (field.of !== 'requested' && limits.items?.length === 1)
      ? Object.fromEntries((limits.items ?? []).map(({ itemId, quantity }) => [itemId, quantity]))
      : undefined,
  isFillable: (field, { limits }) => !isPart(field) || countOf(limits.items ?? []) > 1,
};

const isPart = ({ of }: ItemsField): boolean => of === 'part';

function countOf(pieces: readonly ItemQuantity[]): number {
  return pieces.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Reads the quantities from a draft, which an older release may have written. */
function quantitiesOf(typed: unknown): Readonly<Record<string, number>> {
  return typeof typed === 'object' && typed !== null ? (typed as Readonly<Record<string, number>>) : {};
}
