import { expect } from '@open-wc/testing';
import { createClient } from '@sidecard/client';
import { resetMouse, sendMouse } from '@web/test-runner-commands';
import {
  allByRole,
  byRole,
  clearPage,
  fill,
  focused,
  formOpens,
  press,
  said,
  sees,
  seen,
  show,
} from '../support/browser/panel.ts';
import { BUYER, COLLEAGUE, MAIN, ME, openShop, type Shop } from '../support/browser/shop.ts';
import { fullStorage, holdRequests } from '../support/browser/transports.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

describe('what handlers share in sidecard-task', () => {
  let shop: Shop;
  let panel: HTMLElement;
  const claim = () => shop.backend.ticket(shop.ticketId)?.claim?.accountId;
  const inPanel = (selector: string) => panel.shadowRoot?.querySelector<HTMLElement>(selector);

  beforeEach(async () => {
    shop = await openShop();
    // An account exists from its first request on.
    const colleague = shop.client(COLLEAGUE);
    const stop = colleague.session.listen(() => {});
    await waitUntil(() => colleague.session.get() !== undefined);
    stop();
  });
  afterEach(() => {
    clearPage();
    shop.close();
  });

  it('hands the ticket over to a colleague, and takes that back', async () => {
    panel = show('sidecard-task', shop.client(ME), shop.ticketId);
    await press(panel, 'Hand over');
    await press(panel, /^Zhou Min/, 'menuitem');
    await waitUntil(() => claim() === 'zhou');
    await sees(panel, 'Zhou Min');
    await waitUntil(() => said(panel).includes('Handed over to Zhou Min'));
    await sees(panel, /You handed the task over to Zhou Min/);
    await press(panel, /^Undo/);
    await waitUntil(() => claim() === undefined);
  });

  it('undoes a claim for a while', async () => {
    panel = show('sidecard-task', shop.client(ME), shop.ticketId);
    await press(panel, 'Claim');
    await waitUntil(() => claim() === 'chen');
    await press(panel, /^Undo/);
    await waitUntil(() => claim() === undefined);
    await waitUntil(() => allByRole(panel, 'button', /^Undo/).length === 0);
  });

  it('shows who else is there, and who answers', async () => {
    panel = show('sidecard-task', shop.client(ME), shop.ticketId);
    await byRole(panel, 'button', 'Hand over');
    const other = show('sidecard-task', shop.client(COLLEAGUE), shop.ticketId);
    await sees(panel, 'Zhou Min is looking');
    await press(other, /^Refuse|^Decline/);
    await sees(panel, 'Zhou Min is writing an answer…');
    const third = show('sidecard-task', shop.client(MAIN), shop.ticketId);
    const fourth = show('sidecard-task', shop.client({ ...ME, accountId: 'mei', name: 'Mei' }), shop.ticketId);
    await sees(panel, /(Lin Chuan and Mei|Mei and Lin Chuan) are looking/);
    fourth.remove();
    await sees(panel, 'Lin Chuan is looking');
    third.remove();
    other.remove();
    await waitUntil(() => !seen(panel).includes('Zhou Min is'));
  });

  it('says that a claim or a hand-over waits, not that it is done, while the network is away', async () => {
    const client = shop.client(ME);
    panel = show('sidecard-task', client, shop.ticketId);
    await press(panel, 'Hand over');
    await byRole(panel, 'menuitem', /^Zhou Min/);
    client.line.goOffline();
    await press(panel, /^Zhou Min/, 'menuitem');
    await waitUntil(() => said(panel) === 'Sends automatically once you are back online.');
    expect(allByRole(panel, 'button', /^Undo/)).to.have.length(0);
    client.line.goOnline();
    client.refresh();
    await waitUntil(() => claim() === 'zhou');
  });

  it('says that a hand-over is lost with the page where the browser cannot save it', async () => {
    const client = shop.client(ME);
    const full = createClient({ transport: client.line, storage: fullStorage(), locale: 'en' });
    panel = show('sidecard-task', full, shop.ticketId);
    await press(panel, 'Hand over');
    await byRole(panel, 'menuitem', /^Zhou Min/);
    client.line.goOffline();
    await press(panel, /^Zhou Min/, 'menuitem');
    await waitUntil(() => said(panel)?.includes('Not saved: keep this page open.') === true);
    full.close();
  });

  it('says that undoing waits, while the network is away', async () => {
    const client = shop.client(ME);
    panel = show('sidecard-task', client, shop.ticketId);
    await press(panel, 'Claim');
    await byRole(panel, 'button', /^Undo/);
    client.line.goOffline();
    await press(panel, /^Undo/);
    await waitUntil(() => said(panel) === 'Sends automatically once you are back online.');
  });

  it('keeps internal notes beside the case, and reads those of colleagues', async () => {
    panel = show('sidecard-task', shop.client(ME), shop.ticketId);
    await fill(panel, 'Write a note for your colleagues', 'The buyer called.');
    await press(panel, 'Add note');
    await sees(panel, 'The buyer called.');
    await waitUntil(() => (inPanel('#internal-note') as HTMLTextAreaElement).value === '');
    const added = await (await shop.client(COLLEAGUE).team()).addNote(shop.ticketId, 'I have the film of the packing.');
    expect(added.ok).to.equal(true);
    await sees(panel, 'I have the film of the packing.');
  });

  it('[R24] shows the buyer nothing of it', async () => {
    panel = show('sidecard-task', shop.client(BUYER), shop.ticketId);
    await byRole(panel, 'button', /Withdraw/);
    expect(inPanel('[data-section=notes]')).to.equal(null);
    expect(inPanel('[data-act=transfer]')).to.equal(null);
  });

  describe('templates', () => {
    const area = () => inPanel('.form textarea') as HTMLTextAreaElement;

    beforeEach(async () => {
      panel = show('sidecard-task', shop.client(ME), shop.ticketId);
      const { templates } = shop.client(ME);
      await templates.save({ name: 'Sorry', text: 'Dear {buyer}, we are sorry.', scope: 'own' });
      await templates.save({ name: 'Elsewhere', text: 'No.', scope: 'own', types: ['exchange'] });
      await templates.save({ name: 'Shop', text: 'From {shop}', scope: 'own' });
      await press(panel, /^Refuse|^Decline/);
      await formOpens(panel, 'Decline');
      await press(panel, 'Templates');
    });

    it('are those of the type, and are inserted at the caret, so that the browser can undo it', async () => {
      await byRole(panel, 'button', /^Sorry/);
      expect(allByRole(panel, 'button', /^Elsewhere/)).to.deep.equal([]);
      area().focus();
      document.execCommand('insertText', false, 'AB');
      area().setSelectionRange(1, 1);
      await press(panel, /^Sorry/);
      expect(area().value).to.equal('ADear He Yiqing, we are sorry.B');
      expect(focused() === area(), 'the focus').to.equal(true);
      document.execCommand('undo');
      expect(area().value).to.equal('AB');
    });

    it('are inserted where they are pressed, though the empty text says what is wrong once it is left', async () => {
      await press(panel, 'Templates');
      area().focus();
      const { left, top, width, height } = (await byRole(panel, 'button', 'Sorry')).getBoundingClientRect();
      await sendMouse({ type: 'click', position: [Math.round(left + width / 2), Math.round(top + height / 2)] });
      await resetMouse();
      expect(area().value).to.equal('Dear He Yiqing, we are sorry.');
    });

    it('that cannot be filled say why, and insert nothing', async () => {
      await press(panel, /^Shop/);
      await sees(panel, 'This case has no value for {shop}.');
      expect(area().value).to.equal('');
    });

    it('keep the name that is being typed, also of one to rename, when list and panel are taken away', async () => {
      const client = shop.client(ME);
      const name = async () => ((await byRole(panel, 'textbox', 'Name of the template')) as HTMLInputElement).value;
      async function openAgain(): Promise<void> {
        clearPage();
        panel = show('sidecard-task', client, shop.ticketId);
        await press(panel, 'Templates');
      }
      clearPage();
      panel = show('sidecard-task', client, shop.ticketId);
      await press(panel, /^Refuse|^Decline/);
      await fill(panel, 'Message to the buyer', 'Thank you.');
      await press(panel, 'Templates');
      await fill(panel, 'Name of the template', 'Thanks');
      await press(panel, 'Templates');
      await openAgain();
      expect(await name()).to.equal('Thanks');
      await press(panel, 'Rename “Sorry”');
      await fill(panel, 'Name of the template', 'Very sorry');
      await openAgain();
      expect(await name()).to.equal('Thanks');
      await press(panel, 'Rename “Sorry”');
      await waitUntil(async () => (await name()) === 'Very sorry');
      await press(panel, 'Save name');
      await byRole(panel, 'button', 'Very sorry');
      await waitUntil(async () => (await name()) === 'Thanks');
    });

    it('keep the name of one that is typed while the new name of another is on its way', async () => {
      const client = shop.client(ME);
      clearPage();
      panel = show('sidecard-task', client, shop.ticketId);
      await client.templates.save({ name: 'Thanks', text: 'Thank you.', scope: 'own' });
      await press(panel, /^Refuse|^Decline/);
      await press(panel, 'Templates');
      await press(panel, 'Rename “Sorry”');
      await fill(panel, 'Name of the template', 'Very sorry');
      const { release, held } = holdRequests(client.line, /templates/);
      await press(panel, 'Save name');
      await waitUntil(() => held.length === 1);
      await press(panel, 'Rename “Thanks”');
      await fill(panel, 'Name of the template', 'Many thanks');
      release();
      await byRole(panel, 'button', 'Very sorry');
      await waitUntil(() => said(panel).includes('saved'));
      expect(((await byRole(panel, 'textbox', 'Name of the template')) as HTMLInputElement).value).to.equal(
        'Many thanks',
      );
      await press(panel, 'Save name');
      await byRole(panel, 'button', 'Many thanks');
      expect(allByRole(panel, 'button', 'Very sorry')).to.have.length.greaterThan(0);
    });

    it('keep what is typed further in a name that is on its way', async () => {
      const client = shop.client(ME);
      clearPage();
      panel = show('sidecard-task', client, shop.ticketId);
      await press(panel, /^Refuse|^Decline/);
      await press(panel, 'Templates');
      await press(panel, 'Rename “Sorry”');
      await fill(panel, 'Name of the template', 'Very sorry');
      const { release, held } = holdRequests(client.line, /templates/);
      await press(panel, 'Save name');
      await waitUntil(() => held.length === 1);
      await fill(panel, 'Name of the template', 'Very sorry indeed');
      release();
      await byRole(panel, 'button', 'Very sorry');
      expect(((await byRole(panel, 'textbox', 'Name of the template')) as HTMLInputElement).value).to.equal(
        'Very sorry indeed',
      );
    });

    it('are saved from what is written, renamed and deleted', async () => {
      area().focus();
      document.execCommand('insertText', false, 'Thank you, {buyer}.');
      await fill(panel, 'Name of the template', 'Thanks');
      await press(panel, 'Save text as template');
      await byRole(panel, 'button', 'Thanks');
      await press(panel, 'Rename “Thanks”');
      await fill(panel, 'Name of the template', 'Many thanks');
      await press(panel, 'Save name');
      await byRole(panel, 'button', 'Many thanks');
      await press(panel, 'Delete “Many thanks”');
      await waitUntil(() => allByRole(panel, 'button', 'Many thanks').length === 0);
    });

    it('are saved for the reason of the case, and keep it when they are renamed', async () => {
      area().focus();
      document.execCommand('insertText', false, 'Sorry for the crack.');
      await fill(panel, 'Name of the template', 'Crack');
      await press(panel, 'Only for this reason', 'checkbox');
      await press(panel, 'Save text as template');
      await press(panel, 'Rename “Crack”');
      await fill(panel, 'Name of the template', 'Cracked');
      await press(panel, 'Save name');
      await byRole(panel, 'button', 'Cracked');
      const list = shop.client(ME).templates.list;
      const find = () => list.get()?.find(({ name }) => name === 'Cracked');
      const stop = list.subscribe(() => undefined);
      await waitUntil(find, 'the template');
      stop();
      const saved = find();
      expect([saved?.reasons, saved?.types]).to.deep.equal([['damaged'], undefined]);
    });
  });
});
