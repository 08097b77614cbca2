import { html, nothing, type TemplateResult } from 'lit';
import { format } from '../locales/message.js';
import { icon } from '../theme/icons.js';
import { type ViewModel, typeName } from '../ticket/view-model.js';

/** Linked tickets of the order, each with a button that opens it in place of this one. */
export function linksSection(model: ViewModel, onOpen: (ticketId: string) => void): TemplateResult | typeof nothing {
  const { view, texts } = model;
  if (!view.links?.length) return nothing;
  return html`<section class="sec" data-section="links">
    <h3>${texts.sections.linked}</h3>
    <ul class="links">
      ${view.links.map(
        (link) =>
          html`<li>
            <button class="btn small" type="button" data-act="open-ticket" @click=${() => onOpen(link.ticketId)}>
              ${icon(`type-${link.type}`)}${format(texts.links.ticket, { type: typeName(link, model), number: link.number })}
            </button>
            <span class="s muted">${texts.links[link.relation]}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}
