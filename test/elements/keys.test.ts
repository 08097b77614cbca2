import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import {
  allByRole,
  byRole,
  choose,
  clearPage,
  fill,
  focused,
  formOpens,
  press,
  provide,
  seen,
  sees,
} from '../support/browser/panel.ts';
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
import { holdRequests } from '../support/browser/transports.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

describe('the keys of sidecard-task', () => {
  let shop: Shop;
  let panel: HTMLElement;
  let presses = 0;
  const key = async (name: string) => {
    presses++;
    await sendKeys({ press: name });
  };
  const formOf = () => panel.shadowRoot?.querySelector<HTMLElement>('[part~=form]');
  const client = () => panel.closest('sidecard-provider')!.client!;
  const sheet = () => panel.shadowRoot?.querySelector<HTMLDialogElement>('dialog.keys');

  async function open(options: ShopOptions = {}, keys?: PanelKeys): Promise<void> {
    shop = await openShop(options);
    const { provider, element } = provide('sidecard-task', shop.client(ME), shop.ticketId);
    if (keys !== undefined) provider.keys = keys;
    panel = element;
    await waitUntil(() => sheet() !== null && sheet() !== undefined, 'the tools');
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

  it('refuse with a reason and a template in four presses, and tell the host to show the next task', async () => {
    await open();
    await shop.client(ME).templates.save({ name: 'Sorry', text: 'We are sorry, {buyer}.', scope: 'own' });
    let next = '';
    document.addEventListener('sidecard-next', (event) => (next = event.detail.ticketId), { once: true });
    await key('r');
    await formOpens(panel, 'Decline');
    await key('2');
    expect(formOf()?.querySelectorAll<HTMLInputElement>('[role=radiogroup] input')[1]?.checked).to.equal(true);
    await byRole(panel, 'button', 'Sorry');
    await key('Shift+Digit1');
    await waitUntil(() => formOf()?.querySelector('textarea')?.value === 'We are sorry, He Yiqing.');
    await key('Control+Shift+Enter');
    await waitUntil(() => shop.backend.ticket(shop.ticketId)?.workflow === 'declined');
    expect(presses).to.equal(4);
    await waitUntil(() => next === shop.ticketId);
  });

  it('tell the host nothing once the reader has gone to another task', async () => {
    await open();
    const { ticketId } = await shop.another();
    let said = 0;
    const onNext = (): void => void said++;
    document.addEventListener('sidecard-next', onNext);
    const { line, outbox } = client() as ReturnType<Shop['client']>;
    const { release, held } = holdRequests(line, /commands$/);
    await key('a');
    await formOpens(panel, 'Agree');
    await key('Control+Shift+Enter');
    await waitUntil(() => held.length === 1);
    Object.assign(panel, { ticketId });
    await waitUntil(() => !formOf());
    line.goOffline();
    release();
    await waitUntil(() => outbox.get().some(({ state }) => state === 'queued'));
    await sees(panel, 'Agree to return');
    document.removeEventListener('sidecard-next', onNext);
    expect(said).to.equal(0);
  });

  describe('of the message to staff', () => {
    const INTERVENING = [
      [ME, DECLINE],
      [BUYER, ESCALATE],
      [STAFF, BEGIN_REVIEW],
      [STAFF, ASK_EVIDENCE],
    ] as const;
    const messages = () => allByRole(panel, 'li', /Asked the carrier/).length;

    it('send one in three presses and its text, and tell the host to show the next task', async () => {
      await open({ steps: INTERVENING });
      let next = '';
      document.addEventListener('sidecard-next', (event) => (next = event.detail.ticketId), { once: true });
      await byRole(panel, 'button', 'Templates');
      await key('m');
      await waitUntil(() => focused()?.matches('input[type=radio]'));
      await key('2');
      await waitUntil(() => focused()?.localName === 'textarea');
      await sendKeys({ type: 'Asked the carrier.' });
      await key('Control+Shift+Enter');
      await waitUntil(() => messages() === 1 && next === shop.ticketId);
      expect(presses).to.equal(3);
    });

    it('insert templates, which the browser can undo', async () => {
      await open({ steps: INTERVENING });
      await client().templates.save({ name: 'Carrier', text: 'Asked the carrier about {order}.', scope: 'own' });
      await byRole(panel, 'button', 'Carrier');
      await key('m');
      await key('Shift+Digit1');
      const area = () => focused() as HTMLTextAreaElement;
      await waitUntil(() => area().value === 'Asked the carrier about 2607011633848817.');
      document.execCommand('undo');
      expect(area().value).to.equal('');
      // In a text, keys are letters.
      await sendKeys({ type: 't1a' });
      expect(area().value).to.equal('t1a');
    });

    it('leave the panel its own outside of the text, and are off where the host turns them off', async () => {
      await open({ steps: INTERVENING });
      await byRole(panel, 'button', 'Templates');
      await key('m');
      await key('?');
      await waitUntil(() => sheet()?.open === true);
      clearPage();
      shop.close();
      await open({ steps: INTERVENING }, false);
      const radio = (await byRole(panel, 'radio', /Progress/)) as HTMLInputElement;
      radio.focus();
      await key('2');
      expect(allByRole(panel, 'radio').some((one) => (one as HTMLInputElement).checked)).to.equal(false);
    });
  });

  it('propose the carrier that was named last', async () => {
    await open({ type: 'resend', stage: 'signed', steps: [[ME, { command: 'agree', fields: {} }]] });
    await choose(panel, 'Send it');
    const carrier = (await byRole(panel, 'textbox', 'Carrier')) as HTMLInputElement;
    expect(carrier.value).to.equal('');
    await fill(panel, 'Carrier', 'SF');
    await fill(panel, /^Tracking/, 'SF1234567890');
    await press(panel, /./, '[data-act=send]');
    await waitUntil(() => shop.backend.ticket(shop.ticketId)?.workflow === 'awaiting-confirmation');
    const other = await shop.another();
    await shop.backend.act(ME, other.ticketId, { command: 'agree', fields: {} });
    (panel as HTMLElementTagNameMap['sidecard-task']).ticketId = other.ticketId;
    await choose(panel, 'Send it');
    expect(((await byRole(panel, 'textbox', 'Carrier')) as HTMLInputElement).value).to.equal('SF');
    // It belongs to the number that is typed beside it.
    await fill(panel, /^Tracking/, 'SF0987654321');
    client().preferences.set('carrier', { name: 'YTO' });
    await press(panel, 'Collapse');
    await choose(panel, 'Send it');
    expect(((await byRole(panel, 'textbox', 'Carrier')) as HTMLInputElement).value).to.equal('SF');
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
    expect(formOf() === null, 'the element').to.equal(true);
    host.remove();
  });

  it('can be changed, and turned off', async () => {
    await open({}, { agree: 'y', refuse: '' });
    await key('a');
    await key('r');
    expect(formOf() === null, 'the element').to.equal(true);
    await key('y');
    await formOpens(panel, 'Agree');
    clearPage();
    shop.close();
    await open({}, false);
    for (const name of ['a', 'r', '?']) await key(name);
    expect(formOf() === null, 'the element').to.equal(true);
    expect(sheet()?.open).to.equal(false);
    expect(allByRole(panel, 'button', /^Collapse/)).to.deep.equal([]);
    expect(seen(panel)).not.to.contain('Keyboard');
  });
});
