import type { Ticket } from '@sidecard/core/authoring';
import {
  compareBy,
  LIST_SORTS,
  LIST_VIEWS,
  type ListReader,
  matchesFilter,
  matchesSearch,
  type SearchQuery,
  searchQuery,
  searchTermsOf,
  sortKeyOf,
} from '@sidecard/core/list';
import { listedOf } from '@sidecard/core/server';
import type { ListQuery } from '../storage/records.js';
import type { Store } from '../storage/store.js';
import { commit, created, NOW_MS, same, unique } from './fixtures.js';

const HOUR_MS = 3_600_000;
const TICKETS = 60;
const QUERIES = 200;

/** Picks that look random, and are the same in every run. */
function pickFrom(seed: number): <T>(values: readonly T[]) => T {
  let state = seed;
  return <T>(values: readonly T[]): T => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return values[Math.floor((state / 2 ** 32) * values.length)] as T;
  };
}
type Picks = ReturnType<typeof pickFrom>;

const STATES = [
  { workflow: 'awaiting-merchant', intervention: 'none' },
  { workflow: 'awaiting-buyer', intervention: 'none' },
  { workflow: 'awaiting-receipt', intervention: 'none' },
  { workflow: 'declined', intervention: 'none' },
  { workflow: 'declined', intervention: 'requested' },
  { workflow: 'awaiting-return', intervention: 'collecting-evidence' },
  { workflow: 'resolved', intervention: 'none' },
  { workflow: 'closed', intervention: 'none' },
] as const;
const ACCOUNTS = ['lin', 'zhou'] as const;
const TYPES = ['return-refund', 'repair', 'gone'] as const;
const NAMES = ['Mug', '雾蓝马克杯', 'Teapot 0.7 l', 'mug box', '杯'] as const;
const SEARCHES = ['mug', 'M', '马克杯', '杯', 'teapot 0', 'mug bo', '4242', 'none', '!'] as const;

/** A ticket in some state, with some deadlines, of somebody. Many are equal in what lists are sorted by. */
function someTicket(merchantId: string, pick: Picks): Ticket {
  const { after } = created({ ...unique(), merchantId, buyerId: pick(['he', 'li']) });
  const { ticket } = after;
  const deadlines = (['merchant', 'buyer', 'staff'] as const)
    .filter(() => pick([true, false]))
    .map((of) => {
      const startedAtMs = NOW_MS - pick([1, 40, 90]) * HOUR_MS;
      return { key: of, of, startedAtMs, dueAtMs: startedAtMs + pick([48, 48, 100]) * HOUR_MS };
    });
  const claim = pick([undefined, ...ACCOUNTS]);
  const handler = pick([undefined, ...ACCOUNTS]);
  const [item] = ticket.order.items;
  return {
    ...ticket,
    ...pick(STATES),
    type: pick(TYPES),
    number: `2607-${pick(['0001', '4242', '9999'])}-${ticket.id}`,
    conversationId: pick(['a', 'b']),
    createdAtMs: NOW_MS - pick([1, 2, 3]) * HOUR_MS,
    updatedAtMs: NOW_MS - pick([1, 2, 3]) * HOUR_MS,
    deadlines,
    order: { ...ticket.order, items: [{ ...item, title: pick(NAMES) }] },
    ...(claim ? { claim: { accountId: claim, name: claim, untilMs: NOW_MS } } : {}),
    ...(handler ? { handledBy: { party: 'merchant', accountId: handler, name: handler } } : {}),
  };
}

/** A query of some members. Many have none, so that lists are not empty. */
function someQuery(merchantId: string, pick: Picks): ListQuery {
  const rarely = <Name extends string, Value>(name: Name, values: readonly Value[]) =>
    pick([true, false, false, false]) ? { [name]: pick(values) } : {};
  const search = pick<SearchQuery | undefined>([undefined, undefined, searchQuery(pick(SEARCHES))]);
  const reader: ListReader = {
    accountId: pick(ACCOUNTS),
    side: pick(['merchant', 'merchant', 'staff']),
    nowMs: NOW_MS + pick([0, -30, 30]) * HOUR_MS,
  };
  const view = pick([undefined, ...LIST_VIEWS]);
  return {
    merchantId,
    reader,
    search,
    ...rarely('types', [
      { keys: ['return-refund'], others: false },
      { keys: ['return-refund'], others: true },
    ]),
    filter: {
      ...(view ? { view } : {}),
      ...rarely('type', TYPES),
      ...rarely('owner', ['me', 'nobody', ...ACCOUNTS]),
      ...rarely('buyerId', ['he']),
      ...rarely('conversationId', ['a']),
      ...rarely('openedFromMs', [NOW_MS - 2 * HOUR_MS]),
      ...rarely('openedBeforeMs', [NOW_MS - HOUR_MS]),
    },
  };
}

