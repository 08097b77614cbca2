import type { TicketAnswer, TicketPage, TicketView } from '@sidecard/core';
import { atom, type ReadableAtom } from 'nanostores';
import type { Api } from '../api.js';
import { backoffMs, type Bell } from '../bell.js';
import type { OutboxEntry, TicketState } from '../client.types.js';
import { given } from '../given.js';
import { type Position, positionOf, reaches } from '../stream/position.js';
import type { Stream } from '../stream/stream.js';
import { createShelf, type Shelf } from './shelf.js';
import { whileShown } from './while-shown.js';

type Body = Pick<TicketAnswer, 'ticket'> & Partial<TicketAnswer>;

/** The tickets that are known, and the stores that show them. */
export interface Tickets extends Pick<
  Shelf<TicketView | undefined, TicketState, Body>,
  'touch' | 'load' | 'catchUp' | 'distrust' | 'reset'
> {
  readonly all: ReadableAtom<ReadonlyMap<string, TicketView>>;
  readonly one: (ticketId: string) => ReadableAtom<TicketState>;
  readonly view: (ticketId: string) => TicketView | undefined;
  /**
   * Takes in a projection, unless what is known is newer: an answer and a frame can overtake each other.
   *
   * @param generation - the stream's when it was asked for
   */
  readonly apply: (view: TicketView, at: Position | undefined, generation: number) => void;
  /** Takes in a frame, if the ticket is known or all are shown. */
  readonly onFrame: (view: TicketView, at: Position | undefined) => void;
  readonly loadMore: () => Promise<boolean>;
}

const PAGE = 100;

/**
 * Makes a store of no tickets.
 *
 * @param pendingOf - the move of a ticket that has no answer yet
 */
export function createTickets(
  api: Api,
  bell: Bell,
  stream: Stream,
  pendingOf: (ticketId: string) => OutboxEntry | undefined,
): Tickets {
  const all = atom<ReadonlyMap<string, TicketView>>(new Map());
  let pages = 1;
  let next: string | undefined;
  let more: Promise<boolean> | undefined;
  let collecting = false;

  const shelf = createShelf<TicketView | undefined, TicketState, Body>({
    api,
    bell,
    stream,
    blank: undefined,
    pathOf: ticketPath,
    stateOf: ({ id, status, value, error }) => given({ status, view: value, pending: pendingOf(id), error }),
    onEmit: collectSoon,
    take(held, { ticket }, at) {
      const ofSameStream = held.value && held.at?.epoch === at?.epoch;
      const older = ofSameStream && (!reaches(at, held.at) || ticket.version < (held.value?.version ?? 0));
      if (!older) Object.assign(held, { value: ticket, at, generation: stream.generation() });
    },
  });
  const { known, put, catchUp } = shelf;
  const allShown = whileShown(all, stream.hold, () => {
    collect();
    void insist();
  });

  async function insist(): Promise<void> {
    for (let failures = 0; allShown() && !(await loadList()); failures++) await bell.wait(backoffMs(failures));
  }

  function collect(): void {
    collecting = false;
    if (allShown()) all.set(new Map([...known].flatMap(([id, { value }]) => (value ? [[id, value] as const] : []))));
  }

  /** A burst of frames makes one new map: copying thousands of entries for each would be the dearest thing here. */
  function collectSoon(): void {
    if (!collecting) queueMicrotask(collect);
    collecting = true;
  }

  const apply = (ticket: TicketView, at: Position | undefined, generation: number): void =>
    put(ticket.id, { ticket }, at, generation);

  async function loadPage(cursor: string | undefined): Promise<boolean> {
    const generation = stream.generation();
    const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await api<TicketPage>({ method: 'GET', path: `/v1/tickets?limit=${PAGE}${query}` });
    if (!answer.ok) return false;
    for (const view of answer.body.tickets) apply(view, positionOf(answer.body.cursor), generation);
    next = answer.body.next;
    return true;
  }

  async function loadList(): Promise<boolean> {
    let done = await loadPage(undefined);
    for (let page = 1; page < pages && done && next !== undefined; page++) done = await loadPage(next);
    if (done) shelf.forgetOld();
    return done;
  }

  return {
    ...shelf,
    all,
    one: (ticketId) => shelf.hold(ticketId).store,
    view: (ticketId) => known.get(ticketId)?.value,
    apply,
    onFrame(view, at) {
      if (allShown() || known.has(view.id)) apply(view, at, stream.generation());
    },
    // The list first: what it brings need not be loaded one by one.
    catchUp: async (anyway) => (!allShown() || (await loadList())) && catchUp(anyway),
    loadMore() {
      const from = next;
      more ??= (from === undefined ? Promise.resolve(false) : loadPage(from))
        .then((done) => {
          if (done) pages++;
          return next !== undefined;
        })
        .finally(() => (more = undefined));
      return more;
    },
  };
}

/** The path of a ticket. */
export function ticketPath(ticketId: string): string {
  return `/v1/tickets/${encodeURIComponent(ticketId)}`;
}
