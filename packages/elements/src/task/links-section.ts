import { html, nothing, type TemplateResult } from 'lit';
import { format } from '../locales/message.js';
import { icon } from '../theme/icons.js';
import { type ViewModel, typeName } from '../ticket/view-model.js';
import { typeOf } from '../ticket/ticket-type.js';

/** The tickets of the order that this one led to or came from, each to be opened in place of this one. */
export function linksSection(model: ViewModel, onOpen: (ticketId: string) => void): TemplateResult | typeof nothing {
  const { view, texts, client } = model;
  if (!view.links?.length) return nothing;
  return html`<section class="sec" data-section="links">
    <h3>${texts.sections.linked}</h3>
    <ul class="links">
      ${view.links.map(
        ({ ticketId, number, type, relation }) =>
          html`<li>
            <button class="btn small" type="button" data-act="open-ticket" @click=${() => onOpen(ticketId)}>
              ${icon(`type-${type}`)}${format(texts.links.ticket, { type: typeName(type, typeOf(client, type), model), number })}
            </button>
            <span class="s muted">${texts.links[relation]}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}
