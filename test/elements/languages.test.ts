import type { SidecardProvider, SidecardTask } from '@sidecard/elements';
import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { textOf, viewTask } from '../support/browser/cards.ts';
import { frameOf } from '../support/browser/overlay.ts';
import { byRole, clearPage, press, show } from '../support/browser/panel.ts';
import { COLLEAGUE, DECLINE, openShop, type Shop } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

// The page has more files than a browser remembers by itself.
performance.setResourceTimingBufferSize(2_000);

/** The texts that this page has loaded since it was there, such as `form.en`. */
function loadedTexts(): readonly string[] {
  return performance
    .getEntriesByType('resource')
    .flatMap(({ name }) => /\/([a-z]+\.(?:en|zh-CN))[.-][^/]*$/.exec(name)?.[1] ?? []);
}

describe('the language of sidecard-task', () => {
  let shop: Shop;
  afterEach(() => {
    clearPage();
    shop.close();
  });

  it('is the only one that is loaded', async () => {
    shop = await openShop();
    const panel = show('sidecard-task', shop.client(), shop.ticketId);
    await press(panel, 'Agree to return');
    await byRole(panel, 'textbox', 'Message to the buyer');
    expect(loadedTexts()).to.include.members(['panel.en', 'form.en', 'live.en']);
    expect(loadedTexts().filter((name) => name.endsWith('zh-CN') && name !== 'card.zh-CN')).to.deep.equal([]);
  });
});

/** A page of its own, whose import map says what loads. */
type Page = Window & { readonly shop?: Shop; readonly arrive?: () => void };

