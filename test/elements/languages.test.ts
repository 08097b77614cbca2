import type { SidecardProvider, SidecardTask } from '@sidecard/elements';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { PATIENCE, textOf, viewTask } from '../support/browser/cards.ts';
import { frameOf } from '../support/browser/overlay.ts';
import { byRole, clearPage, fill, press, provide, seen, sees } from '../support/browser/panel.ts';
import { COLLEAGUE, DECLINE, openShop, type Shop } from '../support/browser/shop.ts';

// The page has more files than a browser remembers by itself.
performance.setResourceTimingBufferSize(2_000);

/** The texts that this page has loaded since it was there, such as `form.en`. */
function loadedTexts(): readonly string[] {
  return performance
    .getEntriesByType('resource')
    .flatMap(({ name }) => /\/locales\/([a-z]+\.(?:en|zh-CN))\.ts/.exec(name)?.[1] ?? []);
}

describe('the language of sidecard-task', () => {
  let shop: Shop;
  let provider: SidecardProvider;
  let panel: SidecardTask;
  beforeEach(async () => {
    shop = await openShop();
    ({ provider, element: panel } = provide('sidecard-task', shop.client(), shop.ticketId));
    await press(panel, 'Agree to return');
    await fill(panel, 'Message to the buyer', 'Postage is on us.');
  });
  afterEach(() => {
    clearPage();
    shop.close();
  });

  // first of all: what a test after it asks for is there from then on
  it('is the only one that is loaded', () => {
    expect(loadedTexts()).to.include.members(['panel.en', 'form.en', 'live.en']);
    expect(loadedTexts().filter((name) => name.endsWith('zh-CN') && name !== 'card.zh-CN')).to.deep.equal([]);
  });

  it('changes all at once when the texts of another are there, and what was typed stays', async () => {
    const mixed: string[] = [];
    const observer = new MutationObserver(() => {
      const text = seen(panel);
      if (text.includes('Collapse') === text.includes('收起')) mixed.push(text);
      if (text.includes('History') === text.includes('协商历史')) mixed.push(text);
    });
    observer.observe(panel.shadowRoot!, { subtree: true, childList: true, characterData: true });

    provider.locale = 'zh-CN';
    await sees(panel, '收起');

    observer.disconnect();
    expect(mixed).to.deep.equal([]);
    expect(panel.shadowRoot?.querySelector('.root')?.getAttribute('lang')).to.equal('zh-CN');
    const field = (await byRole(panel, 'textbox', '给买家留言')) as HTMLTextAreaElement;
    expect(field.value).to.equal('Postage is on us.');
  });
});

describe('where parts of the panel do not load', () => {
  type Page = Window & { shop?: Shop };
  let frame: HTMLIFrameElement;
  const find = <Found extends Element>(selector: string) => frame.contentDocument?.querySelector<Found>(selector);
  const buttonOf = (root: Element | null | undefined, selector: string) =>
    root?.shadowRoot?.querySelector<HTMLButtonElement>(selector);
  beforeEach(async () => {
    frame = await fixture<HTMLIFrameElement>(
      html`<iframe
        title="wordless"
        src="/test/elements/pages/wordless.html"
        style="inline-size: 1000px; block-size: 800px"
      ></iframe>`,
    );
    await waitUntil(() => textOf(find('sidecard-card')).includes('Unclaimed'), 'live', PATIENCE);
  });

  it('panel and staff thread say so where they are, and can be asked again', async () => {
    for (const tag of ['sidecard-task', 'sidecard-staff-message']) {
      await waitUntil(() => textOf(find(tag)).includes('The panel did not load.'), tag, PATIENCE);
      buttonOf(find(tag), 'button')?.click();
      await find<SidecardTask>(tag)?.updateComplete;
      expect(textOf(find(tag))).to.contain('Try again');
    }
  });

  it('the overlay says so in the panel’s place', async () => {
    viewTask(find('sidecard-card')!).click();
    const shown = (): string => frameOf(find('sidecard-provider'))?.textContent ?? '';
    await waitUntil(() => shown().includes('The panel did not load.'), 'it says so', PATIENCE);
  });

  it('what was typed waits for the notice of a conflict, which can be asked for again', async () => {
    const panel = find<SidecardTask>('sidecard-task');
    find<SidecardProvider>('sidecard-provider')!.locale = 'zh-CN';
    const agree = (): HTMLButtonElement | null | undefined => buttonOf(panel, '[data-act=agree]');
    await waitUntil(agree, 'the panel in another language', PATIENCE);
    agree()?.click();
    const field = () => panel?.shadowRoot?.querySelector('textarea');
    await waitUntil(field, 'its form', PATIENCE);
    field()!.value = '邮费由我们承担。';
    field()!.dispatchEvent(new Event('input', { bubbles: true, composed: true }));

    const { shop } = frame.contentWindow as Page;
    await shop?.act(COLLEAGUE, DECLINE);

    await waitUntil(() => buttonOf(panel, '[part=action-bar] [data-act=retry]'), 'it says so', PATIENCE);
    expect(field(), 'no form about a ticket that has changed').to.equal(null);
    buttonOf(panel, '[part=action-bar] [data-act=retry]')?.click();
    await waitUntil(() => buttonOf(panel, '[part=action-bar] [data-act=retry]'), 'it says so again', PATIENCE);
    const { client } = find<SidecardProvider>('sidecard-provider')!;
    expect(client?.drafts.draft(shop?.ticketId ?? '', 'agree').get()?.['text']).to.equal('邮费由我们承担。');
  });
});
