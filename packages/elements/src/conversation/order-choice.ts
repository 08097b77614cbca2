import { html, type TemplateResult } from 'lit';
import type { ConversationWords } from '../locales/conversation-catalogue.js';
import { icon } from '../theme/icons.js';

/** An order to choose from, as the host names it. */
export interface ConversationOrder {
  readonly id: string;
  readonly title?: string;
}

/** What the choice of an order needs. */
export interface OrderChoice {
  readonly words: ConversationWords['conversation'];
  /** The buyer's orders; without any, the number is typed. */
  readonly orders: readonly ConversationOrder[];
  readonly chosen: string;
  readonly loading: boolean;
  /** Called with an empty id if none is chosen. */
  readonly onFind: (orderId: string) => void;
}

/** Renders the choice of the order that a request is about. */
export function orderChoice({ words, orders, chosen, loading, onFind }: OrderChoice): TemplateResult {
  if (orders.length > 0) {
    return html`<div class="field">
      <label class="label" for="order">${words.order}</label>
      <div class="pick">
        <select id="order" @change=${({ target }: Event) => onFind((target as HTMLSelectElement).value)}>
          <option value="" ?selected=${!chosen}>${words.chooseOrder}</option>
          ${orders.map(
            ({ id, title }) =>
              html`<option value=${id} ?selected=${id === chosen}>${title ? `${title} · ${id}` : id}</option>`,
          )}</select
        >${icon('chevron-down')}
      </div>
    </div>`;
  }
  return html`<form
    class="field"
    @submit=${(event: Event) => {
      event.preventDefault();
      const field = (event.currentTarget as HTMLFormElement).querySelector('input');
      onFind(field?.value.trim() ?? '');
    }}
  >
    <label class="label" for="order">${words.order}</label>
    <div class="find">
      <input
        class="input"
        id="order"
        autocomplete="off"
        maxlength="128"
        required
        placeholder=${words.orderHelp}
        @input=${() => chosen && onFind('')}
      />
      <button class="btn" aria-disabled=${loading ? 'true' : 'false'}>${words.find}</button>
    </div>
  </form>`;
}
