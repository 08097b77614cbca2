import { expect, fixture, html } from '@open-wc/testing';
import type { SidecardCard } from '@sidecard/elements';
import { aShop, closeShops, says, textOf } from '../support/browser/cards.ts';
import { COLLEAGUE } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

/** Code of a kind under a heading of the page about chat kits, as hosts copy it. */
async function recipe(heading: string, kind: 'js' | 'css'): Promise<string> {
  const page = await (await fetch('/docs/guide/chat-kits.md')).text();
  const section = page.slice(page.indexOf(`## ${heading}`));
  return new RegExp(`\`\`\`${kind}\\n(.*?)\`\`\``, 's').exec(section)?.[1] ?? expect.fail(`There is no ${kind}.`);
}

describe('a long list, made as the guide says', () => {
  afterEach(closeShops);

  it('skips chunks that are out of view; their cards are up to date, and can be found and shown', async () => {
    const source = URL.createObjectURL(new Blob([await recipe('Long lists', 'js')], { type: 'text/javascript' }));
    const { append } = (await import(source)) as { readonly append: (list: HTMLElement, message: HTMLElement) => void };
    const shop = await aShop();
    const provider = await fixture<HTMLElement>(html`<sidecard-provider .client=${shop.client()}></sidecard-provider>`);
    const list = document.createElement('div');
    const sheet = document.createElement('style');
    sheet.textContent = await recipe('Long lists', 'css');
    provider.append(sheet, list);
    const cards: SidecardCard[] = [];
    for (let index = 0; index < 250; index++) {
      const card = Object.assign(document.createElement('sidecard-card'), { message: shop.message });
      if (index % 50 === 49) cards.push(card);
      append(list, index % 50 === 49 ? card : Object.assign(document.createElement('p'), { textContent: `${index}` }));
    }
    expect([...list.children].map(({ childElementCount }) => childElementCount)).to.deep.equal([100, 100, 50]);
    const last = cards.at(-1)!;
    const isShown = () => last.checkVisibility({ contentVisibilityAuto: true });
    await says(last, 'Unclaimed');
    await waitUntil(() => !isShown(), 'the last chunk is skipped');
    await shop.act(COLLEAGUE, { command: 'claim' });
    // by search and by screen readers, it is read where it is
    await waitUntil(() => textOf(last).includes('Zhou Min'), 'the card is up to date');
    expect(isShown()).to.equal(false);
    last.focus();
    await waitUntil(isShown, 'the card that has the focus is shown');
  });
});
