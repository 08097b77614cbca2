import { formOf, type OutboxEntry } from '@sidecard/client';
import type { ActionLayout } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { backgroundCatalogue } from '../locales/background-catalogue.js';
import { commitmentCatalogue } from '../locales/commitment-catalogue.js';
import { formatTime } from '../locales/format.js';
import { format } from '../locales/message.js';
import type { TaskTexts } from '../locales/texts.js';
import { icon } from '../theme/icons.js';
import type * as CommitmentsPart from './commitments-section.js';
import { retryNotice } from './action-bar.js';
import type { Background } from './background.js';
import { historyLines, historySection } from './history-section.js';
import { elsewhereNotice, type KeptDraft, keptSections, keptText } from '../ticket/kept-draft.js';
import { outcome } from './outcome.js';
import { orderSection } from './order-section.js';
import { platformSection } from './platform-section.js';
import { refusalText } from '../ticket/refusal-text.js';
import { requestSection } from './request-section.js';
import { type ViewModel, textIn, withTexts } from '../ticket/view-model.js';
import type { KnownHistory } from './known-history.js';
import type { Reader } from './reader.js';
import { type Section, section } from './section.js';
import { sideOf, statusStyle } from './status-style.js';

/** A part that loads later, or failed to load. */
interface Loadable<Part> {
  readonly value: Part | undefined;
  readonly failed: boolean;
  readonly retry: () => void;
}

/** Handlers and settings of the body. */
export interface BodyHandlers {
  /** Whether a form is open: the request stays open beside it. */
  readonly answering: boolean;
  /** Sections are collapsed to a line each, unless the user has expanded them. */
  readonly collapsed: boolean;
  readonly toggled: ReadonlyMap<string, boolean>;
  /** Whether all of the history is shown. */
  readonly all: boolean;
  readonly history: KnownHistory;
  /** Input of forms that no longer exist. */
  readonly kept: readonly KeptDraft[];
  /** The staff thread's element; `undefined` if there is nothing to read or write. */
  readonly thread: Loadable<unknown> | undefined;
  /** Why nothing is sent to staff now. */
  readonly held: string | undefined;
  /** The section of the shop's commitments, loaded if there are any. */
  readonly commitments: Loadable<typeof CommitmentsPart>;
  /** What is new, and the buyer's other tickets. */
  readonly background: Loadable<Background>;
  readonly reader: Reader;
  /** Internal notes, for those who may read them. */
  readonly notes: Section | undefined;
  /** The open form's draft, which shows its own refusal. */
  readonly current: string | undefined;
  readonly onToggle: (key: string, open: boolean) => void;
  readonly onEarlier: () => void;
  readonly onCopy: (text: string) => void;
  readonly onOpen: (ticketId: string) => void;
  readonly onDiscard: (entry: OutboxEntry) => void;
  readonly onDiscardDraft: (form: string) => void;
}

/**
 * The sections in fixed order: platform, request, what is new and staff thread; then order, the buyer's other tickets, commitments and
 * history, which stand beside them where there is room.
 */
