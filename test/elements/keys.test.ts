import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { allByRole, byRole, clearPage, focused, formOpens, press, provide, seen } from '../support/browser/panel.ts';
import {
  ASK_EVIDENCE,
  BEGIN_REVIEW,
  BUYER,
  DECLINE,
  ESCALATE,
  ME,
  openShop,
  type Shop,
  type ShopOptions,
  STAFF,
} from '../support/browser/shop.ts';
import type { PanelKeys } from '@sidecard/elements';

describe('the keys of sidecard-task', () => {
  let shop: Shop;
  let panel: HTMLElement;
  let presses = 0;
  const key = async (name: string) => {
    presses++;
    await sendKeys({ press: name });
  };
  const formOf = () => panel.shadowRoot?.querySelector<HTMLElement>('[part~=form]');
  const sheet = () => panel.shadowRoot?.querySelector<HTMLDialogElement>('dialog.keys');

  async function open(options: ShopOptions = {}, keys?: PanelKeys): Promise<void> {
    shop = await openShop(options);
    const { provider, element } = provide('sidecard-task', shop.client(ME), shop.ticketId);
    if (keys !== undefined) provider.keys = keys;
    panel = element;
    await waitUntil(() => sheet() !== null && sheet() !== undefined);
    panel.focus();
    await waitUntil(() => focused()?.localName === 'h2');
    presses = 0;
  }
  afterEach(() => {
    clearPage();
    shop.close();
  });

  it('agree in two presses', async () => {
    await open();
    await key('a');
    await formOpens(panel, 'Agree');
    await key('Control+Enter');
    await waitUntil(() => shop.backend.ticket(shop.ticketId)?.workflow === 'awaiting-return');
    expect(presses).to.equal(2);
  });

  it('refuse with a reason and a template in five presses and clicks, and tell the host to show the next task', async () => {
    await open();
    await shop.client(ME).templates.save({ name: 'Sorry', text: 'We are sorry, {buyer}.', scope: 'own' });
    let next = '';
    document.addEventListener('sidecard-next', (event) => (next = event.detail.ticketId), { once: true });
    await key('r');
    await formOpens(panel, 'Decline');
    await key('2');
    expect(formOf()?.querySelectorAll<HTMLInputElement>('[role=radiogroup] input')[1]?.checked).to.equal(true);
    await press(panel, 'Templates');
    await press(panel, 'Sorry');
    presses += 2;
    await key('Control+Shift+Enter');
    await waitUntil(() => shop.backend.ticket(shop.ticketId)?.workflow === 'declined');
    expect(presses).to.equal(5);
    await waitUntil(() => next === shop.ticketId);
  });

  it('reach the message to staff', async () => {
    await open({
      steps: [
        [ME, DECLINE],
        [BUYER, ESCALATE],
        [STAFF, BEGIN_REVIEW],
        [STAFF, ASK_EVIDENCE],
      ],
    });
    await byRole(panel, 'textbox', 'Message to platform staff');
    await key('m');
    await waitUntil(() => focused()?.localName === 'textarea');
  });

  it('show their sheet', async () => {
    await open();
    await key('?');
    await waitUntil(() => sheet()?.open === true);
    expect(sheet()?.textContent).to.match(/Keyboard.*\ba\b.*Agree/s);
    await key('Escape');
    await waitUntil(() => sheet()?.open === false);
    expect(focused()?.localName).to.equal('h2');
  });

  it('do nothing in a text field, of the panel or of the host', async () => {
    await open();
    await key('r');
    await formOpens(panel, 'Decline');
    const area = formOf()?.querySelector<HTMLTextAreaElement>('textarea');
    area?.focus();
    await sendKeys({ type: 'a2?m' });
    expect(area?.value).to.equal('a2?m');
    expect(sheet()?.open).to.equal(false);
    await press(panel, 'Collapse');
    await waitUntil(() => focused()?.getAttribute('data-act') === 'decline');
    const host = document.createElement('input');
    document.body.append(host);
    host.focus();
    await sendKeys({ type: 'arp?' });
    expect(host.value).to.equal('arp?');
    expect(formOf()).to.equal(null);
    host.remove();
  });

  it('can be changed, and turned off', async () => {
    await open({}, { agree: 'y', refuse: '' });
    await key('a');
    await key('r');
    expect(formOf()).to.equal(null);
    await key('y');
    await formOpens(panel, 'Agree');
    clearPage();
    shop.close();
    await open({}, false);
    for (const name of ['a', 'r', '?']) await key(name);
    expect(formOf()).to.equal(null);
    expect(sheet()?.open).to.equal(false);
    expect(allByRole(panel, 'button', /^Collapse/)).to.deep.equal([]);
    expect(seen(panel)).not.to.contain('Keyboard');
  });
});
