import type { Texts } from '@sidecard/core';
import type { Field, FieldValue } from '@sidecard/core/wire';
import { html, type TemplateResult } from 'lit';
import { labelText, type ViewModel } from '../ticket/view-model.js';
import type { FieldOf, OptionModel, ShownKind } from './kind.js';
import { addressShown } from './kinds/address/shown.js';
import { booleanShown } from './kinds/boolean/shown.js';
import { choiceShown } from './kinds/choice/shown.js';
import { choicesShown } from './kinds/choices/shown.js';
import { dateShown } from './kinds/date/shown.js';
import { itemsShown } from './kinds/items/shown.js';
import { moneyShown } from './kinds/money/shown.js';
import { picturesShown } from './kinds/pictures/shown.js';
import { reasonShown } from './kinds/reason/shown.js';
import { receiptShown } from './kinds/receipt/shown.js';

/** Shown as it is. */
const PLAIN: ShownKind<Field> = {};

/** How values of each kind are shown; `./controls.ts` has their inputs. */
const SHOWN = {
  text: PLAIN,
  reason: reasonShown,
  choice: choiceShown,
  choices: choicesShown,
  money: moneyShown,
  boolean: booleanShown,
  number: PLAIN,
  percentage: PLAIN,
  address: addressShown,
  carrier: PLAIN,
  tracking: PLAIN,
  items: itemsShown,
  date: dateShown,
  pictures: picturesShown,
  receipt: receiptShown,
} satisfies { readonly [Name in Field['kind']]: ShownKind<FieldOf<Name>, never> };

/** Returns how a field is shown; values of unknown kinds are shown unchanged. */
function shownKind(field: Field): ShownKind<Field> {
  // Each kind shows its own fields and values: the caller passes matching ones.
  return Object.hasOwn(SHOWN, field.kind) ? (SHOWN[field.kind] as ShownKind<Field>) : PLAIN;
}

/** Formats a value for its reader, or returns nothing if it is shown elsewhere. */
export function shownValue(field: Field, value: FieldValue, model: ViewModel): string | TemplateResult | undefined {
  const { fits = isPlain, show, optionLabels: labelsOf } = shownKind(field);
  if (!fits(value)) return model.texts.request.newerVersion;
  if (show) return show(value, field, model);
  if (labelsOf) {
    const keys = [value].flat() as readonly string[];
    return keys
      .map((key) => labelText(labelsOf(key, field, model), model) || key)
      .join(model.texts.blocked.listSeparator);
  }
  return html`<bdi translate="no">${value}</bdi>`;
}

function isPlain(value: unknown): boolean {
  return [value].flat().every((one) => typeof one !== 'object');
}

/** Returns the label of a field's option, for kinds with options. */
export function optionLabels(field: Field, key: string, model: OptionModel): Texts | undefined {
  return shownKind(field).optionLabels?.(key, field, model);
}

/** Returns whether a field's draft holds a choice instead of text. */
export function isChosen(field: Field): boolean {
  return shownKind(field).optionLabels !== undefined;
}
