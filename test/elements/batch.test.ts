import { expect } from '@open-wc/testing';
import { type Client, createClient, memoryStorage } from '@sidecard/client';
import { provideClient } from '@sidecard/elements';
import '@sidecard/elements/workbench';
import type { SidecardWorkbench } from '@sidecard/elements/workbench';
import { sendKeys } from '@web/test-runner-commands';
import { allByRole, byRole, clearPage, fill, focused, press, said, seen, sees } from '../support/browser/panel.ts';
import { COLLEAGUE, DECLINE, ME, openShop, type Shop } from '../support/browser/shop.ts';
import { fullStorage, holdRequests, signIn } from '../support/browser/transports.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const undo: (() => void)[] = [];
let shop: Shop;

function showWorkbench(client: Client): SidecardWorkbench {
  const box = document.createElement('div');
  box.style.cssText = 'inline-size: 1200px; block-size: 700px';
  document.body.append(box);
  const workbench = document.createElement('sidecard-workbench');
  workbench.path = '/needs-answer';
  undo.push(provideClient(box, client, { locale: 'en' }), () => box.remove());
  box.append(workbench);
  return workbench;
}

const rowsOf = (workbench: Element): HTMLElement[] => allByRole(workbench, '[role=row][data-ticket]');
const selected = (workbench: Element) =>
  rowsOf(workbench).filter((row) => row.querySelector<HTMLInputElement>('[data-select]')?.checked);
const workflowOf = (ticketId: string) => shop.backend.ticket(ticketId)?.workflow;

