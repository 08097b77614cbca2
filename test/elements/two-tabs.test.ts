import { type Client, createClient, indexedDbStorage } from '@sidecard/client';
import { expect } from '@open-wc/testing';
import { byRole, clearPage, fill, press, seen, sees, show } from '../support/browser/panel.ts';
import { BUYER, connect, ME, openShop, type Shop } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const TEXT = 'Two hours of typing.';
const FIELD = 'Message to the buyer';

describe('a draft of two tabs', () => {
  let shop: Shop;
  let clients: readonly Client[];
  let panels: readonly HTMLElement[];

  const fieldOf = async (panel: HTMLElement) => (await byRole(panel, 'textbox', FIELD)) as HTMLTextAreaElement;

  beforeEach(async () => {
    shop = await openShop();
    // Two clients of one account with one storage, as pages of a browser have them.
    const storage = indexedDbStorage(`two-tabs-${crypto.randomUUID()}`);
    const open = () => createClient({ transport: connect(shop.backend, ME), storage, locale: 'en' });
    clients = [open(), open()];
    panels = clients.map((client) => show('sidecard-task', client, shop.ticketId));
    for (const panel of panels) await press(panel, 'Decline');
  });
  afterEach(() => {
    clearPage();
    for (const client of clients) client.close();
    shop.close();
  });

  it('[R8] is in both, and the one where it is not typed says so', async () => {
    const [one, two] = panels as readonly [HTMLElement, HTMLElement];
    const status = () => two.shadowRoot!.querySelector('[data-elsewhere]')!;
    // There before its words, which are then read out.
    const region = status();
    expect([region.role, region.textContent?.trim()]).to.deep.equal(['status', '']);
    await fill(one, FIELD, TEXT);
    await sees(two, 'You are also writing here in another tab.');
    expect((await fieldOf(two)).value).to.equal(TEXT);
    expect(seen(one)).not.to.contain('another tab');
    expect(status() === region).to.equal(true);
    expect(status().compareDocumentPosition(two.shadowRoot!.querySelector('.case .sec')!)).to.equal(
      Node.DOCUMENT_POSITION_PRECEDING,
    );
    await fill(two, FIELD, `${TEXT} And more.`);
    const field = await fieldOf(one);
    await waitUntil(() => field.value === `${TEXT} And more.`);
  });

  it('[R8] is two where both have typed before they heard of each other, and each shows the other', async () => {
    const [one, two] = panels as readonly [HTMLElement, HTMLElement];
    const [first, second] = [await fieldOf(one), await fieldOf(two)];
    for (const [field, text] of [
      [first, TEXT],
      [second, 'x'],
    ] as const) {
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    await waitUntil(() => two.shadowRoot!.querySelector('[data-section=kept] .draft')?.textContent === TEXT);
    await waitUntil(() => one.shadowRoot!.querySelector('[data-section=kept] .draft')?.textContent === 'x');
    expect([first.value, second.value]).to.deep.equal([TEXT, 'x']);
    await sees(two, 'Your draft from another tab');
    // The other is not lost with the ticket either.
    await shop.act(BUYER, { command: 'withdraw' });
    await press(two, /^Continue/);
    await sees(two, TEXT);
  });
});