export function taskBody(model: ViewModel, layout: ActionLayout, handlers: BodyHandlers): TemplateResult {
  const { view, texts } = model;
  const { answering, collapsed, toggled, onToggle } = handlers;
  const leftovers = model.outbox.filter(
    ({ state, kind, command }) => state === 'refused' && kind === 'command' && formOf(command) !== handlers.current,
  );
  const { reader } = handlers;
  const { value: background, failed, retry } = handlers.background;
  const fresh = background?.news(withTexts(model, backgroundCatalogue), reader, {
    onRead: () => reader.read(view),
    linesOf: (entries) => historyLines(entries, model),
  });
  const buyer = background?.buyer(withTexts(model, backgroundCatalogue), toggled.get('tickets') === true, {
    onOpen: handlers.onOpen,
    onAll: () => onToggle('tickets', true),
    styleOf: ({ displayStatus, moveOf }) => statusStyle(displayStatus, moveOf, sideOf(model.session?.party)),
  });
  // Who answers a request, or may only read it, has it before their eyes.
  const opens = ({ key, stays }: Section) =>
    collapsed && !(key === 'request' ? answering || layout.locked : stays && !answering)
      ? (toggled.get(key) ?? false)
      : undefined;
  // Each has a place of its own, so that one that comes later moves no field that is typed in.
  const draw = (one: Section | undefined) => (one ? section(one, opens(one), onToggle) : nothing);
  return html`<div class="case">
      ${leftovers.map((entry) => leftover(entry, model, handlers))}
      ${keptSections(handlers.kept, texts, handlers.onCopy, handlers.onDiscardDraft)}
      ${
        view.typeVersion !== undefined
          ? nothing
          : html`<div class="notice flat soon">
              ${icon('info')}
              <p>${texts.state.typeUnknown}</p>
            </div>`
      }
      ${outcome(model)} ${platformSection(model, layout.evidence)} ${draw(requestSection(model))} ${draw(fresh)}
      ${thread(model, handlers)} ${elsewhereNotice(model.elsewhere, [handlers.current, 'staff-message', 'note'], texts)}
    </div>
    <div class="beside">
      ${draw(orderSection(model, handlers.onCopy))} ${failed ? notLoaded(texts, retry) : draw(buyer)}
      ${draw(commitments(model, handlers.commitments))}
      ${draw(historySection(model, handlers.history, handlers.all, handlers.onEarlier))} ${draw(handlers.notes)}
    </div>`;
}

/** In place of a section that failed to load. */
function notLoaded({ state }: TaskTexts, retry: () => void): TemplateResult {
  return html`<section class="sec">${retryNotice(state.failedHelp, state.retry, retry)}</section>`;
}

function commitments(model: ViewModel, part: Loadable<typeof CommitmentsPart>): Section | undefined {
  const shop = model.session?.shop;
  if (!shop?.commitments.length) return undefined;
  if (part.value) return part.value.commitmentsSection(withTexts(model, commitmentCatalogue), shop);
  const { sections, state } = model.texts;
  const body = part.failed
    ? retryNotice(state.failedHelp, state.retry, part.retry)
    : html`<span class="skel"></span><span class="skel short"></span>`;
  return { key: 'commitments', icon: 'promise', title: sections.commitments, sum: '', body };
}

function thread({ view, texts }: ViewModel, { thread: part, held }: BodyHandlers): TemplateResult | typeof nothing {
  if (!part) return nothing;
  return part.failed
    ? notLoaded(texts, part.retry)
    : html`<sidecard-staff-message
        class="sec"
        data-section="staff"
        ticket-id=${view.id}
        .held=${held}
      ></sidecard-staff-message>`;
}

/** A command that was refused after its form had closed: its text is shown until the user discards it. */
function leftover(entry: OutboxEntry, { texts }: ViewModel, { onCopy, onDiscard }: BodyHandlers): TemplateResult {
  return html`<section class="sec" data-section="refused">
    <div class="notice urgent">
      ${icon('warning')}
      <h3>${entry.error ? refusalText(entry.error, texts) : texts.refusals.server}</h3>
      <p>${texts.refusals.kept}</p>
      ${keptText(textIn(entry.command.fields ?? {}), texts, { onCopy, onDiscard: () => onDiscard(entry) })}
    </div>
  </section>`;
}

/** Shows how current the data is. */
export function connectionBanner({ connection, texts, time, outbox }: ViewModel): TemplateResult | typeof nothing {
  const { state } = texts;
  if (connection.state === 'stale')
    return html`<div class="notice flat">
      ${icon('refresh')}
      <p>${state.stale}</p>
    </div>`;
  if (connection.state !== 'offline') return nothing;
  const count = outbox.filter((entry) => entry.state !== 'refused').length;
  const asOf = formatTime(connection.asOfMs || time.nowMs, time);
  return html`<div class="notice flat" data-offline>
    ${icon('offline')}
    <p>${count > 0 ? format(state.offlineQueued, { time: asOf, count }) : format(state.offline, { time: asOf })}</p>
  </div>`;
}
