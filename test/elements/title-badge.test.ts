import { expect } from '@open-wc/testing';
import { titleBadge } from '@sidecard/elements';
import { BUYER, COLLEAGUE, DECLINE, ME, openShop, type Shop } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

describe('titleBadge', () => {
  const before = document.title;
  let shop: Shop;
  let stop: () => void;
  const titled = (title: string) => waitUntil(() => document.title === title, `“${title}”`);

  beforeEach(async () => {
    document.title = 'Chat';
    shop = await openShop();
    stop = titleBadge(shop.client());
    await titled('(1) Chat');
  });
  afterEach(() => {
    stop();
    shop.close();
    document.title = before;
  });

  it('puts the number of tasks that need an answer before the title, and follows it', async () => {
    const { ticketId } = await shop.another();
    await titled('(2) Chat');
    await shop.backend.act(ME, ticketId, DECLINE);
    await titled('(1) Chat');
    await shop.act(ME, DECLINE);
    await titled('Chat');
  });

  it('leaves the title to the host: set, made from what is there, or replaced as an element', async () => {
    document.title = 'He Yiqing';
    await titled('(1) He Yiqing');
    document.title += ' · Chat';
    await titled('(1) He Yiqing · Chat');
    const element = document.createElement('title');
    element.textContent = 'Zhou Min';
    document.querySelector('title')?.replaceWith(element);
    await titled('(1) Zhou Min');
    await shop.another();
    await titled('(2) Zhou Min');
  });

  it('restores the title, also one that the host has set just before', async () => {
    document.title = 'He Yiqing';
    stop();
    expect(document.title).to.equal('He Yiqing');
    document.title = 'Zhou Min';
    await shop.another();
    await new Promise(requestAnimationFrame);
    expect(document.title).to.equal('Zhou Min');
  });

  it('writes the number as the host wants it, also on the icon of an installed app', async () => {
    stop();
    const badges: (number | undefined)[] = [];
    const setAppBadge = (count?: number) => Promise.resolve(void badges.push(count));
    const clearAppBadge = () => Promise.resolve(void badges.push(0));
    for (const [name, value] of Object.entries({ setAppBadge, clearAppBadge })) {
      Object.defineProperty(navigator, name, { configurable: true, value });
    }
    stop = titleBadge(shop.client(), { format: (count) => `[${count}] `, appBadge: true });
    await titled('[1] Chat');
    stop();
    expect(document.title).to.equal('Chat');
    expect(badges).to.deep.equal([0, 1, 0]);
    for (const name of ['setAppBadge', 'clearAppBadge']) Reflect.deleteProperty(navigator, name);
  });

  /** Counts how often the title is written, for a few turns. */
  async function writes(): Promise<number> {
    let count = 0;
    const observer = new MutationObserver((records) => {
      count += records.length;
      // An endless loop would end the test, too.
      if (count > 50) stop();
    });
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve));
    observer.disconnect();
    return count;
  }

  it('is written once where the host has no title', async () => {
    document.title = '';
    expect(await writes()).to.be.at.most(4);
    expect(document.title).to.equal('(1)');
    await shop.another();
    await titled('(2)');
    document.title += ' Chat';
    await titled('(2) Chat');
  });

  it('is written once where the browser collapses what the host writes', async () => {
    stop();
    stop = titleBadge(shop.client(), { format: (count) => `\n ${count}  ·\t` });
    await titled('1 · Chat');
    document.title += '  with\nblanks ';
    expect(await writes()).to.be.at.most(4);
    expect(document.title).to.equal('1 · Chat with blanks');
    stop();
    expect(document.title).to.equal('Chat with blanks');
  });

  describe('of several badges', () => {
    let stopOther: () => void;
    afterEach(() => stopOther());

    it('is that of all accounts together', async () => {
      stopOther = titleBadge(shop.client(COLLEAGUE));
      await titled('(2) Chat');
      document.title = 'He Yiqing';
      expect(await writes()).to.be.at.most(4);
      expect(document.title).to.equal('(2) He Yiqing');
      stop();
      expect(document.title).to.equal('(1) He Yiqing');
      stopOther();
      expect(document.title).to.equal('He Yiqing');
    });

    it('counts an account once whose page has two', async () => {
      stop();
      const client = shop.client();
      stop = titleBadge(client);
      stopOther = titleBadge(client);
      await titled('(1) Chat');
      await shop.another();
      await titled('(2) Chat');
      expect(await writes()).to.equal(0);
    });

    it('is that of all copies of the SDK', async () => {
      const path = '/packages/elements/src/notices/title-badge.ts?copy';
      const copy = (await import(path)) as { titleBadge: typeof titleBadge };
      expect(copy.titleBadge).not.to.equal(titleBadge);
      stopOther = copy.titleBadge(shop.client(COLLEAGUE));
      await titled('(2) Chat');
      expect(await writes()).to.be.at.most(4);
      stopOther();
      expect(document.title).to.equal('(1) Chat');
    });
  });

  it('shows nothing for a buyer’s client', async () => {
    stop();
    const client = shop.client(BUYER);
    stop = titleBadge(client);
    await waitUntil(() => client.session.get()?.party === 'buyer' || client.connection.get().state === 'live');
    await waitUntil(() => client.connection.get().state === 'live', 'the stream');
    expect(document.title).to.equal('Chat');
  });
});
