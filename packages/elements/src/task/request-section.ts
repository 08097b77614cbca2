import { isMoney } from '@sidecard/core/panel';
import type { Terms } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { formatAmount } from '../locales/format.js';
import { shownValue } from '../fields/shown.js';
import { factList, factsOf, requestFields, termsFacts } from '../fields/facts.js';
import { type ViewModel, typeName, labelText } from '../ticket/view-model.js';
import type { Section } from './section.js';

/** The buyer's request: amount, facts, reason and statement; and what the sides have agreed or proposed. */
export function requestSection(model: ViewModel): Section {
  const { view, texts, type, session } = model;
  const { request, proposal, agreed, reasonLabels, occasion } = view;
  const fields = requestFields(type);
  // Highlights the main amount: what is requested of the shop, rather than any other price.
  const amounts = fields.filter(({ key, kind }) => kind === 'money' && isMoney(request[key]));
  const asked = amounts.find((field) => field.kind === 'money' && field.of !== 'fee') ?? amounts[0];
  const money = asked && request[asked.key];
  const amount = isMoney(money) ? formatAmount(money, texts.locale) : '';
  // Pictures need no name, and are seen in full width.
  const evidence = fields.find(({ key, kind }) => kind === 'pictures' && request[key]);
  const { lines, ticked } = factsOf(
    request,
    fields.filter((field) => field !== asked && field !== evidence),
    model,
  );
  const what = ticked.join(' · ') || (amount && typeName(view, model));
  const quote = request['text'];
  return {
    key: 'request',
    icon: 'ticket',
    title: texts.sections.request,
    short: texts.sections.requestShort,
    sum: [amount, labelText(reasonLabels, model) || what].filter(Boolean).join(' · '),
    body: html`
      ${
        what
          ? html`<p class="ask">
              ${amount ? html`<bdi translate="no" class="amount">${amount}</bdi>` : nothing}
              <span>${what}</span>
            </p>`
          : nothing
      }
      ${factList({ lines, ticked: [] })}
      ${
        typeof quote === 'string' && quote
          ? html`<blockquote class="quote" dir="auto">${quote}</blockquote>`
          : fields.some(({ key }) => key === 'text')
            ? html`<p class="s muted">${texts.request.noWords}</p>`
            : nothing
      }
      ${evidence ? html`<div class="evidence">${shownValue(evidence, request[evidence.key] ?? [], model)}</div>` : nothing}
      ${
        // The server has checked the link; the page must not run another kind of URL, from wherever it is.
        occasion?.url.startsWith('https://')
          ? html`<p class="s">
              <a href=${occasion.url} target="_blank" rel="noopener noreferrer">${texts.request.occasion}</a>
            </p>`
          : nothing
      }
      ${
        proposal
          ? terms(
              session?.party === 'merchant' ? texts.sections.proposal : texts.sections.proposalOfShop,
              proposal,
              model,
            )
          : nothing
      }
      ${agreed ? terms(texts.sections.agreed, agreed, model) : nothing}
    `,
  };
}

/** Agreed or proposed terms; nothing without terms. */
function terms(
  title: string,
  given: Terms & { readonly text?: string },
  model: ViewModel,
): TemplateResult | typeof nothing {
  const facts = termsFacts(given, model);
  if (facts.lines.length + facts.ticked.length === 0 && !given.text) return nothing;
  return html`<h4>${title}</h4>
    ${factList(facts)} ${given.text ? html`<blockquote class="quote" dir="auto">${given.text}</blockquote>` : nothing}`;
}
