import { expect } from '@open-wc/testing';
import { type Client, createClient, memoryStorage } from '@sidecard/client';
import { provideClient } from '@sidecard/elements';
import '@sidecard/elements/workbench';
import type { SidecardWorkbench } from '@sidecard/elements/workbench';
import { sendKeys } from '@web/test-runner-commands';
import { allByRole, byRole, clearPage, focused, press, said, seen, sees, within } from '../support/browser/panel.ts';
import { pictureFile } from '../support/browser/pictures.ts';
import { BUYER, MAIN, ME, openShop, REQUEST, type Shop, STAFF, WATCHER } from '../support/browser/shop.ts';
import { signIn } from '../support/browser/transports.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const undo: (() => void)[] = [];
let shop: Shop;

/** Puts the archive on the page. */
function showArchive(
  client: Client,
  { locale = 'en', width = 1200 }: { locale?: 'en' | 'zh-CN'; width?: number } = {},
) {
  const box = document.createElement('div');
  box.style.cssText = `inline-size: ${width}px; block-size: 800px`;
  document.body.append(box);
  const workbench = document.createElement('sidecard-workbench');
  workbench.path = '/archive';
  undo.push(provideClient(box, client, { locale }), () => box.remove());
  box.append(workbench);
  return workbench;
}

/** A shop with a case about a mug, with two pictures, and one about a cup without. */
async function opened(who = MAIN, look: Parameters<typeof showArchive>[1] = {}): Promise<SidecardWorkbench> {
  shop = await openShop({ pictures: true });
  await shop.act(ME, { command: 'ask-for-proof', fields: { text: 'Where is it broken?' } });
  const buyer = shop.client(BUYER);
  const ids: string[] = [];
  for (const color of ['#36c', '#c33']) {
    const answer = await buyer.pictures.upload(await pictureFile('mug.png', color));
    if (!answer.ok) throw new Error(answer.error.code);
    ids.push(answer.picture.id);
  }
  await shop.act(BUYER, { command: 'give-proof', fields: { text: 'Here.', pictures: ids } });
  const line = { id: 'mug', title: 'Celadon cup', quantity: 2, paid: { amountMinor: 25_800, currency: 'CNY' } };
  await shop.another({ items: [line] });
  const archive = showArchive(shop.client(who), look);
  await sees(archive, 'Celadon cup');
  return archive;
}

const tilesOf = (root: Element) => [...within(root)].filter((element) => element.matches('li.tile-of'));
const choose = async (root: Element, name: string, value: string): Promise<void> => {
  const select = (await byRole(root, 'select', name)) as HTMLSelectElement;
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
};
const tick = async (root: Element, name: RegExp): Promise<void> => {
  (await byRole(root, 'input[type=checkbox]', name)).click();
};

