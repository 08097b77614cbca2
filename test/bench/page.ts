/**
 * The page that `bench.mjs` drives: mounts many cards of one contender, and changes one of them. Everything that is measured happens here;
 * everything that prepares it (messages, views, the stub client) happens in {@link prepare}.
 */
import type { CardMessage } from '@sidecard/core';
import type { TicketView } from '@sidecard/core/wire';
import { AGREE, BUYER, CLAIM, COLLEAGUE, ME, openShop, SEND_BACK } from '../support/browser/shop.ts';

/** A contender: makes one card, gives it content, and resolves when the content is drawn. */
export interface Contender {
  /** Registers what it needs. @param content - of a card like those to come */
  define(content: Content): Promise<void> | void;
  create(content: Content): HTMLElement;
  update(card: HTMLElement, content: Content): Promise<unknown> | void;
}

/** What one card shows. */
export interface Content {
  /** As the chat has it. */
  readonly message: CardMessage;
  /** The same, formatted: what a card without a parser and formats of its own is given. */
  readonly texts: Readonly<Record<TextName, string>>;
}

export type TextName =
  | 'type'
  | 'from'
  | 'when'
  | 'status'
  | 'title'
  | 'options'
  | 'quantity'
  | 'price'
  | 'line'
  | 'due'
  | 'owner';

/** What a stub client lets the bench do: give a ticket another view. */
export interface StubClient {
  readonly client: unknown;
  setView(ticketId: string, view: TicketView): void;
}

const MINUTE_MS = 60_000;

/** Makes `count` different contents, of tickets of their own and of different minutes. */
export async function contents(count: number, variant = 0): Promise<Content[]> {
  const { message } = await openShop({ locale: 'en' });
  return Array.from({ length: count }, (_, index) => {
    const { snapshot } = message;
    const createdAtMs = snapshot.createdAtMs - index * MINUTE_MS;
    const changed: CardMessage = {
      ...message,
      ticketId: `T-${index}`,
      snapshot: {
        ...snapshot,
        createdAtMs,
        displayStatus: variant % 2 ? 'awaiting-return' : 'awaiting-merchant',
        words: variant % 2 ? 'rim chipped, sends it back' : 'box crushed, rim chipped, wants to return',
        item: { ...snapshot.item, title: `Fog-blue handmade mug, 350 ml, pair, no. ${index}` },
        ...(snapshot.deadline
          ? { deadline: { ...snapshot.deadline, dueAtMs: snapshot.deadline.dueAtMs - index * MINUTE_MS } }
          : {}),
      },
    };
    return {
      message: changed,
      texts: {
        type: 'Return & refund',
        from: 'Not verified',
        when: ` · 3 Jul, ${18 - (index % 10)}:01`,
        status: variant % 2 ? 'Waiting for return' : 'Needs answer',
        title: changed.snapshot.item.title,
        options: snapshot.item.options ?? '',
        quantity: '×2',
        price: '¥258.00',
        line: changed.snapshot.words ?? '',
        due: `By 5 Jul, ${18 - (index % 10)}:01`,
        owner: 'Not confirmed by the platform',
      },
    };
  });
}

/** The real views of one ticket in two states: claimed by a colleague, and sent back by the buyer. */
async function views(): Promise<readonly TicketView[]> {
  const found: TicketView[] = [];
  for (const steps of [
    [[COLLEAGUE, CLAIM]],
    [
      [ME, AGREE],
      [BUYER, SEND_BACK],
    ],
  ] as const) {
    const shop = await openShop({ locale: 'en', steps });
    const store = shop.client().ticket(shop.ticketId);
    found.push(
      await new Promise<TicketView>((resolve) => {
        const stop = store.subscribe(({ view }) => {
          if (!view) return;
          resolve(view);
          queueMicrotask(() => stop());
        });
      }),
    );
    shop.close();
  }
  return found;
}

