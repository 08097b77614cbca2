import type { Address } from '@sidecard/core';
import { addressLine } from '@sidecard/core/panel';
import type { AddressField, ItemsField } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { format } from '../locales/message.js';
import { icon } from '../theme/icons.js';
import { type Control, labelLine, optionalMark, valueOf } from './control.js';
import { OWN_ADDRESS, typedAddress, typedItems } from './form-values.js';

/** The inputs of an address; there is none for a postcode. */
const PARTS = ['name', 'phone', 'region', 'street'] as const satisfies readonly (keyof Address)[];

/** An address: from the shop's book, or typed. */
export function addressField(control: Control<AddressField>): TemplateResult {
  const { field, id, value, invalid, described, error, model, leave, name } = control;
  const { texts, form } = model;
  const typed = typedAddress(value);
  const book = field.book ? form.shape.addresses : [];
  const own = book[typed.book] === undefined;
  const pick = html`<div class="pick">
    <select
      id=${id}
      name=${field.key}
      aria-describedby=${described}
      aria-invalid=${invalid}
      .value=${live(String(own ? OWN_ADDRESS : typed.book))}
      @change=${(event: Event) => control.type({ ...typed, book: Number(valueOf(event)) })}
      @blur=${leave}
    >
      ${book.map((address, i) => html`<option value=${i} ?selected=${i === typed.book}>${addressLine(address)}</option>`)}
      <option value=${OWN_ADDRESS} ?selected=${own}>${texts.form.ownAddress}</option>
    </select>
    ${icon('chevron-down')}
  </div>`;
  return html`<div class="field" role="group" aria-label=${name}>
    ${book.length > 0 ? html`${labelLine(control)}${pick}` : html`<span class="label" id="${id}-help">${name}${optionalMark(field, model)}</span>`}
    ${own ? PARTS.map((part) => addressPart(control, part, book.length > 0)) : nothing} ${error}
  </div>`;
}

function addressPart(control: Control<AddressField>, part: (typeof PARTS)[number], hasBook: boolean): TemplateResult {
  const { id, value, invalid, described, model, leave } = control;
  const typed = typedAddress(value);
  const partId = part === 'name' && !hasBook ? id : `${id}-${part}`;
  const last = PARTS.at(-1) === part;
  return html`<div class="part">
    <label class="s" for=${partId}>${model.texts.form.address[part]}</label>
    <input
      class="input"
      id=${partId}
      inputmode=${part === 'phone' ? 'tel' : 'text'}
      autocomplete="off"
      aria-describedby=${described}
      aria-invalid=${invalid}
      .value=${live(typed.own[part] ?? '')}
      @input=${(event: Event) => control.type({ book: OWN_ADDRESS, own: { ...typed.own, [part]: valueOf(event) } })}
      @blur=${last ? leave : nothing}
    />
  </div>`;
}

/** Items of the order, with quantities. */
export function itemsField(control: Control<ItemsField>): TemplateResult {
  const { field, id, value, limits, name, invalid, described, error, model, leave } = control;
  const quantities = typedItems(value);
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
          @input=${(event: Event) => control.type({ ...quantities, [itemId]: Math.trunc(Number(valueOf(event))) || 0 })}
          @blur=${leave}
        />
        <span><bdi translate="no">${title}</bdi> <span class="muted num">/ ${most}</span></span>
      </label>`;
    })}
    ${error}
  </fieldset>`;
}
