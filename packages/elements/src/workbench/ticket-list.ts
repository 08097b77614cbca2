import type { TicketListState } from '@sidecard/client';
import type { ListSort, TicketSummary } from '@sidecard/core/wire';
import { defaultRangeExtractor, VirtualizerController } from '@tanstack/lit-virtual';
import { html, type LitElement, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { createRef, ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import type { PanelKeys } from '../context/panel-keys.js';
import { isComposing } from '../events/composing.js';
import { format } from '../locales/message.js';
import { shortOrder } from '../locales/short-order.js';
import { type ListFilter, sameFilter } from './address.js';
import { type Key, keyOf } from './keys.js';
import { drawing } from './icons.js';
import { cells, type RowContext } from './row.js';
import { countText } from './rail.js';
import type { Selection } from './selection.js';

/** What a list shows. */
export interface TicketListModel extends Omit<RowContext, 'link' | 'pick'> {
  readonly state: TicketListState;
  readonly filter: ListFilter;
  readonly heading: TemplateResult;
  /** Between heading and rows, such as why something was refused. */
  readonly notices: TemplateResult | typeof nothing;
  /** Shown in place of the rows if there are none. */
  readonly empty: () => TemplateResult;
  readonly name: string;
  readonly hrefOf: ((ticketId: string) => string) | undefined;
  readonly keys: PanelKeys | undefined;
  readonly onOpen: (ticketId: string) => void;
  readonly onClaim: (ticket: TicketSummary) => void;
  readonly onMore: () => void;
  readonly onSearch: () => void;
  /** Shows what the keys do. */
  readonly onHelp: () => void;
  readonly selection: Selection;
  /** What is done with the selected rows. */
  readonly batch: TemplateResult | typeof nothing | undefined;
  /** Handles keys that are not the list's. @returns whether it was one */
  readonly onOtherKey: (event: KeyboardEvent) => boolean;
  /** Called when the selection changed, or had no room for more. */
  readonly onSelect: (isFull: boolean) => void;
  readonly footer: TemplateResult;
}

/** Rows above and below the visible ones. */
const OVERSCAN = 6;
/** Height of a row until one has been measured, in pixels. */
const ROW_PX = 57;
/** When fewer rows than this follow the last visible one, the next page is requested. */
const AHEAD = 40;
/** Height of the header of the columns, in rows. */
const HEADER_ROWS = 1;

/** Its height in pixels, about. */
const HEADER_PX = 36;

const COLUMNS = ['order', 'type', 'asked', 'status', 'due', 'owner'] as const;
const SORTED: Partial<Readonly<Record<(typeof COLUMNS)[number], ListSort>>> = { due: 'deadline' };

/** A long list of tickets: renders the rows in view, and moves among all with the keyboard. */
export class TicketList implements ReactiveController {
  readonly #host: LitElement;
  readonly #scroller = createRef<HTMLElement>();
  readonly #virtual: VirtualizerController<HTMLElement, HTMLElement>;
  #model: TicketListModel | undefined;
  #rowPx = ROW_PX;
  /** The row that keys act on. */
  #active: string | undefined;
  #focusNext = false;
  /** Where the list was scrolled to when it was left. */
  #left: { readonly filter: ListFilter; readonly top: number } | undefined;
  /** Where the active row was: its neighbour takes over when it leaves the list. */
  #activeIndex = 0;
  #shown: ListFilter | undefined;
  /** A row gets another height with the list's width, with density and with fonts. */
  readonly #resized = new ResizeObserver(([row]) => row && this.#isNewHeight(row.target) && this.#host.requestUpdate());
  #measured: Element | null | undefined;

  constructor(host: LitElement) {
    this.#host = host;
    this.#virtual = new VirtualizerController<HTMLElement, HTMLElement>(host, {
      count: 0,
      getScrollElement: () => this.#scroller.value ?? null,
      estimateSize: () => this.#rowPx,
      overscan: OVERSCAN,
      scrollPaddingStart: HEADER_PX,
      scrollPaddingEnd: HEADER_PX,
      // The active row stays on the page, so that the focus is not lost.
      rangeExtractor: (range) =>
        [...new Set([...defaultRangeExtractor(range), this.#activeIndex])]
          .filter((i) => i < range.count)
          .sort((a, b) => a - b),
    });
    host.addController(this);
  }

  /** Id of the row that keys act on. */
  get active(): string | undefined {
    return this.#active;
  }

  /** Its place in the list. */
  get activeIndex(): number {
    return this.#activeIndex;
  }

  set active(ticketId: string | undefined) {
    this.#active = ticketId;
  }

  /** Moves the focus to the active row with the next rendering. */
  focus(): void {
    this.#focusNext = true;
    this.#host.requestUpdate();
  }

  render(model: TicketListModel): TemplateResult {
    this.#model = model;
    const { state, texts, filter } = model;
    const { rows } = state;
    const virtualizer = this.#virtual.getVirtualizer();
    virtualizer.setOptions({ ...virtualizer.options, count: rows.length });
    const at = rows.findIndex(({ ticketId }) => ticketId === this.#active);
    if (at < 0 && rows.length > 0) {
      // The active row has left the list, and its focus goes to the one in its place.
      if (this.#active !== undefined && this.#hasFocus()) this.#focusNext = true;
      this.#activeIndex = Math.min(this.#activeIndex, rows.length - 1);
      this.#active = rows[this.#activeIndex]?.ticketId;
    } else this.#activeIndex = Math.max(0, at);
    const items = virtualizer.getVirtualItems();
    return html`<div class="list" @keydown=${this.#handleKeydown}>
      ${model.heading} ${model.notices} ${model.batch ?? nothing}
      <div class="scroller" tabindex="-1" ${ref(this.#scroller)}>
        ${
          rows.length === 0
            ? model.empty()
            : html`<div
                role="table"
                class="table"
                aria-label=${model.name}
                aria-rowcount=${state.totalIsMore ? -1 : state.total + HEADER_ROWS}
                aria-busy=${state.status === 'ready' ? 'false' : 'true'}
              >
                <div class="columns line" role="row" aria-rowindex="1">
                  ${COLUMNS.map(
                    (column) =>
                      html`<div
                        role="columnheader"
                        class=${column}
                        aria-sort=${SORTED[column] === filter.sort ? 'ascending' : 'none'}
                      >
                        ${texts.list.columns[column]}${SORTED[column] === filter.sort ? drawing('chevron-up') : nothing}
                      </div>`,
                  )}
                </div>
                <div role="rowgroup" class="rows">
                  ${repeat(
                    items.flatMap(({ index }) => {
                      const ticket = rows[index];
                      return ticket ? [{ index, ticket }] : [];
                    }),
                    ({ ticket }) => ticket.ticketId,
                    ({ index, ticket }) => this.#row(ticket, index, model),
                  )}
                </div>
              </div>`
        }
      </div>
      ${this.#footer(model)}
    </div>`;
  }

  hostDisconnected(): void {
    this.#resized.disconnect();
    this.#measured = undefined;
  }

  hostUpdated(): void {
    const model = this.#model;
    const scroller = this.#scroller.value;
    if (!model || !scroller?.isConnected) return;
    this.#place(scroller);
    if (this.#focusNext && model.state.rows.length > 0) this.#focusActive();
    const { state } = model;
    const last = this.#virtual.getVirtualizer().getVirtualItems().at(-1)?.index ?? 0;
    if (state.more && state.status === 'ready' && last + AHEAD >= state.rows.length) model.onMore();
  }

  /** Keeps the scroll position for when the reader returns to the list. */
  leave(): void {
    const top = this.#scroller.value?.scrollTop;
    if (this.#model && top !== undefined) this.#left = { filter: this.#model.filter, top };
    this.#model = undefined;
  }

  /** Sets positions by script, because a strict content security policy forbids style attributes. */
  #place(scroller: HTMLElement): void {
    const virtualizer = this.#virtual.getVirtualizer();
    const rows = scroller.querySelector<HTMLElement>('.rows');
    if (!rows) return;
    const total = `${virtualizer.getTotalSize()}px`;
    if (rows.style.blockSize !== total) rows.style.blockSize = total;
    for (const row of rows.children as HTMLCollectionOf<HTMLElement>) {
      const place = `0 ${Number(row.dataset['index']) * this.#rowPx}px`;
      if (row.style.translate !== place) row.style.translate = place;
    }
    const row = rows.firstElementChild;
    if (row !== this.#measured) {
      this.#resized.disconnect();
      if (row) this.#resized.observe(row);
      this.#measured = row;
    }
    if (row && this.#isNewHeight(row)) {
      this.#rowPx = row.getBoundingClientRect().height;
      virtualizer.measure();
      this.#host.requestUpdate();
      return;
    }
    const filter = this.#model?.filter;
    if (!filter) return;
    if (this.#left && sameFilter(filter, this.#left.filter)) scroller.scrollTop = this.#left.top;
    else if (!this.#shown || !sameFilter(filter, this.#shown)) scroller.scrollTop = 0;
    this.#left = undefined;
    this.#shown = filter;
  }

  #isNewHeight(row: Element): boolean {
    const { height } = row.getBoundingClientRect();
    return height > 0 && Math.abs(height - this.#rowPx) > 0.5;
  }

  #row(ticket: TicketSummary, index: number, model: TicketListModel): TemplateResult {
    const isActive = ticket.ticketId === this.#active;
    return html`<div
      role="row"
      class="line ${isActive ? 'active' : ''} ${model.selection.has(ticket.ticketId) ? 'selected' : ''}"
      data-index=${index}
      data-ticket=${ticket.ticketId}
      aria-rowindex=${index + 1 + HEADER_ROWS}
      @click=${(event: MouseEvent) => this.#handleClick(event, ticket)}
    >
      ${cells(ticket, isActive, { ...model, link: this.#link, pick: this.#pick(ticket, model) })}
    </div>`;
  }

  /** The box that selects a row. Not a stop of Tab: a key does it for the active row. */
  #pick(
    { ticketId, buyer, order }: TicketSummary,
    { selection, texts, state, onSelect }: TicketListModel,
  ): TemplateResult {
    const name = format(texts.list.row, { buyer: buyer.name, order: shortOrder(order.id) });
    return html`<label class="pick" @click=${(event: Event) => event.stopPropagation()}>
      <input
        type="checkbox"
        data-select
        tabindex="-1"
        aria-label=${format(texts.list.select, { name })}
        .checked=${live(selection.has(ticketId))}
        @click=${(event: MouseEvent) => {
          const hasRoom = event.shiftKey ? selection.extendTo(ticketId, state.rows) : selection.toggle(ticketId);
          this.#active = ticketId;
          onSelect(!hasRoom);
        }}
      />
    </label>`;
  }

  readonly #link = (ticket: TicketSummary, content: TemplateResult, isActive: boolean): TemplateResult => {
    const { ticketId } = ticket;
    const href = this.#model?.hrefOf?.(ticketId);
    const index = isActive ? '0' : '-1';
    return href === undefined
      ? html`<button class="open" type="button" tabindex=${index}>${content}</button>`
      : html`<a class="open" href=${href} tabindex=${index}>${content}</a>`;
  };

  #handleClick(event: MouseEvent, { ticketId }: TicketSummary): void {
    // Another window, or a text that is being selected.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.#active = ticketId;
    this.#model?.onOpen(ticketId);
  }

  readonly #handleKeydown = (event: KeyboardEvent): void => {
    const model = this.#model;
    if (!model || isComposing(event)) return;
    const key = keyOf(event, model.keys);
    if (key === undefined ? !model.onOtherKey(event) : !this.#act(key, model)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  #act(key: Key, model: TicketListModel): boolean {
    const { rows } = model.state;
    const at = this.#activeIndex;
    const page = Math.max(1, Math.floor((this.#scroller.value?.clientHeight ?? 0) / this.#rowPx) - 1);
    const steps: Partial<Record<Key, number>> = {
      next: at + 1,
      previous: at - 1,
      first: 0,
      last: rows.length - 1,
      pageDown: at + page,
      pageUp: at - page,
    };
    const step = steps[key];
    if (step !== undefined) {
      const index = Math.min(Math.max(step, 0), rows.length - 1);
      this.#active = rows[index]?.ticketId;
      this.#activeIndex = index;
      this.#virtual.getVirtualizer().scrollToIndex(index, { align: 'auto' });
      this.focus();
      return true;
    }
    if (key === 'selectNext' || key === 'selectPrevious') {
      const to = rows[at + (key === 'selectNext' ? 1 : -1)];
      const from = rows[at];
      if (!from || !to) return true;
      const hasRoom = model.selection.has(from.ticketId) || model.selection.toggle(from.ticketId);
      const isFull = !(hasRoom && model.selection.extendTo(to.ticketId, rows));
      this.#act(key === 'selectNext' ? 'next' : 'previous', model);
      model.onSelect(isFull);
      return true;
    }
    if (key === 'search' || key === 'help') {
      if (key === 'search') model.onSearch();
      else model.onHelp();
      return true;
    }
    const ticket = rows[at];
    if (key === 'open' && ticket) {
      model.onOpen(ticket.ticketId);
      return true;
    }
    if (key === 'select' && ticket) {
      model.onSelect(!model.selection.toggle(ticket.ticketId));
      return true;
    }
    if (key === 'claim' && ticket) {
      model.onClaim(ticket);
      return true;
    }
    return false;
  }

  #focusActive(): void {
    const row = this.#scroller.value?.querySelector<HTMLElement>(
      `[data-ticket="${CSS.escape(this.#active ?? '')}"] .open`,
    );
    const root = this.#host.shadowRoot;
    // Somebody writes: their caret stays.
    const isWriting = root?.activeElement?.matches('input, select, textarea') === true;
    if (!row && !isWriting) {
      // It is scrolled into view first, and rendered then.
      this.#virtual.getVirtualizer().scrollToIndex(this.#activeIndex, { align: 'auto' });
      return;
    }
    this.#focusNext = false;
    if (!isWriting) row?.focus({ preventScroll: true });
  }

  #hasFocus(): boolean {
    return this.#scroller.value?.contains(this.#host.shadowRoot?.activeElement ?? null) === true;
  }

  #footer(model: TicketListModel): TemplateResult | typeof nothing {
    const { state, texts } = model;
    const { startIndex = 0, endIndex = 0 } = this.#virtual.getVirtualizer().range ?? {};
    if (state.rows.length === 0) return nothing;
    return html`<footer class="foot">
      <bdi class="num"
        >${format(texts.list.range, {
          from: startIndex + 1,
          to: Math.min(endIndex + 1, state.rows.length),
          total: countText(state.total, texts, state.totalIsMore === true),
        })}</bdi
      >
      ${model.footer}
    </footer>`;
  }
}
