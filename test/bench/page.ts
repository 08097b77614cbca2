/**
 * The page that `cards.mjs` drives: fills a list with cards of one contender, and changes one of them. Everything that is measured happens
 * here; everything that it needs is made in {@link prepare}.
 */
import type { Contender, Filled } from './contenders/contender.ts';
import { contents, type Content, type Source } from './content.ts';

export interface Options {
  /** `open`: every card is laid out. `contained`: each has `content-visibility: auto`. `chunked`: so has each hundred of them. */
  readonly layout: 'open' | 'contained' | 'chunked';
}

/** How many cards a chunk has. */
const CHUNK = 100;
const CARD_PX = 225;
const GAP_PX = 8;

interface State {
  readonly contender: Contender;
  readonly list: HTMLElement;
  readonly contents: readonly Content[];
  readonly changes: readonly (readonly Content[])[];
  readonly layout: Options['layout'];
  shown?: Filled;
}

let state: State | undefined;

export const SHEETS: Readonly<Record<Options['layout'], string>> = {
  open: '.card { content-visibility: visible !important }',
  contained: `.card { content-visibility: auto; contain-intrinsic-size: 320px auto ${CARD_PX}px }`,
  chunked:
    `.card { content-visibility: auto; contain-intrinsic-size: 320px auto ${CARD_PX}px }` +
    `.chunk { content-visibility: auto; contain-intrinsic-block-size: auto ${CHUNK * (CARD_PX + GAP_PX)}px }`,
};

/** Everything before the clock runs. `place` is where the list goes. */
export async function prepare(
  contender: Contender,
  source: Source,
  count: number,
  { layout }: Options,
  place: HTMLElement = document.body,
): Promise<void> {
  document.documentElement.lang = 'en';
  const sheet = new CSSStyleSheet();
  const card = layout === 'chunked' ? '#list > * > *' : '#list > *';
  sheet.replaceSync(
    `body { margin: 0; font: 14px system-ui, sans-serif } #list { inline-size: 320px } ${card} { display: block; margin-block-end: ${GAP_PX}px } ` +
      SHEETS[layout].replaceAll('.card', card).replaceAll('.chunk', '#list > *'),
  );
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const list = document.createElement('div');
  list.id = 'list';
  place.append(list);
  const first = contents(source, 2);
  const changes = [contents(source, count), contents(source, count, 1)];
  state = { contender, list, layout, contents: contents(source, count), changes };
  // what is compiled lazily has been, and formats are warm: a page with a thousand cards has had a first one
  const one = fill(contender, list, first, layout);
  await new Promise((resolve) => setTimeout(resolve, 400));
  await one.update(1, changes[1]?.[1] as Content);
  one.empty();
  await frame();
}

/** Puts the cards on the page, and waits for the frame that shows them. */
export async function mount(): Promise<number> {
  const now = present();
  await task(() => {
    now.shown = fill(now.contender, now.list, now.contents, now.layout);
  });
  await frame();
  return now.list.getBoundingClientRect().height;
}

/** Takes the cards off the page. */
export async function unmount(): Promise<void> {
  const now = present();
  now.shown?.empty();
  delete now.shown;
  await frame();
}

/** Changes one card `times` times, each with style and layout, and nothing else between. */
export async function updateOne(where: 'on' | 'off', times: number): Promise<void> {
  const { contents: all, changes, shown } = present();
  const index = where === 'on' ? 1 : all.length - 2;
  await task(() => {});
  for (let time = 1; time <= times; time++) {
    await shown?.update(index, changes[time % 2]?.[index] as Content);
    void document.body.offsetHeight;
  }
}

/** Scrolls the whole page down in steps, one in a frame. @returns milliseconds between frames */
export async function scroll(steps: number, stepPx: number): Promise<number[]> {
  const spans = [];
  let last = await nextFrame();
  for (let step = 1; step <= steps; step++) {
    scrollTo(0, step * stepPx);
    const at = await nextFrame();
    spans.push(at - last);
    last = at;
  }
  return spans;
}

/** What a card says, without white space. */
export function textOf(index: number): string {
  const { list, layout } = present();
  const cards = layout === 'chunked' ? [...list.children].flatMap(({ children }) => [...children]) : list.children;
  const card = cards[index];
  return card ? flat(card).replaceAll(/\s+/g, '') : '';
}

/** What a card has to say, by the texts it was given. */
export function expectedText(index: number, variant: 0 | 1 = 0): string {
  const { texts } = present().changes[variant]?.[index] as Content;
  const { type, from, status, title, options, quantity, price, line, due, owner } = texts;
  return [type, from, status, title, options, quantity, price, 'Buyer:', line, due, owner, 'View task']
    .join('')
    .replaceAll(/\s+/g, '');
}

/** The text of a node as it is shown: of shadow trees, with what is in their slots. */
function flat(node: Node): string {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element) || node.matches('style, script, svg')) return '';
  if (node instanceof HTMLSlotElement) {
    const assigned = node.assignedNodes();
    return [...(assigned.length > 0 ? assigned : node.childNodes)].map(flat).join('');
  }
  return [...(node.shadowRoot ?? node).childNodes].map(flat).join('');
}

function fill(
  { create, update, fill: fillAll }: Contender,
  list: HTMLElement,
  all: readonly Content[],
  layout: Options['layout'],
): Filled {
  if (fillAll) return fillAll(list, all, layout === 'chunked' ? CHUNK : undefined);
  if (!create || !update) throw new Error('A contender makes cards or fills lists.');
  const cards: HTMLElement[] = [];
  let place = list;
  for (const [index, content] of all.entries()) {
    if (layout === 'chunked' && index % CHUNK === 0) list.append((place = document.createElement('div')));
    const card = create(content);
    cards.push(card);
    place.append(card);
  }
  return {
    update: (index, content) => update(cards[index] as HTMLElement, content),
    empty: () => list.replaceChildren(),
  };
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

function nextFrame(): Promise<number> {
  return new Promise(requestAnimationFrame);
}
