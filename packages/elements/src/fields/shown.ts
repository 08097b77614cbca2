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

/** Shown as it is. */
const PLAIN: ShownKind<Field> = {};

/** How values of each kind are shown. `./controls.ts` is the other half of every kind. */
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
} satisfies { readonly [Name in Field['kind']]: ShownKind<FieldOf<Name>, never> };

/** How a field is shown; one of a kind that this release does not know, as it is. */
function shownKind(field: Field): ShownKind<Field> {
  // Each kind shows fields and values of its own: the caller passes those that belong to it.
  return Object.hasOwn(SHOWN, field.kind) ? (SHOWN[field.kind] as ShownKind<Field>) : PLAIN;
}

/** Returns a value as its reader reads it, or nothing for one that is shown elsewhere. */
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

/** Returns the words of one of a field's options, for a kind that has options. */
export function optionLabels(field: Field, key: string, model: OptionModel): Texts | undefined {
  return shownKind(field).optionLabels?.(key, field, model);
}

/** Returns whether a field's draft holds what its reader has chosen or accepted, and not what they wrote. */
export function isChosen(field: Field): boolean {
  // An amount with a floor is filled in when its form opens.
  return Boolean(shownKind(field).optionLabels ?? (field.kind === 'money' && field.floor));
}
