import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { PATIENCE, textOf } from '../support/browser/cards.ts';
import { byRole, clearPage, press, show } from '../support/browser/panel.ts';
import { COLLEAGUE, DECLINE, openShop, type Shop } from '../support/browser/shop.ts';

describe('sidecard-task that its host moves to another document', () => {
  let shop: Shop;
  afterEach(() => {
    clearPage();
    shop.close();
  });

  it('is drawn there, with the sheets of parts that had loaded before', async () => {
    shop = await openShop();
    const panel = show('sidecard-task', shop.client(), shop.ticketId);
    await press(panel, 'Agree to return');
    await byRole(panel, 'textbox', 'Message to the buyer');
    const frame = await fixture<HTMLIFrameElement>(html`<iframe title="pop-out"></iframe>`);
    frame.contentDocument?.body.append(panel.parentElement!);
    await panel.updateComplete;
    expect(panel.shadowRoot?.adoptedStyleSheets).to.have.length.greaterThan(0);
    await shop.act(COLLEAGUE, DECLINE);
    await waitUntil(() => textOf(panel).includes('Declined'), 'what has changed', PATIENCE);
  });
});