describe('the picture archive', () => {
  afterEach(() => {
    clearPage();
    for (const step of undo.splice(0).reverse()) step();
    shop.close();
  });

  it('[R40] shows cases by product and defect, with pictures that the viewer opens', async () => {
    const archive = await opened();
    const headings = [...within(archive)].filter((element) => element.matches('.product :is(h3, h4)')).map(seen);
    expect(headings).to.deep.equal(['Celadon cup', 'Broken · 1', 'Fog-blue handmade mug, 350 ml, pair', 'Broken · 1']);
    expect(tilesOf(archive).map(seen)[0]).to.match(/^No pictures Case \S+ .* · 2 pieces · suggested$/);
    const shot = await byRole(archive, 'button.shot', /^2 pictures of case /);
    await waitUntil(() => shot.querySelector('canvas')!.width === 80, 'a painted picture');
    shot.click();
    const viewer = await waitForDialog(archive);
    expect(seen(viewer)).to.contain('1 of 2');
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => focused() === shot);
  });

  it('shows another account of the same client nothing of the former one’s', async () => {
    shop = await openShop({ pictures: true });
    const host = signIn(shop.backend, MAIN);
    const client = createClient({ ...host, storage: memoryStorage(), locale: 'en' });
    const archive = showArchive(client);
    await waitUntil(() => tilesOf(archive).length === 1);
    await choose(archive, 'Opened', '30');
    await tick(archive, /./);
    await sees(archive, '1 selected');
    host.switchTo({ ...MAIN, accountId: 'other', name: 'Other' });
    client.refresh();
    let account: string | undefined;
    undo.push(
      client.session.subscribe((session) => (account = session?.accountId)),
      () => client.close(),
    );
    await waitUntil(() => account === 'other');
    await waitUntil(() => tilesOf(archive).length === 1);
    expect(seen(archive)).not.to.contain('1 selected');
    expect(((await byRole(archive, 'select', 'Opened')) as HTMLSelectElement).value).to.equal('');
  });

  it('[R40] counts cases by month as bars, with a table behind them', async () => {
    const archive = await opened();
    await sees(archive, '2 cases, 4 pieces');
    const bars = [...within(archive)].find((element) => element.matches('svg.bars'));
    expect(bars?.getAttribute('aria-label')).to.equal('Cases per month: 2 cases, 4 pieces');
    (await byRole(archive, 'summary', 'Show as table')).click();
    await sees(archive, /Jul 2026 Celadon cup Broken 1 2/);
    await choose(archive, 'Opened', '30');
    await sees(archive, 'Cases per week');
  });

  it('[R40] is filtered by product, defect and words', async () => {
    const archive = await opened();
    await choose(archive, 'Product', 'Celadon cup');
    await waitUntil(() => tilesOf(archive).length === 1);
    await choose(archive, 'Defect', 'cracked');
    await sees(archive, 'Nothing matches these filters');
    await press(archive, 'Clear filters');
    await waitUntil(() => tilesOf(archive).length === 2);
    const search = (await byRole(archive, 'input[type=search]', 'Search the archive')) as HTMLInputElement;
    search.focus();
    search.value = 'celadon';
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => tilesOf(archive).length === 1);
    await press(archive, 'Clear search');
    await waitUntil(() => tilesOf(archive).length === 2);
    expect(focused() === search, 'the focus').to.equal(true);
  });

  it('[R40] changes the defect of several cases at once, by keyboard alone', async () => {
    const archive = await opened();
    for (const box of [...within(archive)].filter((element) => element.matches('.pick input'))) {
      box.focus();
      await sendKeys({ press: 'Space' });
    }
    await sees(archive, '2 selected');
    const defect = (await byRole(archive, 'select', 'Defect of the selected cases')) as HTMLSelectElement;
    defect.focus();
    defect.value = 'cracked';
    await sendKeys({ press: 'Tab' });
    expect(seen(focused()!)).to.equal('Change defect');
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => said(archive).includes('Changed: 2.'));
    await sees(archive, 'Cracked · 1');
    expect(tilesOf(archive).map(seen).join()).not.to.contain('suggested');
    expect(focused()?.getAttribute('data-focus')).to.equal('page');
  });

  it('[R40] removes a case, and puts it back', async () => {
    const archive = await opened();
    await tick(archive, /^Select all: Broken, Celadon cup$/);
    await press(archive, 'Remove from archive');
    await waitUntil(() => tilesOf(archive).length === 1);
    await choose(archive, 'Shown', 'removed');
    await sees(archive, 'Celadon cup');
    await waitUntil(() => tilesOf(archive).length === 1);
    await tick(archive, /^Select case .*Celadon cup$/);
    await press(archive, 'Put back');
    await sees(archive, 'Nothing was removed');
    await press(archive, 'Clear filters');
    await waitUntil(() => tilesOf(archive).length === 2);
  });

  it('[R41] exports what is shown', async () => {
    const archive = await opened();
    await press(archive, 'Export table');
    await waitUntil(() => said(archive).includes('The export is ready.'));
    expect(allByRole(archive, 'button[data-export]').map(seen)).to.deep.equal(['Export with pictures', 'Export table']);
  });

  it('lets those who only handle look, and opens their task', async () => {
    const archive = await opened(ME);
    expect(
      [...within(archive)].some((element) => element.matches('.archive input[type=checkbox], [data-export]')),
    ).to.equal(false);
    (await byRole(archive, 'button.case', /^Case /)).click();
    await waitUntil(() => archive.path.startsWith('/tickets/'));
  });

  it('is not there for accounts that may not read it', async () => {
    shop = await openShop();
    for (const who of [WATCHER, STAFF]) {
      const workbench = showArchive(shop.client(who));
      await sees(workbench, 'Your account may not see the archive.');
      expect(allByRole(workbench, 'button.entry').map(seen).join()).not.to.contain('Picture archive');
    }
  });

  it('says what will appear when there is nothing', async () => {
    shop = await openShop({ request: { ...REQUEST, reason: 'changed-mind' } });
    const archive = showArchive(shop.client(MAIN));
    await sees(archive, 'Nothing is filed yet');
  });

  for (const width of [320, 480, 1200]) {
    it(`is accessible in Chinese at ${width} pixels, and does not scroll sideways`, async () => {
      const archive = await opened(MAIN, { locale: 'zh-CN', width });
      await sees(archive, '每月任务数');
      await tick(archive, /^全选：Celadon cup，破损$/);
      await sees(archive, '已选1项');
      await expect(archive).to.be.accessible();
      for (const box of [...within(archive)].filter((element) =>
        element.matches('.main, .scroller, .page, .selection'),
      )) {
        expect(box.scrollWidth, box.className).to.be.at.most(box.clientWidth + 1);
      }
    });
  }
});

async function waitForDialog(root: Element): Promise<HTMLElement> {
  await waitUntil(() => [...within(root)].some((element) => element.matches('dialog[open]')), 'a dialog');
  return [...within(root)].find((element) => element.matches('dialog[open]'))!;
}