/** A client whose tickets the bench sets: what is measured is the element, not how news arrives. */
function stubClient(viewOf: (ticketId: string) => TicketView): StubClient {
  const listeners = new Map<string, (state: unknown) => void>();
  const states = new Map<string, unknown>();
  const constant = (value: unknown): unknown => ({
    get: () => value,
    listen: () => () => {},
    subscribe: () => () => {},
  });
  const session = { accountId: ME.accountId, party: 'merchant', permissions: ['task.handle'], name: ME.name };
  const client = {
    locale: 'en',
    now: () => Date.now() + NOW_SHIFT_MS,
    session: constant(session),
    connection: constant({ state: 'live', asOfMs: 0 }),
    ticket: (ticketId: string) => ({
      get: () => states.get(ticketId) ?? { status: 'ready', view: { ...viewOf(ticketId), id: ticketId } },
      listen: (listener: (state: unknown) => void) => {
        listeners.set(ticketId, listener);
        return () => void listeners.delete(ticketId);
      },
    }),
  };
  return {
    client,
    setView(ticketId, view) {
      const state = { status: 'ready', view: { ...view, id: ticketId } };
      states.set(ticketId, state);
      listeners.get(ticketId)?.(state);
    },
  };
}

/** The shop's stories take place at another time. */
let NOW_SHIFT_MS = 0;

interface State {
  readonly contender: Contender;
  readonly list: HTMLElement;
  readonly contents: Content[];
  readonly changes: readonly Content[][];
  readonly cards: HTMLElement[];
  readonly stub: StubClient | undefined;
  readonly views: readonly TicketView[];
}

let state: State | undefined;

/** Everything before the clock runs. */
export async function prepare(
  contender: Contender,
  count: number,
  { contained, live }: { readonly contained: boolean; readonly live: boolean },
): Promise<void> {
  document.documentElement.lang = 'en';
  const [sample] = await contents(1);
  await contender.define(sample as Content);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    `body { margin: 0; font: 14px system-ui, sans-serif } #list { inline-size: 320px } #list > * { display: block; margin-block-end: 8px; ` +
      (contained
        ? 'content-visibility: auto; contain-intrinsic-size: 320px auto 225px }'
        : 'content-visibility: visible !important }'),
  );
  document.adoptedStyleSheets = [sheet];
  const list = document.createElement('div');
  list.id = 'list';
  let place: HTMLElement = list;
  const real = live ? await views() : [];
  NOW_SHIFT_MS = (real[0]?.createdAtMs ?? Date.now()) + 3_600_000 - Date.now();
  const stub = live ? stubClient(() => real[0] as TicketView) : undefined;
  if (stub) {
    const provider = Object.assign(document.createElement('sidecard-provider'), { client: stub.client });
    provider.append(list);
    place = provider;
  }
  document.body.append(place);
  state = {
    contender,
    list,
    stub,
    views: real,
    cards: [],
    contents: await contents(count),
    changes: [await contents(count), await contents(count, 1)],
  };
  // what is compiled lazily has been, and formats are warm: a page with a thousand cards has had a first one
  const first = contender.create(sample as Content);
  list.append(first);
  await new Promise((resolve) => setTimeout(resolve, 400));
  first.remove();
  await frame();
}

/** Puts the cards on the page, and waits for the frame that shows them. */
export async function mount(): Promise<number> {
  const { contender, list, contents, cards } = present();
  await task(() => {
    for (const content of contents) {
      const card = contender.create(content);
      cards.push(card);
      list.append(card);
    }
  });
  await frame();
  return list.getBoundingClientRect().height;
}

/** Changes one card `times` times, each with style and layout, and nothing else between. @returns wall milliseconds of script alone */
export async function updateOne(where: 'on' | 'off', times: number): Promise<number> {
  const { contender, cards, changes, stub, views } = present();
  const index = where === 'on' ? 1 : cards.length - 2;
  const card = cards[index] as HTMLElement;
  await task(() => {});
  const before = performance.now();
  for (let time = 1; time <= times; time++) {
    if (stub) {
      stub.setView(`T-${index}`, views[time % 2] as TicketView);
      await (card as HTMLElement & { updateComplete?: Promise<unknown> }).updateComplete;
    } else await contender.update(card, changes[time % 2]?.[index] as Content);
    void document.body.offsetHeight;
  }
  return performance.now() - before;
}

/** How many elements a card has: [as sent, with a picture]. */
export function elementsOf(): number {
  const [card] = present().cards;
  return card?.shadowRoot?.querySelectorAll('*').length ?? 0;
}

/** What the second card says, for a look whether contenders show the same. */
export function textOf(): string {
  return (present().cards[1]?.shadowRoot?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

function present(): State {
  if (!state) throw new Error('Call prepare() first.');
  return state;
}

/** Runs in a task of the page: what a debugger evaluates, and what follows an `await`, is not counted as script. */
function task(run: () => void): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => {
      run();
      resolve();
    });
  });
}

function frame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}
