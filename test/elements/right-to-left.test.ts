import { expect, nextFrame } from '@open-wc/testing';
import type { Order } from '@sidecard/core';
import type { SidecardProvider } from '@sidecard/elements';
import '@sidecard/elements';
import '@sidecard/elements/conversation';
import '@sidecard/elements/staff-message';
import '@sidecard/elements/task';
import '@sidecard/elements/workbench';
import { emulateMedia } from '@web/test-runner-commands';
import { arabic } from '../support/browser/arabic.ts';
import { textOf } from '../support/browser/cards.ts';
import { seen, within } from '../support/browser/panel.ts';
import {
  BEGIN_REVIEW,
  BUYER,
  DECLINE,
  ESCALATE,
  ME,
  openShop,
  ORDER,
  type Shop,
  STAFF,
  type Step,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const INTERVENING: readonly Step[] = [
  [ME, DECLINE],
  [BUYER, ESCALATE],
  [STAFF, BEGIN_REVIEW],
];

/** What has a place of its own: the parts between which text flows. */
const PLACED =
  'button, h2, h3, h4, section, header, footer, article, input, textarea, select, blockquote, dt, dd, li, svg.icon, .tile, .thumb, .row, .field, .line';

/** Where a part starts in its line, and how long it is, in pixels. */
interface Place {
  readonly name: string;
  readonly start: number;
  readonly width: number;
}

interface Surface {
  readonly tag: string;
  readonly width: number;
  readonly ready: string;
  readonly set?: object;
  readonly steps?: readonly Step[];
  readonly order?: Partial<Order>;
  /** What the reader does. */
  readonly press?: string;
}

const SURFACES: Readonly<Record<string, Surface>> = {
  card: { tag: 'sidecard-card', width: 320, ready: '.fill' },
  'narrow card': { tag: 'sidecard-card', width: 220, ready: '.fill' },
  panel: { tag: 'sidecard-task', width: 380, ready: '.action-bar .btn' },
  'panel with a form': { tag: 'sidecard-task', width: 380, ready: '.action-bar .btn', press: '[data-act=decline]' },
  'panel with the platform': { tag: 'sidecard-task', width: 640, ready: '.steps', steps: INTERVENING },
  'staff message': { tag: 'sidecard-staff-message', width: 420, ready: 'textarea', steps: INTERVENING },
  conversation: {
    tag: 'sidecard-conversation',
    width: 340,
    ready: '.case',
    set: { conversationId: ORDER.conversationId, buyerId: BUYER.accountId },
  },
  workbench: { tag: 'sidecard-workbench', width: 1100, ready: '[data-ticket]' },
  'workbench on a phone': { tag: 'sidecard-workbench', width: 320, ready: '[data-ticket]' },
};

describe('a page from right to left', () => {
  let shop: Shop;
  let provider: SidecardProvider;
  beforeEach(() => emulateMedia({ reducedMotion: 'reduce' }));
  afterEach(() => {
    provider.closeTask();
    provider.remove();
    shop.close();
    document.documentElement.removeAttribute('dir');
  });

  async function show(surface: Surface): Promise<HTMLElement> {
    shop = await openShop({ steps: surface.steps ?? [], order: surface.order ?? {} });
    provider = Object.assign(document.createElement('sidecard-provider'), { client: shop.client() });
    const box = document.createElement('div');
    box.style.cssText = `inline-size: ${surface.width}px; block-size: 800px`;
    const element = document.createElement(surface.tag);
    const { ticketId, message } = shop;
    Object.assign(element, surface.tag === 'sidecard-card' ? { message } : { ticketId }, surface.set);
    if (surface.tag === 'sidecard-task') Object.assign(element, { placement: 'overlay' });
    box.append(element);
    provider.append(box);
    document.body.append(provider);
    const find = (selector: string) => element.shadowRoot?.querySelector<HTMLElement>(selector);
    await waitUntil(() => find(surface.ready), surface.tag);
    if (surface.tag === 'sidecard-task') await waitUntil(() => find('dialog.keys'), 'the tools');
    if (surface.press) {
      find(surface.press)?.click();
      await waitUntil(() => find('[part~=form] textarea'), 'the form');
    }
    return element;
  }

  /** Where everything is: from the start of the line to its end, in a box of some width. */
  function places(element: HTMLElement, isRtl: boolean): readonly Place[] {
    const outer = element.getBoundingClientRect();
    return (
      [...within(element)]
        // whose task it is reads as its own words do: a Latin name from left to right
        .filter((one) => one.matches(PLACED) && one.checkVisibility() && !one.closest('.vh, article .who'))
        .map((one) => {
          const { left, right, width } = one.getBoundingClientRect();
          const start = isRtl ? outer.right - right : left - outer.left;
          return { name: `${one.localName}.${one.getAttribute('class') ?? ''}`, start, width };
        })
    );
  }

  /** The same once the parts that load late are there: WebKit draws them, and a change of direction, in several steps. */
  async function settledPlaces(element: HTMLElement, isRtl: boolean): Promise<readonly Place[]> {
    let found = places(element, isRtl);
    for (let same = 0; same < 10;) {
      await nextFrame();
      const now = places(element, isRtl);
      same = JSON.stringify(now) === JSON.stringify(found) ? same + 1 : 0;
      found = now;
    }
    return found;
  }

  for (const [name, surface] of Object.entries(SURFACES)) {
    it(`mirrors every part: ${name}`, async () => {
      const element = await show(surface);
      const before = await settledPlaces(element, false);
      expect(before.length).to.be.greaterThan(3);
      document.documentElement.dir = 'rtl';
      await waitUntil(() => getComputedStyle(element).direction === 'rtl');
      const after = await settledPlaces(element, true);
      expect(after.map((place) => place.name)).to.deep.equal(before.map((place) => place.name));
      const differing = after.flatMap(({ name: part, start, width }, index) => {
        const was = before[index]!;
        const isSame = Math.abs(start - was.start) < 2 && Math.abs(width - was.width) < 2;
        return isSame ? [] : [`${part}: ${start} + ${width}, was ${was.start} + ${was.width}`];
      });
      expect(differing).to.deep.equal([]);
    });
  }

  /** Where the first and the last letter of an element's text are. */
  function ends(element: Element): readonly [first: DOMRect, last: DOMRect] {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const letters: DOMRect[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const range = document.createRange();
      [...node.textContent!].forEach((letter, at) => {
        if (letter.trim() === '') return;
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        letters.push(range.getBoundingClientRect());
      });
    }
    return [letters[0]!, letters.at(-1)!];
  }

  for (const [width, buyer] of [
    [1100, 'Wolfeschlegelsteinhausenbergerdorff the Elder'],
    [320, 'He Yiqing'],
  ] as const) {
    it(`cuts the rows of the workbench at the end of what is written, and keeps their numbers in order: ${width} px`, async () => {
      document.documentElement.dir = 'rtl';
      const order = {
        buyer: { id: BUYER.accountId, name: buyer },
        items: [{ ...ORDER.items[0], title: 'A fog-blue handmade mug of stoneware, 350 ml, in a pair' }] as const,
      };
      const workbench = await show({ ...SURFACES['workbench']!, width, order });
      const all = (selector: string) =>
        [...workbench.shadowRoot!.querySelectorAll(selector)].filter((one) => one.checkVisibility());
      const texts = all('[data-ticket] .cut').map((one) => {
        const box = one.getBoundingClientRect();
        const [first, last] = ends(one);
        const text = one.textContent.trim().replace(/\s+/g, ' ');
        // WebKit gives letters behind the end no width.
        const isCut = last.right > box.right + 1 || last.width === 0;
        return { text, isCut, startsInView: first.left >= box.left - 1 && first.right <= box.right + 1 };
      });
      expect(texts.filter(({ startsInView }) => !startsInView)).to.deep.equal([]);
      expect(texts.filter(({ isCut }) => isCut).map(({ text }) => text.slice(0, 10))).to.include('A fog-blue');
      const [first, last] = ends(all('.foot .num')[0]!);
      expect(seen(all('.foot .num')[0]!)).to.equal('1–1 of 1');
      expect(first.left).to.be.lessThan(last.left);
    });
  }

  it('[R16] is in a third language that only the host has: texts, amounts, dates, and the language that is spoken', async () => {
    document.documentElement.dir = 'rtl';
    const card = await show(SURFACES['card']!);
    provider.texts = arabic;
    await waitUntil(() => textOf(card).includes('بانتظار ردك'), 'the card');
    const article = card.shadowRoot?.querySelector('article');
    expect(article?.lang).to.equal('ar');
    expect(article?.getAttribute('aria-label')).to.equal('استرجاع واسترداد، بانتظار ردك');
    expect(card.shadowRoot?.querySelector('.price')?.textContent).to.equal(
      new Intl.NumberFormat('ar', { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol' }).format(258),
    );
    // engines differ in the digits of Arabic
    const day = new Intl.DateTimeFormat('ar', { day: 'numeric', month: 'long' }).format(new Date(2026, 6, 5));
    expect(textOf(card)).to.contain(day);
  });
});

describe('language, colours and direction', () => {
  it('change while the dialog is open: nothing is lost, and the panel is at the other side', async () => {
    const shop = await openShop();
    const provider = Object.assign(document.createElement('sidecard-provider'), { client: shop.client() });
    const card = Object.assign(document.createElement('sidecard-card'), { message: shop.message });
    provider.append(card);
    document.body.append(provider);
    const page = document.documentElement;
    try {
      await waitUntil(() => card.shadowRoot?.querySelector('.fill button'), 'the card');
      card.shadowRoot?.querySelector<HTMLElement>('.fill button')?.click();
      const panel = () => provider.shadowRoot?.querySelector('sidecard-task');
      const find = (selector: string) => panel()?.shadowRoot?.querySelector<HTMLElement>(selector);
      await waitUntil(() => find('[data-act=agree]'), 'the panel');
      find('[data-act=agree]')?.click();
      await waitUntil(() => find('[part~=form] textarea'), 'the form');
      const field = find('[part~=form] textarea') as HTMLTextAreaElement;
      field.focus();
      field.value = 'Postage is on us.';
      field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      const first = panel();
      const side = () => {
        const { left, right } = first!.getBoundingClientRect();
        return left < innerWidth - right ? 'left' : 'right';
      };
      const surface = () => getComputedStyle(find('.panel')!).backgroundColor;
      const light = surface();
      expect(side()).to.equal('right');

      provider.locale = 'zh-CN';
      page.dir = 'rtl';
      page.style.colorScheme = 'dark';
      await waitUntil(() => textOf(first).includes('协商历史'), 'another language');
      await waitUntil(() => textOf(first).includes('收起'), 'of its form, too');
      await waitUntil(() => side() === 'left', 'the other side');

      expect(panel() === first, 'the same panel').to.equal(true);
      expect((find('[part~=form] textarea') as HTMLTextAreaElement).value).to.equal('Postage is on us.');
      expect(first?.shadowRoot?.activeElement?.localName).to.equal('textarea');
      expect(surface()).not.to.equal(light);
      expect(textOf(first)).not.to.contain('History');

      provider.texts = arabic;
      await waitUntil(() => textOf(first).includes('السجل'), 'a language of the host');
      expect((find('[part~=form] textarea') as HTMLTextAreaElement).value).to.equal('Postage is on us.');
    } finally {
      page.removeAttribute('dir');
      page.style.colorScheme = '';
      provider.closeTask();
      provider.remove();
      shop.close();
    }
  });
});
