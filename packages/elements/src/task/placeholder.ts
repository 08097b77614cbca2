import type { Draft } from '@sidecard/client';
import type { CardSnapshot } from '@sidecard/core';
import type { TicketTypeDescription } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import type { Language } from '../context/language.js';
import { isChosen } from '../fields/shown.js';
import { formatAmount } from '../locales/format.js';
import type { TaskTexts } from '../locales/texts.js';
import { icon } from '../theme/icons.js';
import { retryNotice } from './action-bar.js';
import { orderItem } from './order-section.js';
import { keptDrafts, keptSections } from '../ticket/kept-draft.js';
import { labelText } from '../ticket/view-model.js';
import { statusStyle } from './status-style.js';

/** Shows that the panel's texts failed to load, in the few words that are always there; nothing while they load. */
export function withoutTexts(
  { failure, locale }: Pick<Language, 'failure' | 'locale'>,
  onRetry: () => void,
): TemplateResult | typeof nothing {
  if (!failure) return nothing;
  return html`<section class="root panel" lang=${locale} role="alert">
    ${retryNotice(failure.failed, failure.retry, onRetry)}
  </section>`;
}

/** Shows known facts until the ticket has loaded, with placeholders for the rest instead of a spinner. */
export function loadingBody(
  snapshot: CardSnapshot | undefined,
  type: TicketTypeDescription | undefined,
  texts: TaskTexts,
): TemplateResult {
  const { amount } = snapshot?.asked ?? snapshot ?? {};
  const reason = labelText(type?.reasons.buyer.find(({ key }) => key === snapshot?.reason)?.labels, { texts });
  const style = snapshot && statusStyle(snapshot.displayStatus, snapshot.moveOf, 'merchant');
  return html`${
      snapshot && style
        ? html`<div class="bar">
            <div class="row ${style.tone}">
              <span class="status" translate="no">${icon(style.icon)}${texts.statuses[snapshot.displayStatus]}</span>
            </div>
          </div>`
        : nothing
    }
    <div class="body" tabindex="0" role="group" aria-busy="true" aria-label=${texts.state.loading}>
      <section class="sec">
        ${
          amount
            ? html`<p class="ask">
                <bdi translate="no" class="amount">${formatAmount(amount, texts.locale)}</bdi><span>${reason}</span>
              </p>`
            : html`<span class="skel short"></span><span class="skel tall"></span>`
        }
        <span class="skel"></span><span class="skel short"></span>
      </section>
      <section class="sec">
        ${snapshot ? orderItem(snapshot.item, texts.locale) : html`<span class="skel"></span><span class="skel short"></span>`}
      </section>
    </div>`;
}

/** Shown if a ticket failed to load. */
export function failedBody(texts: TaskTexts, onRetry: () => void): TemplateResult {
  const { failed, failedHelp, retry } = texts.state;
  return empty(
    'refresh',
    failed,
    failedHelp,
    html`<button class="btn fill" type="button" data-act="retry" @click=${onRetry}>${retry}</button>`,
  );
}

/** Shown if a ticket does not exist or belongs to another account: both look the same. Its drafts are not lost. */
export function notFoundBody(
  texts: TaskTexts,
  drafts: ReadonlyMap<string, Draft>,
  onCopy: (text: string) => void,
  onDiscard: (form: string) => void,
): TemplateResult {
  const { notFound, notFoundHelp } = texts.state;
  const none = { type: undefined, actions: [], outbox: [], current: undefined, inPlace: [] };
  const kept = keptDrafts({ drafts, texts, ...none, isChosen });
  return html`${empty('search', notFound, notFoundHelp)}${keptSections(kept, texts, onCopy, onDiscard)}`;
}

function empty(drawing: string, title: string, help: string, act?: TemplateResult): TemplateResult {
  return html`<div class="empty">
    <span class="tile">${icon(drawing)}</span>
    <h3>${title}</h3>
    <p>${help}</p>
    <div class="row">${act ?? nothing}<slot name="placeholder"></slot></div>
  </div>`;
}
