import { expect } from '@open-wc/testing';
import { createClient, type ClientError, httpTransport, memoryStorage } from '@sidecard/client';
import { besidePanel, provideClient } from '@sidecard/elements';
import '@sidecard/elements/conversation';
import '@sidecard/elements/staff-message';
import '@sidecard/elements/task';
import '@sidecard/elements/workbench';
import { clearPage } from '../support/browser/panel.ts';
import { openShop } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

/** What a developer is told who has connected something wrongly. */
describe('a set-up that cannot work', () => {
  const { warn } = console;
  let warned: string[];
  beforeEach(() => {
    warned = [];
    console.warn = (...words: unknown[]) => void warned.push(words.join(' '));
  });
  afterEach(() => {
    console.warn = warn;
    clearPage();
  });

  const HINT =
    ' has no client. Put it into a <sidecard-provider> whose property `client` is set, or call provideClient(document, client).';
  const told = (tag: string) => warned.filter((text) => text === `<${tag}>${HINT}`).length;

  for (const tag of ['sidecard-conversation', 'sidecard-workbench']) {
    it(`is told of a <${tag}> without a client, once`, async () => {
      const [first, second] = [document.createElement(tag), document.createElement(tag)];
      const remove = provideClient(document, undefined as never);
      document.body.append(first, second);
      await waitUntil(() => told(tag) === 2, warned.join('\n'));
      first.remove();
      document.body.append(first);
      await (first as HTMLElementTagNameMap['sidecard-workbench']).updateComplete;
      remove();
      first.remove();
      second.remove();
      expect(told(tag)).to.equal(2);
    });
  }

  it('is told of the panel that a provider without a client opens', async () => {
    const provider = document.createElement('sidecard-provider');
    document.body.append(provider);
    provider.openTask('1');
    expect(warned).to.deep.equal(['<sidecard-provider> has no client.']);
    provider.closeTask();
  });

  it('is not told of an element whose client comes later', async () => {
    const shop = await openShop();
    const [early, late] = [document.createElement('sidecard-workbench'), document.createElement('sidecard-workbench')];
    const provider = document.createElement('sidecard-provider');
    provider.append(early);
    document.body.append(provider);
    await early.updateComplete;
    provider.client = shop.client();
    // Whose turn comes after the early one's.
    document.body.append(late);
    await waitUntil(() => told('sidecard-workbench') > 0);
    expect(told('sidecard-workbench')).to.equal(1);
    late.remove();
    shop.close();
  });

  it('is told where besidePanel gets no column', () => {
    expect(() => besidePanel(null as never)).to.throw(TypeError, /^besidePanel needs an element/);
  });

  for (const [url, said] of [
    ['/after-sales', `The server at ${location.origin}/after-sales answers`],
    ['127.0.0.1:8787', '127.0.0.1:8787 (`url` is “127.0.0.1:8787”, without `https://` or `http://`) answers'],
  ] as const) {
    it(`names the address that \`${url}\` means on this page`, async () => {
      const errors: ClientError[] = [];
      const client = createClient({
        transport: httpTransport({ url }),
        storage: memoryStorage(),
        getToken: () => Promise.resolve('a.b.c'),
        onError: (error) => void errors.push(error),
      });
      const stop = client.session.subscribe(() => {});
      await waitUntil(() => errors.length > 0);
      stop();
      client.close();
      expect(errors[0]?.message).to.contain(said).and.contain(location.origin);
    });
  }
});
