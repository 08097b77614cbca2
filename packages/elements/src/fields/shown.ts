import type { Field } from '@sidecard/core/wire';
import type { FieldOf, ShownKind } from './kind.js';
import { addressShown } from './kinds/address/shown.js';
import { booleanShown } from './kinds/boolean/shown.js';
import { choiceShown } from './kinds/choice/shown.js';
import { choicesShown } from './kinds/choices/shown.js';
import { dateShown } from './kinds/date/shown.js';
import { itemsShown } from './kinds/items/shown.js';
import { moneyShown } from './kinds/money/shown.js';
import { picturesShown } from './kinds/pictures/shown.js';
import { reasonShown } from './kinds/reason/shown.js';
import { plain } from './plain.js';

/** How values of each kind are shown. `./controls.ts` is the other half of every kind. */
const SHOWN = {
  text: plain,
  reason: reasonShown,
  choice: choiceShown,
  choices: choicesShown,
  money: moneyShown,
  boolean: booleanShown,
  number: plain,
  percentage: plain,
  address: addressShown,
  carrier: plain,
  tracking: plain,
  items: itemsShown,
  date: dateShown,
  pictures: picturesShown,
} satisfies { readonly [Name in Field['kind']]: ShownKind<FieldOf<Name>> };

/** Returns how a field is shown. A kind that this release does not know is shown as plain text. */
export function shownKind(field: Field): ShownKind<Field> {
  // Each kind shows fields of its own: the caller passes those that belong to it.
  return Object.hasOwn(SHOWN, field.kind) ? (SHOWN[field.kind] as ShownKind<Field>) : plain;
}

/** Returns whether a field's draft holds what its reader has chosen or accepted, and not what they wrote. */
export function isChosen(field: Field): boolean {
  return shownKind(field).isChosen?.(field) ?? false;
}