function matches(ticket: Ticket, { filter, types, search, reader }: ListQuery): boolean {
  return (
    matchesFilter(listedOf(ticket, reader.side), filter, reader) &&
    (!types || types.keys.includes(ticket.type) !== types.others) &&
    (!search || matchesSearch(searchTermsOf(ticket), search))
  );
}

/** Lists. */
export const listChecks: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'lists have the tickets that the filters of core have, in the same order, page by page and counted': async (
    store,
  ) => {
    const { merchantId } = unique();
    const pick = pickFrom(38);
    const changes = Array.from({ length: TICKETS }, () => created({ ...unique(), merchantId }));
    const tickets = changes.map(({ after }) => ({ ...someTicket(merchantId, pick), id: after.ticket.id }));
    await commit(
      store,
      changes.map((change, index) => ({
        ...change,
        after: { ...change.after, ticket: tickets[index] ?? change.after.ticket },
      })),
    );
    for (let count = 0; count < QUERIES; count++) {
      const query = someQuery(merchantId, pick);
      const sort = pick(LIST_SORTS);
      const what = JSON.stringify([query, sort]);
      const wanted = tickets
        .filter((ticket) => matches(ticket, query))
        .map((ticket) => listedOf(ticket, query.reader.side))
        .sort(compareBy(sort));
      const found = await store.readList(query, { sort, limit: TICKETS, countTo: 5 });
      same(
        found.tickets.map(({ id }) => id),
        wanted.map(({ ticketId }) => ticketId),
        what,
      );
      const [, , third] = wanted;
      const after = third && { key: sortKeyOf(sort, third), id: third.ticketId };
      const rest = after && (await store.readList(query, { sort, after, limit: 2, countTo: 5 }));
      same(
        rest?.tickets.map(({ id }) => id) ?? [],
        wanted.slice(3, 5).map(({ ticketId }) => ticketId),
        `the second page of ${what}`,
      );
      const total = Math.min(5, wanted.length);
      same([found.total, rest?.total ?? total], [total, total], `the totals of ${what}`);
      same(
        await store.countLists([query, query], 5),
        Array(2).fill(Math.min(5, wanted.length)),
        `the count of ${what}`,
      );
    }
  },

  'a changed ticket moves between lists, and is found by what it has now': async (store) => {
    const { merchantId } = unique();
    const creation = created({ ...unique(), merchantId });
    await commit(store, [creation]);
    const { ticket, events } = creation.after;
    const [item] = ticket.order.items;
    const shipped = { carrier: 'SF', trackingNumber: 'SF555', atMs: NOW_MS };
    const changed: Ticket = {
      ...ticket,
      workflow: 'awaiting-receipt',
      returnShipment: shipped,
      order: { ...ticket.order, items: [{ ...item, title: 'Teapot' }] },
    };
    const ended: Ticket = { ...changed, workflow: 'resolved', deadlines: [] };
    const steps = [ticket, changed, ended];
    const reader: ListReader = { accountId: 'lin', side: 'merchant', nowMs: NOW_MS };
    for (const [index, after] of steps.entries()) {
      if (index > 0) {
        const before = { ticket: steps[index - 1] ?? ticket, events };
        await commit(store, [{ before, after: { ticket: after, events }, events: [], touchesOthers: false }]);
      }
      const count = (filter: ListQuery['filter'], text?: string) => ({
        ...{ merchantId, filter, reader },
        search: text === undefined ? undefined : searchQuery(text),
      });
      const lists = [
        ...[count({ view: 'needs-answer' }), count({ view: 'resolved' })],
        ...[count({}, 'mug'), count({}, 'teapot'), count({}, 'sf55')],
      ];
      const [waiting, resolved] = index < 2 ? [1, 0] : [0, 1];
      const [mug, teapot] = index < 1 ? [1, 0] : [0, 1];
      same(await store.countLists(lists, 9), [waiting, resolved, mug, teapot, teapot], `after change ${index}`);
    }
  },

  'lists are a merchant’s own': async (store) => {
    const [one, other] = [unique(), unique()];
    await commit(store, [created(one)]);
    const query = (merchantId: string, text?: string): ListQuery => ({
      ...{ merchantId, filter: {}, reader: { accountId: 'lin', side: 'merchant', nowMs: NOW_MS } },
      ...(text ? { search: searchQuery(text) } : {}),
    });
    const lists = [one, other].flatMap(({ merchantId }) => [query(merchantId), query(merchantId, 'mug')]);
    same(await store.countLists(lists, 9), [1, 1, 0, 0], 'the counts');
  },
};
