import type { BooleanField } from '@sidecard/core/wire';
import { html } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ControlKind } from '../../kind.js';

/** A check box. */
export const booleanControl: ControlKind<BooleanField> = {
  draw({ id, name, value, error, type, leave }) {
    return html`<div class="field">
      <label class="check">
        <input
          type="checkbox"
          id=${id}
          .checked=${live(value === true)}
          @change=${() => type(value !== true)}
          @blur=${leave}
        />
        <span>${name}</span>
      </label>
      ${error}
    </div>`;
  },
  read: (typed) => typed === true,
  initial: () => false,
};