describe('several tasks at once in sidecard-workbench', () => {
  let workbench: SidecardWorkbench;
  let client: ReturnType<Shop['client']>;
  let ids: string[];

  beforeEach(async () => {
    shop = await openShop();
    ids = [shop.ticketId];
    for (const name of ['Chen Xi', 'Wu Tao']) {
      const { ticketId } = await shop.another({ buyer: { id: name.replace(' ', '-'), name } });
      ids.push(ticketId);
    }
    client = shop.client(ME);
    workbench = showWorkbench(client);
    await waitUntil(() => rowsOf(workbench).length === 3);
    (rowsOf(workbench)[0]!.querySelector('.open') as HTMLElement).focus();
  });
  afterEach(() => {
    clearPage();
    for (const step of undo.splice(0).reverse()) step();
    shop.close();
  });

  it('are selected and agreed to with keys, each with its own amount', async () => {
    await sendKeys({ press: 'x' });
    await sendKeys({ press: 'Shift+ArrowDown' });
    await sendKeys({ press: 'Shift+J' });
    await sees(workbench, '3 tasks selected');
    await byRole(workbench, 'button', 'Agree to return');
    await sendKeys({ press: 'a' });
    await sees(workbench, 'Agree to return · 3 tasks');
    await waitUntil(() => focused()?.closest('.batch'));
    await sendKeys({ press: 'Control+Enter' });
    await waitUntil(() => ids.every((id) => workflowOf(id) === 'awaiting-return'));
    await waitUntil(() => said(workbench).includes('3 sent.'));
    expect(allByRole(workbench, '[data-result=sent]')).to.have.length(3);
    expect(selected(workbench)).to.have.length(0);
  });

  it('say what is lost with the page where the browser cannot save it', async () => {
    for (const step of undo.splice(0).reverse()) step();
    const full = createClient({ transport: client.line, storage: fullStorage(), locale: 'en' });
    workbench = showWorkbench(full);
    undo.push(() => full.close());
    await waitUntil(() => rowsOf(workbench).length === 3);
    (rowsOf(workbench)[0]!.querySelector('.open') as HTMLElement).focus();
    await sendKeys({ press: 'x' });
    await byRole(workbench, 'button', 'Agree to return');
    await sendKeys({ press: 'a' });
    await waitUntil(() => focused()?.closest('.batch'));
    client.line.goOffline();
    await sendKeys({ press: 'Control+Enter' });
    await sees(workbench, 'Not saved: keep this page open.');
  });

  it('are refused with one reason and text; those that fail stay selected, say why, and can be opened', async () => {
    for (const box of allByRole(workbench, '[data-select]')) box.click();
    await press(workbench, 'Decline');
    await press(workbench, 'Other', 'radio');
    await fill(workbench, 'Message to the buyer', 'The goods left us intact.');
    // Meanwhile a colleague answers one of them.
    await shop.backend.act(COLLEAGUE, ids[1]!, DECLINE);
    await press(workbench, 'Decline for 3 tasks');
    await waitUntil(() => said(workbench).includes('2 sent, 1 not sent. Those stay selected.'));
    const [failed, ...more] = allByRole(workbench, '[data-result=failed]');
    expect(more).to.have.length(0);
    expect(seen(failed!)).to.match(/^Chen Xi · Order …\d{4}: No longer possible: the ticket has changed\. Open$/);
    await waitUntil(() => ids.every((id) => workflowOf(id) === 'declined'));
    await press(workbench, /^Open Chen Xi/);
    await waitUntil(() => workbench.path.startsWith(`/tickets/${ids[1]}`));
  });

  it('take templates by click and by key, whose variables are filled in for each', async () => {
    const { templates } = client;
    await templates.save({ name: 'Fact', text: 'The parcel was whole.', scope: 'own' });
    await templates.save({ name: 'Polite', text: 'Dear {buyer}, we are sorry.', scope: 'own' });
    await templates.save({ name: 'Until', text: 'Until {shop}', scope: 'own' });
    await templates.save({ name: 'Exchange', text: 'No.', scope: 'own', types: ['exchange'] });
    for (const box of allByRole(workbench, '[data-select]')) box.click();
    await press(workbench, 'Decline');
    await press(workbench, 'Other', 'radio');
    const area = (await byRole(workbench, 'textbox', 'Message to the buyer')) as HTMLTextAreaElement;
    await press(workbench, 'Fact');
    expect(area.value).to.equal('The parcel was whole.');
    expect(allByRole(workbench, 'button', 'Exchange')).to.have.length(0);
    // A key outside the text.
    (await byRole(workbench, 'radio', 'Other')).focus();
    await sendKeys({ press: 't' });
    await waitUntil(() => focused()?.classList.contains('insert'));
    await press(workbench, 'Until');
    await sees(workbench, 'Not every selected task has a value for {shop}.');
    area.select();
    (await byRole(workbench, 'radio', 'Other')).focus();
    await sendKeys({ press: 'Shift+Digit2' });
    expect(area.value).to.equal('Dear {buyer}, we are sorry.');
    await sees(workbench, 'Filled in for each task: {buyer}');
    await press(workbench, 'Decline for 3 tasks');
    await waitUntil(() => said(workbench).includes('3 sent.'));
    const sent = ids.map((id) => JSON.stringify(shop.backend.ticket(id)));
    for (const [i, name] of ['He Yiqing', 'Chen Xi', 'Wu Tao'].entries())
      expect(sent[i]).to.contain(`Dear ${name}, we are sorry.`);
  });

  it('leave nothing to the next account of the client: no selection, and nothing of what was sent', async () => {
    for (const step of undo.splice(0).reverse()) step();
    const host = signIn(shop.backend, ME);
    const own = createClient({ ...host, storage: memoryStorage(), locale: 'en' });
    workbench = showWorkbench(own);
    undo.push(() => own.close());
    await waitUntil(() => rowsOf(workbench).length === 3);
    for (const box of allByRole(workbench, '[data-select]')) box.click();
    await press(workbench, 'Decline');
    await press(workbench, 'Other', 'radio');
    await fill(workbench, 'Message to the buyer', 'The goods left us intact.');
    await shop.backend.act(COLLEAGUE, ids[1]!, DECLINE);
    await press(workbench, 'Decline for 3 tasks');
    await waitUntil(() => allByRole(workbench, '[data-result=failed]').length === 1);
    host.switchTo(COLLEAGUE);
    own.refresh();
    await waitUntil(() => allByRole(workbench, '[data-result]').length === 0, 'the results go');
    expect(selected(workbench)).to.have.length(0);
  });

  it('tell their results also where the reader has closed the answer, or the list, while it was sent', async () => {
    await sendKeys({ press: 'x' });
    await sendKeys({ press: 'Shift+ArrowDown' });
    await byRole(workbench, 'button', 'Agree to return');
    const { release, held } = holdRequests(client.line, /commands$/);
    await sendKeys({ press: 'a' });
    await waitUntil(() => focused()?.closest('.batch'));
    await sendKeys({ press: 'Control+Enter' });
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => held.length === 2);
    workbench.path = '/open';
    await sees(workbench, 'All open');
    release();
    await waitUntil(() => said(workbench).includes('2 sent.'));
    expect(allByRole(workbench, '[data-result=sent]')).to.have.length(2);
    expect(selected(workbench)).to.have.length(0);
  });

  it('take no focus from what the reader has gone on to once they are answered', async () => {
    await sendKeys({ press: 'x' });
    await byRole(workbench, 'button', 'Agree to return');
    const { release, held } = holdRequests(client.line, /commands$/);
    await sendKeys({ press: 'a' });
    await waitUntil(() => focused()?.closest('.batch'));
    await sendKeys({ press: 'Control+Enter' });
    await waitUntil(() => held.length === 1);
    const chat = document.createElement('textarea');
    workbench.parentElement!.append(chat);
    chat.focus();
    release();
    await waitUntil(() => said(workbench).includes('1 sent.'));
    await workbench.updateComplete;
    expect(document.activeElement === chat).to.equal(true);
  });

  it('are not selected in another list, whatever page was between', async () => {
    await sendKeys({ press: 'x' });
    await sees(workbench, '1 task selected');
    workbench.path = '/archive';
    await waitUntil(() => rowsOf(workbench).length === 0);
    workbench.path = '/open';
    await waitUntil(() => rowsOf(workbench).length === 3);
    expect(selected(workbench)).to.have.length(0);
    expect(seen(workbench)).not.to.contain('selected');
  });

  it('offer only the actions that all have, and say so if there is none', async () => {
    await shop.backend.act(COLLEAGUE, ids[0]!, DECLINE);
    workbench.path = '/open';
    await workbench.updateComplete;
    await waitUntil(() => rowsOf(workbench).length === 3);
    for (const box of allByRole(workbench, '[data-select]')) box.click();
    await sees(workbench, '3 tasks selected');
    await byRole(workbench, '.batch [data-act]', /./);
    await waitUntil(() => !seen(workbench).includes('Loading the selected tasks'));
    expect(allByRole(workbench, 'button', 'Agree to return')).to.have.length(0);
    await sendKeys({ press: 'Escape' });
  });

  it('forget the selection with Escape, and have room for twenty', async () => {
    await sendKeys({ press: 'x' });
    await sees(workbench, '1 task selected');
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => selected(workbench).length === 0);
    expect(allByRole(workbench, '.batch')).to.have.length(0);
    for (let i = 0; i < 18; i++) await shop.another({ buyer: { id: `b${i}`, name: `Buyer ${i}` } });
    await waitUntil(() => Number(allByRole(workbench, '[role=table]')[0]?.getAttribute('aria-rowcount')) === 22);
    await sendKeys({ press: 'Home' });
    await sendKeys({ press: 'x' });
    for (let i = 0; i < 20; i++) await sendKeys({ press: 'Shift+ArrowDown' });
    await sees(workbench, '20 tasks selected');
    await waitUntil(() => said(workbench).includes('You can select up to 20 tasks.'));
  });
});
