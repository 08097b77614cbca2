import { commitment as commitmentField, INTERVENTION_STATES, shownIntervention } from '@sidecard/core/panel';
import type { Action, Ruling } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { formatBy } from '../locales/format.js';
import { format } from '../locales/message.js';
import { icon } from '../theme/icons.js';
import { factList, factsOf, termsFacts } from '../fields/facts.js';
import { actionName, type ViewModel } from '../ticket/view-model.js';

/**
 * The intervention: its state, what it requests from the reader's side and by when, and its rulings.
 *
 * @param evidence - the reader's action to submit evidence, with its deadline
 */
export function platformSection(model: ViewModel, evidence: Action | undefined): TemplateResult | typeof nothing {
  const { view } = model;
  const now = INTERVENTION_STATES.indexOf(view.intervention);
  if (now <= 0 && view.rulings.length === 0) return nothing;
  return html`<section class="sec" data-section="platform">
    ${steps(model, now > 0 ? now - 1 : model.texts.intervention.steps.length - 1)} ${word(model, evidence)}
    ${view.rulings.map((ruling) => rulingNotice(ruling, model))}
  </section>`;
}

function steps({ texts }: ViewModel, current: number): TemplateResult {
  const { label, steps: names } = texts.intervention;
  return html`<ol class="steps" aria-label=${label}>
    ${names.map(
      (name, i) =>
        html`<li
          class=${i < current ? 'done' : i === current ? 'now' : ''}
          aria-current=${(i === current ? 'step' : nothing) as 'step'}
        >
          ${name}
        </li>`,
    )}
  </ol>`;
}

/** What the platform does and what happens next, in the words of the card; what it asks of the reader stands out. */
function word(
  { view, texts, time, session }: ViewModel,
  evidence: Action | undefined,
): TemplateResult | typeof nothing {
  const shown = shownIntervention(view, session?.party);
  if (!shown) return nothing;
  const line = texts.line[shown];
  const mine = view.asked.find(({ party }) => party === session?.party);
  if (!mine) return html`<p class="s muted">${line}</p>`;
  const by = evidence?.dueAtMs === undefined ? '' : formatBy(evidence.dueAtMs, time);
  return html`<div class="notice platform">
    ${icon('platform')}
    <h3>${line}</h3>
    ${mine.text ? html`<p dir="auto">${mine.text}</p>` : nothing} ${by ? html`<p class="s">${by}</p>` : nothing}
  </div>`;
}

function rulingNotice(ruling: Ruling, model: ViewModel): TemplateResult {
  const { texts } = model;
  const { choice, text, commitment, fromDeposit, atMs: _atMs, ...money } = ruling;
  const { lines } = termsFacts(money, model);
  const promise = commitment === undefined ? [] : factsOf({ commitment }, [commitmentField], model).lines;
  return html`<div class="notice platform" data-ruling>
    ${icon('ruling')}
    <h3>${format(texts.intervention.ruling, { choice: actionName({ command: 'rule', choice }, model) })}</h3>
    <p dir="auto">${text}</p>
    ${factList({ lines: [...lines, ...promise], ticked: fromDeposit ? [texts.intervention.fromDeposit] : [] })}
  </div>`;
}
