import type { Field } from '@sidecard/core/wire';
import type { ControlKind, FieldOf } from './kind.js';
import { addressControl } from './kinds/address/control.js';
import { booleanControl } from './kinds/boolean/control.js';
import { carrierControl } from './kinds/carrier/control.js';
import { choiceControl } from './kinds/choice/control.js';
import { choicesControl } from './kinds/choices/control.js';
import { dateControl } from './kinds/date/control.js';
import { itemsControl } from './kinds/items/control.js';
import { moneyControl } from './kinds/money/control.js';
import { numberControl } from './kinds/number/control.js';
import { percentageControl } from './kinds/percentage/control.js';
import { picturesControl } from './kinds/pictures/control.js';
import { reasonControl } from './kinds/reason/control.js';
import { receiptControl } from './kinds/receipt/control.js';
import { textControl } from './kinds/text/control.js';
import { trackingControl } from './kinds/tracking/control.js';

/** How forms render and parse each kind; `./shown.ts` shows their values. */
const CONTROLS = {
  text: textControl,
  reason: reasonControl,
  choice: choiceControl,
  choices: choicesControl,
  money: moneyControl,
  boolean: booleanControl,
  number: numberControl,
  percentage: percentageControl,
  address: addressControl,
  carrier: carrierControl,
  tracking: trackingControl,
  items: itemsControl,
  date: dateControl,
  pictures: picturesControl,
  receipt: receiptControl,
} satisfies { readonly [Name in Field['kind']]: ControlKind<FieldOf<Name>> };

/** Returns the control of a field, or `undefined` for unknown kinds (R27). */
export function controlKind(field: Field): ControlKind<Field> | undefined {
  // Each kind handles its own fields: the caller passes matching ones.
  return Object.hasOwn(CONTROLS, field.kind) ? (CONTROLS[field.kind] as ControlKind<Field>) : undefined;
}
