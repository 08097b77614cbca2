import type { ItemQuantity } from '../../model/field-values.js';
import type { FieldBase, FieldKind, FieldSchema } from './kind.js';
import { checkRange, integerSchema, isEmptyList, joined, WRONG_KIND } from './shared.js';

/** Items of the order, with quantities. */
export interface ItemsField extends FieldBase {
  readonly kind: 'items';
  /**
   * What limits the quantity: what was bought and is in no other case, or what the ticket requests. `part`: the pieces of the case that a
   * decision is about, by default all.
   *
   * @default 'bought' */
  readonly of?: 'bought' | 'requested' | 'part';
}

const MAX_ITEMS = 200;

/** Implements fields of kind `items`. */
export const itemsKind: FieldKind<ItemsField, readonly ItemQuantity[]> = {
  // A decision about no pieces is a mistake, not a decision about all.
  isBlank: (value, { of }) => (of === 'part' ? value === '' : isEmptyList(value)),
  check(value, _, { items: bought = [] }) {
    if (!Array.isArray(value) || value.length > MAX_ITEMS) return WRONG_KIND;
    if (value.length === 0) return { problem: 'required' };
    const seen = new Set<unknown>();
    for (const entry of value as readonly unknown[]) {
      if (typeof entry !== 'object' || entry === null) return WRONG_KIND;
      const { itemId, quantity } = entry as Partial<ItemQuantity>;
      const item = bought.find((candidate) => candidate.itemId === itemId);
      if (!item || seen.has(itemId)) return { problem: 'unknown-option' };
      seen.add(itemId);
      if (!Number.isSafeInteger(quantity)) return WRONG_KIND;
      const found = checkRange(quantity as number, 1, item.quantity);
      if (found) return found;
    }
    return undefined;
  },
  clean: (value) => value.map(({ itemId, quantity }) => ({ itemId, quantity })),
  limits({ of }, { order, requested, free, divisible = [] }) {
    if (of === 'part') return { items: divisible };
    const asked = of === 'requested' ? (requested?.['items'] as readonly ItemQuantity[] | undefined) : undefined;
    return { items: asked ?? free?.() ?? order.items.map(({ id, quantity }) => ({ itemId: id, quantity })) };
  },
  format(value, _, { order, locale }) {
    const titleOf = (itemId: string) => order.items.find(({ id }) => id === itemId)?.title ?? itemId;
    return joined(
      value.map(({ itemId, quantity }) => `${titleOf(itemId)} ×${quantity}`),
      locale,
    );
  },
};

/** Describes its values. */
export const itemsSchema: FieldSchema<ItemsField> = ({ optional, of }) => ({
  type: 'array',
  minItems: optional && of !== 'part' ? 0 : 1,
  maxItems: MAX_ITEMS,
  items: {
    type: 'object',
    properties: { itemId: { type: 'string' }, quantity: integerSchema(1) },
    required: ['itemId', 'quantity'],
  },
});
