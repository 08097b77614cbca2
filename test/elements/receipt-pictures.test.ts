import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { ReceiptLine } from '@sidecard/core/wire';
import {
  allByRole,
  byRole,
  choose,
  clearPage,
  fill,
  focused,
  formOpens,
  press,
  said,
  seen,
  sees,
  show,
  type ShowOptions,
  stillness,
} from '../support/browser/panel.ts';
import { chooseFiles, pasteFile, pictureFile } from '../support/browser/pictures.ts';
import { AGREE, BUYER, COLLEAGUE, ME, openShop, ORDER, SEND_BACK, type Shop } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const MUG = 'Fog-blue handmade mug, 350 ml, pair';
const order = {
  items: [
    ...ORDER.items,
    { id: 'saucer', title: 'Saucer', quantity: 1, paid: { amountMinor: 3_000, currency: 'CNY' } },
  ],
} as const;
const request = {
  items: [
    { itemId: 'mug', quantity: 2 },
    { itemId: 'saucer', quantity: 1 },
  ],
  reason: 'damaged',
  amount: { amountMinor: 28_800, currency: 'CNY' },
};
const AGREE_TO_BOTH = { ...AGREE, fields: { ...AGREE.fields, amount: request.amount } };

describe('[R18] [R48] pictures of pieces that came back', () => {
  let shop: Shop;
  let client: ReturnType<Shop['client']>;
  let panel: HTMLElement;
  let form: HTMLElement;
  afterEach(() => {
    clearPage();
    shop.close();
  });

  async function open({ pictures = true, ...options }: ShowOptions & { readonly pictures?: boolean } = {}) {
    const { locale = 'en' } = options;
    shop = await openShop({
      ...{ order, request, locale, pictures },
      steps: [
        [ME, AGREE_TO_BOTH],
        [BUYER, SEND_BACK],
      ],
    });
    client = shop.client();
    panel = show('sidecard-task', client, shop.ticketId, { height: 900, ...options, locale });
    await openForm(locale === 'en' ? 'Confirm receipt and refund' : '确认收货并退款');
  }
  const openForm = async (name: string) => {
    await choose(panel, name);
    form = await formOpens(panel, name);
  };

  const grade = async (item: string, state: string) => {
    const list = (await byRole(form, 'combobox', new RegExp(`^${item}`))) as HTMLSelectElement;
    list.value = state;
    list.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const isGroup = '[role=group]';
  const pictures = (item: string) => byRole(form, isGroup, `Pictures of ${item}`);
  const add = async (item: string, ...files: readonly File[]) => {
    const group = await pictures(item);
    await waitUntil(() => group.querySelector('input'), 'an input for files');
    chooseFiles(group.querySelector('input')!, files);
  };
  /** How many pictures a list has, once all are uploaded. */
  const has = (find: () => Element | null | undefined, count: number) =>
    waitUntil(
      () => [...(find()?.querySelectorAll('.pic[data-state=ready]') ?? [])].length === count,
      `${count} pictures, not ${find()?.querySelectorAll('.pic').length}`,
    );
  const ofItem = (item: string) => () => allByRole(form, isGroup, `Pictures of ${item}`)[0];
  const ofForm = () => form.querySelector('#field-pictures')?.closest('fieldset');
  const send = async () => (await byRole(form, '[data-act=send]')).click();
  const received = async () => {
    const last = () => shop.backend.ticket(shop.ticketId)?.history.at(-1);
    await waitUntil(() => last()?.kind === 'receipt-confirmed', 'a receipt');
    return last()?.fields ?? {};
  };

  it('are added where something is not as agreed, and nowhere else, sent, and seen at the piece', async () => {
    await open();
    expect(allByRole(form, isGroup, /^Pictures of/)).to.have.length(0);
    await grade(MUG, 'damaged');
    await add(MUG, await pictureFile('rim.png'), await pictureFile('base.png', '#c33'));
    await has(ofItem(MUG), 2);
    expect(allByRole(form, isGroup, 'Pictures of Saucer')).to.have.length(0);
    await grade('Saucer', 'missing');
    await add('Saucer', await pictureFile('box.png', '#3c3'));
    await has(ofItem('Saucer'), 1);
    await sees(form, `${MUG} ×2 damaged (2 pictures), Saucer ×1 missing (1 picture).`);
    await send();
    const fields = await received();
    const lines = fields['receipt'] as readonly ReceiptLine[];
    expect(lines.map((line) => [line.itemId, line.pictures?.length])).to.deep.equal([
      ['mug', 2],
      ['saucer', 1],
    ]);
    expect(fields).not.to.have.property('pictures');
    const draft = client.drafts.draft(shop.ticketId, 'confirm-receipt');
    await waitUntil(() => Object.keys(draft.get() ?? {}).length === 0, 'no draft');

    // A colleague sees them, too.
    panel.remove();
    panel = show('sidecard-task', shop.client(COLLEAGUE), shop.ticketId, { height: 900, locale: 'en' });
    await sees(panel, `confirmed receipt, not as agreed: ${MUG} ×2 damaged, Saucer ×1 missing`);
    for (const [piece, count] of [
      [`${MUG} ×2`, 2],
      ['Saucer ×1', 1],
    ] as const) {
      const group = await byRole(panel, isGroup, piece);
      await waitUntil(() => group.querySelectorAll('button.pic').length === count, `${count} pictures of ${piece}`);
    }
    await press(await byRole(panel, isGroup, `${MUG} ×2`), 'Picture 2 of 2');
    await waitUntil(() => panel.shadowRoot!.querySelector('dialog.viewer[open]'), 'the viewer');
  });

  const paste = async (target: Element) => pasteFile(target, await pictureFile());
  const drop = async (target: Element) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(await pictureFile());
    const event = new DragEvent('drop', { dataTransfer, bubbles: true, composed: true, cancelable: true });
    target.dispatchEvent(event);
    return event.defaultPrevented;
  };

  it('are pasted and dropped where the reader is: at a piece, else for the whole form', async () => {
    await open();
    await grade(MUG, 'damaged');
    await grade('Saucer', 'used');
    for (const item of [MUG, 'Saucer']) {
      await waitUntil(() => ofItem(item)()?.querySelector('input'), 'an input for files');
    }
    expect(await paste(await byRole(form, 'textbox', `What is wrong with ${MUG}`))).to.equal(true);
    await has(ofItem(MUG), 1);
    expect(await drop((await pictures('Saucer')).closest('.part')!)).to.equal(true);
    await has(ofItem('Saucer'), 1);
    expect(await paste(form.querySelector('textarea')!)).to.equal(true);
    await has(ofForm, 1);
  });

  it('are not taken at a piece that has no list, and never hang on another piece', async () => {
    await open();
    await grade(MUG, 'damaged');
    await waitUntil(() => ofItem(MUG)()?.querySelector('input'), 'an input for files');
    await waitUntil(() => ofForm()?.querySelector('.pics'), 'a list of the form');
    const entries = () => form.querySelectorAll('.pic').length;
    const saucer = await byRole(form, 'combobox', /^Saucer/);
    expect(await paste(saucer)).to.equal(false);
    // The page must not go to the file.
    expect(await drop(saucer)).to.equal(true);
    expect(entries()).to.equal(0);
    // Without a list of the form: that of the only piece, never one of several.
    const leaveOutOwn = () => ofForm()?.remove();
    await grade('Saucer', 'used');
    await waitUntil(() => ofItem('Saucer')()?.querySelector('input'), 'an input for files');
    leaveOutOwn();
    expect(await paste(form.querySelector('textarea')!)).to.equal(false);
    expect(entries()).to.equal(0);
    await grade('Saucer', 'as-agreed');
    await waitUntil(() => !ofItem('Saucer')());
    leaveOutOwn();
    expect(await paste(form.querySelector('textarea')!)).to.equal(true);
    await has(ofItem(MUG), 1);
    expect(await paste(saucer)).to.equal(false);
    expect(entries()).to.equal(1);
  });

  it('and texts that are refused say at which piece, and only its inputs are invalid', async () => {
    await open();
    await grade(MUG, 'damaged');
    await grade('Saucer', 'used');
    await fill(form, 'What is wrong with Saucer', 'x'.repeat(203));
    await send();
    await sees(form, 'Saucer: 3 characters too many');
    await waitUntil(() => said(panel).includes('Saucer: 3 characters too many'));
    const invalid = async (item: string) => (await byRole(form, 'combobox', new RegExp(`^${item}`))).ariaInvalid;
    expect([await invalid(MUG), await invalid('Saucer')]).to.deep.equal(['false', 'true']);
  });

  it('stay in the draft, also while the piece counts as fine, and then are not sent', async () => {
    await open();
    await grade('Saucer', 'used');
    await fill(form, 'What is wrong with Saucer', 'Coffee.');
    await add('Saucer', await pictureFile());
    await has(ofItem('Saucer'), 1);
    panel.remove();
    panel = show('sidecard-task', client, shop.ticketId, { height: 900, locale: 'en' });
    form = await formOpens(panel, 'Confirm receipt and refund');
    await has(ofItem('Saucer'), 1);
    await sees(form, 'Saucer ×1 used (Coffee.) (1 picture)');
    await grade('Saucer', 'as-agreed');
    await waitUntil(() => !ofItem('Saucer')());
    await grade('Saucer', 'damaged');
    await has(ofItem('Saucer'), 1);
    await grade('Saucer', 'as-agreed');
    await send();
    expect(await received()).to.deep.equal({});
  });

  it('that are not uploaded are refused with what to do, and can be removed', async () => {
    await open();
    await grade('Saucer', 'used');
    await add('Saucer', new File(['<svg/>'], 'a.png', { type: 'image/png' }));
    await sees(form, 'This is not a picture.');
    await send();
    await sees(form, 'Wait until all pictures are uploaded, or remove those that failed');
    await press(await pictures('Saucer'), 'Remove picture 1');
    await send();
    expect(((await received())['receipt'] as readonly ReceiptLine[])[0]).not.to.have.property('pictures');
  });

  it('that are too many are refused with how many there can be', async () => {
    await open();
    const pictures = Array.from({ length: 10 }, (_, index) => `p${index}`);
    client.drafts.set(shop.ticketId, 'confirm-receipt', { receipt: { saucer: { state: 'used', pictures } } });
    await waitUntil(() => ofItem('Saucer')()?.querySelectorAll('.pic').length === 10, 'pictures of the draft');
    await send();
    await sees(form, 'At most 9 pictures');
    expect(seen(form)).not.to.contain('Wait until all pictures are uploaded');
  });

  it('of a draft that another release wrote break nothing', async () => {
    await open();
    const receipt = { mug: null, saucer: { state: 'used', pictures: 'none' }, gone: { pictures: ['p'] } };
    client.drafts.set(shop.ticketId, 'confirm-receipt', { receipt });
    await add('Saucer', await pictureFile());
    await has(ofItem('Saucer'), 1);
    await send();
    const [line] = (await received())['receipt'] as readonly ReceiptLine[];
    expect([line?.itemId, line?.pictures?.length]).to.deep.equal(['saucer', 1]);
  });

  it('are not offered by a server without pictures', async () => {
    await open({ pictures: false });
    await grade('Saucer', 'used');
    await byRole(form, 'textbox', 'What is wrong with Saucer');
    expect(allByRole(form, isGroup, /^Pictures of/)).to.have.length(0);
  });

  it('are reached and removed by keys alone', async () => {
    await open();
    await grade('Saucer', 'used');
    (await byRole(form, 'textbox', 'What is wrong with Saucer')).focus();
    await waitUntil(() => ofItem('Saucer')()?.querySelector('input'), 'an input for files');
    await sendKeys({ press: 'Tab' });
    expect(focused()?.id).to.equal('field-receipt-1-pictures');
    await add('Saucer', await pictureFile());
    await has(ofItem('Saucer'), 1);
    await sendKeys({ press: 'Shift+Tab' });
    expect(focused()?.getAttribute('aria-label')).to.equal('Remove picture 1');
    await sendKeys({ press: 'Enter' });
    await has(ofItem('Saucer'), 0);
  });

  it('are said in Chinese, fit 320 pixels, and are accessible', async () => {
    await open({ locale: 'zh-CN', width: 320 });
    await grade(MUG, 'damaged');
    const group = await byRole(form, isGroup, `${MUG}的图片`);
    await waitUntil(() => group.querySelector('input'), 'an input for files');
    chooseFiles(
      group.querySelector('input')!,
      await Promise.all(Array.from({ length: 6 }, (_, index) => pictureFile(`${index}.png`))),
    );
    await has(() => group, 6);
    await sees(form, `${MUG} ×2 破损（附图 6 张）`);
    const { left, right } = panel.getBoundingClientRect();
    for (const shown of [group, ...group.querySelectorAll('.pic, .acts, .btn')]) {
      if (!shown.checkVisibility()) continue;
      const box = shown.getBoundingClientRect();
      expect([box.left >= left, box.right <= right]).to.deep.equal([true, true], shown.className);
    }
    stillness(panel);
    await expect(panel).to.be.accessible();
  });
});
