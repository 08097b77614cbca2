import { html, nothing, type TemplateResult } from 'lit';
import { format } from '../locales/message.js';
import { icon } from '../theme/icons.js';
import { type ViewModel, typeName } from '../ticket/view-model.js';

/** The order's other tickets, linked ones first, each with a button that opens it in place of this one. */
export function linksSection(model: ViewModel, onOpen: (ticketId: string) => void): TemplateResult | typeof nothing {
  const { view, texts } = model;
  const { links = [], otherCases = [] } = view;
  const others = [
    ...links.map((link) => ({ ...link, how: texts.links[link.relation] })),
    ...otherCases.map((other) => ({ ...other, how: texts.links[other.state] })),
  ];
  if (others.length === 0) return nothing;
  return html`<section class="sec" data-section="links">
    <h3>${texts.sections.linked}</h3>
    <ul class="links">
      ${others.map(
        (link) =>
          html`<li>
            <button class="btn small" type="button" data-act="open-ticket" @click=${() => onOpen(link.ticketId)}>
              ${icon(`type-${link.type}`)}${format(texts.links.ticket, { type: typeName(link, model), number: link.number })}
            </button>
            <span class="s muted">${link.how}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}
