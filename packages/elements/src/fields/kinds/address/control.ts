import type { Address } from '@sidecard/core';
import { addressLine } from '@sidecard/core/panel';
import type { AddressField } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { icon } from '../../../theme/icons.js';
import type { Control, ControlKind } from '../../kind.js';
import { commonProblem, labelLine, optionalMark, valueOf } from '../../parts.js';

/** The inputs of an address; there is none for a postcode. */
const PARTS = ['name', 'phone', 'region', 'street'] as const satisfies readonly (keyof Address)[];

/** A form's address: an index in the shop's book, or typed. */
interface TypedAddress {
  readonly book: number;
  readonly own: Readonly<Record<string, string>>;
}

/** Value of `TypedAddress.book` for a typed address. */
const OWN_ADDRESS = -1;

/** An address: from the shop's book, or typed. */
export const addressControl: ControlKind<AddressField> = {
  draw(control) {
    const { field, id, value, invalid, described, error, model, addresses, leave, name } = control;
    const { texts } = model;
    const typed = typedAddress(value);
    const book = field.book ? addresses : [];
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
  },
  read(typed, _, { addresses }) {
    const { book, own } = typedAddress(typed);
    const { name = '', phone = '', region = '', street = '' } = own;
    const empty = [name, phone, region, street].every((part) => part.trim() === '');
    return addresses[book] ?? (empty ? undefined : { name, phone, region, street });
  },
  initial: ({ book }, { addresses }): TypedAddress => ({
    book: book && addresses.length > 0 ? 0 : OWN_ADDRESS,
    own: {},
  }),
  problem(found, _, texts) {
    const { problem, part } = found;
    if (problem === 'required') return texts.problems.requiredAddress;
    const name = PARTS.find((one) => one === part);
    if (!name) return undefined;
    if (problem === 'too-short') return commonProblem({ problem: 'required' }, texts, texts.form.address[name]);
    if (name === 'phone') return texts.problems.phoneUnreadable;
    return commonProblem(found, texts, texts.form.address[name]);
  },
};

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

/** Reads an address from a draft, which an older release may have written. */
function typedAddress(typed: unknown): TypedAddress {
  const { book, own } = (typeof typed === 'object' && typed !== null ? typed : {}) as Partial<TypedAddress>;
  return {
    book: typeof book === 'number' ? book : OWN_ADDRESS,
    own: typeof own === 'object' && own !== null ? own : {},
  };
}