describe('where parts of the panel come late, or do not load', () => {
  let frame: HTMLIFrameElement;
  const page = (): Page => frame.contentWindow as Page;
  const find = <Found extends Element>(selector: string) => frame.contentDocument?.querySelector<Found>(selector);
  const buttonOf = (root: Element | null | undefined, selector: string) =>
    root?.shadowRoot?.querySelector<HTMLButtonElement>(selector);
  async function openPage(name: string): Promise<void> {
    frame = await fixture<HTMLIFrameElement>(
      html`<iframe
        title=${name}
        src="/test/elements/pages/${name}.html"
        style="inline-size: 1000px; block-size: 800px"
      ></iframe>`,
    );
    await waitUntil(() => textOf(find('sidecard-card')).includes('Unclaimed'), 'live');
    // The page has more files than a browser remembers by itself, and WebKit remembers no more once it has them.
    page().performance.clearResourceTimings();
    page().performance.setResourceTimingBufferSize(2_000);
  }

  /** How often the page has asked for a file that is not there. */
  function misses(): number {
    const files = page().performance.getEntriesByType('resource');
    return files.filter(({ name }) => name.endsWith('/nowhere.js')).length;
  }

  it('stays in its language until every text of another is there, and keeps what was typed', async () => {
    await openPage('late-form');
    const panel = find<SidecardTask>('sidecard-task')!;
    await waitUntil(() => buttonOf(panel, '[data-act=agree]'), 'the panel');
    buttonOf(panel, '[data-act=agree]')?.click();
    const field = () => panel.shadowRoot?.querySelector<HTMLTextAreaElement>('[part~=form] textarea');
    await waitUntil(field, 'its form');
    field()!.value = 'Postage is on us.';
    field()!.dispatchEvent(new Event('input', { bubbles: true, composed: true }));

    const errors: string[] = [];
    page().addEventListener('unhandledrejection', ({ reason }) => errors.push(String(reason)));
    find<SidecardProvider>('sidecard-provider')!.locale = 'zh-CN';
    await waitUntil(() => textOf(find('sidecard-card')).includes('待认领'), 'the card');
    await waitUntil(() => page().arrive, 'the form’s texts are asked for');
    for (let drawings = 0; drawings < 3; drawings++) {
      panel.requestUpdate();
      await nextFrame();
    }
    expect(textOf(panel)).to.contain('History').and.to.contain('Collapse').and.not.to.contain('协商历史');

    page().arrive?.();
    await waitUntil(() => textOf(panel).includes('收起'), 'the other language');
    expect(textOf(panel)).to.contain('协商历史').and.not.to.contain('Collapse');
    expect(field()?.value).to.equal('Postage is on us.');
    expect(errors).to.deep.equal([]);
  });

  it('says so in place of panel and staff thread, which can be asked for again', async () => {
    await openPage('wordless');
    for (const tag of ['sidecard-task', 'sidecard-staff-message']) {
      await waitUntil(() => textOf(find(tag)).includes('The panel failed to load.'), tag);
      const before = misses();
      buttonOf(find(tag), 'button')?.click();
      await waitUntil(() => misses() > before, 'it is asked for again');
      await find<SidecardTask>(tag)?.updateComplete;
      expect(textOf(find(tag))).to.contain('Try again');
    }
  });

  it('says so in an element that meets what has failed before', async () => {
    await openPage('wordless');
    const first = find<SidecardTask>('sidecard-task')!;
    await waitUntil(() => textOf(first).includes('The panel failed to load.'), 'the first one');
    const second = frame.contentDocument!.createElement('sidecard-task');
    second.ticketId = first.ticketId;
    first.replaceWith(second);
    await waitUntil(() => textOf(second).includes('The panel failed to load.'), 'the second one');
  });

  it('says so in the overlay', async () => {
    await openPage('wordless');
    viewTask(find('sidecard-card')!).click();
    const shown = (): string => frameOf(find('sidecard-provider'))?.textContent ?? '';
    await waitUntil(() => shown().includes('The panel failed to load.'), 'it says so');
  });

  it('keeps what was typed until the notice of a conflict is there, which can be asked for again', async () => {
    await openPage('wordless');
    const panel = find<SidecardTask>('sidecard-task');
    find<SidecardProvider>('sidecard-provider')!.locale = 'zh-CN';
    const agree = (): HTMLButtonElement | null | undefined => buttonOf(panel, '[data-act=agree]');
    await waitUntil(agree, 'the panel in another language');
    agree()?.click();
    const field = () => panel?.shadowRoot?.querySelector<HTMLTextAreaElement>('[part~=form] textarea');
    await waitUntil(field, 'its form');
    field()!.value = '邮费由我们承担。';
    field()!.dispatchEvent(new Event('input', { bubbles: true, composed: true }));

    const { shop } = page();
    await shop?.act(COLLEAGUE, DECLINE);

    await waitUntil(() => buttonOf(panel, '[part=action-bar] [data-act=retry]'), 'it says so');
    expect(field(), 'no form about a ticket that has changed').to.equal(null);
    expect(textOf(panel), 'what was typed can be read meanwhile').to.contain('邮费由我们承担。');
    const before = misses();
    buttonOf(panel, '[part=action-bar] [data-act=retry]')?.click();
    await waitUntil(() => misses() > before, 'it is asked for again');
    await waitUntil(() => buttonOf(panel, '[part=action-bar] [data-act=retry]'), 'it says so again');
    const { client } = find<SidecardProvider>('sidecard-provider')!;
    expect(client?.drafts.draft(shop?.ticketId ?? '', 'agree').get()?.['text']).to.equal('邮费由我们承担。');
  });

  it('says so in place of a ticket’s background, which can be asked for again; the ticket counts as seen', async () => {
    await openPage('no-background');
    const panel = find<SidecardTask>('sidecard-task');
    const retry = () => buttonOf(panel, '.body [data-act=retry]');
    await waitUntil(retry, 'it says so');
    const { client } = find<SidecardProvider>('sidecard-provider')!;
    const mark = () => client?.preferences.all().get().get(`seen/${page().shop?.ticketId}`);
    await waitUntil(mark, 'it has been seen');
    const before = misses();
    retry()?.click();
    await waitUntil(() => misses() > before, 'it is asked for again');
    await waitUntil(retry, 'it says so again');
  });
});
