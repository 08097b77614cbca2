import { aTimeout, expect } from '@open-wc/testing';
import type { SidecardProvider } from '@sidecard/elements';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import {
  allByRole,
  byRole,
  clearPage,
  fill,
  formOpens,
  press,
  provide,
  seen,
  sees,
  show,
} from '../support/browser/panel.ts';
import { chooseFiles, pasteFile, pictureFile, stripedFile } from '../support/browser/pictures.ts';
import {
  ASK_EVIDENCE,
  BEGIN_REVIEW,
  BUYER,
  COLLEAGUE,
  DECLINE,
  ESCALATE,
  ME,
  openShop,
  ORDER,
  REQUEST,
  type Shop,
  STAFF,
  type Step,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const UNDER_REVIEW: readonly Step[] = [
  [ME, DECLINE],
  [BUYER, ESCALATE],
  [STAFF, BEGIN_REVIEW],
];

describe('[R18] pictures', () => {
  let shop: Shop;
  let client: ReturnType<Shop['client']>;
  let panel: HTMLElement;
  let provider: SidecardProvider;

  async function open(steps: readonly Step[], options: { readonly pictures?: boolean } = { pictures: true }) {
    shop = await openShop({ steps, ...options });
    client = shop.client();
    ({ provider, element: panel } = provide('sidecard-task', client, shop.ticketId));
  }
  afterEach(() => {
    clearPage();
    shop.close();
  });

  const input = () => panel.shadowRoot!.querySelector<HTMLInputElement>('#field-pictures')!;
  const states = () =>
    [...panel.shadowRoot!.querySelectorAll<HTMLElement>('.pic[data-state]')].map(({ dataset }) => dataset['state']);
  const choose = async (...files: readonly File[]) => {
    await waitUntil(() => input()?.type === 'file', 'an input for files');
    chooseFiles(input(), files);
  };
  const become = (...expected: readonly string[]) =>
    waitUntil(() => states().join() === expected.join(), `${expected.join()} and not what is there`, {
      timeout: 5_000,
    });

  describe('in an evidence form', () => {
    beforeEach(async () => {
      await open([...UNDER_REVIEW, [STAFF, ASK_EVIDENCE]]);
      await press(panel, 'Submit evidence');
      await formOpens(panel, 'Submit evidence');
      await fill(panel, 'Statement', 'The parcel was crushed.');
    });

    it('are uploaded, sent, and seen in the history', async () => {
      await choose(await pictureFile('one.png'), await pictureFile('two.png', '#c33'));
      await become('ready', 'ready');
      await press(panel, 'Send to platform staff');
      await waitUntil(() => shop.backend.ticket(shop.ticketId)?.evidence.length === 1);
      const sent = shop.backend.ticket(shop.ticketId)?.history.at(-1)?.fields?.['pictures'];
      expect(sent).to.have.length(2);
      await press(panel, /History/);
      await byRole(panel, 'button', 'Picture 2 of 2');
    });

    it('can be removed, and then are not sent', async () => {
      await choose(await pictureFile('one.png'), await pictureFile('two.png'));
      await become('ready', 'ready');
      await press(panel, 'Remove picture 1');
      await become('ready');
      await press(panel, 'Send to platform staff');
      await waitUntil(() => shop.backend.ticket(shop.ticketId)?.evidence.length === 1);
      expect(shop.backend.ticket(shop.ticketId)?.history.at(-1)?.fields?.['pictures']).to.have.length(1);
    });

    it('that are no pictures are refused with what to do, and cannot be sent', async () => {
      await choose(new File(['<svg/>'], 'a.png', { type: 'image/png' }));
      await become('failed');
      await sees(panel, 'This is not a picture. Choose a JPEG, PNG, WebP or GIF file.');
      await press(panel, 'Send to platform staff');
      await sees(panel, 'remove those that failed');
      expect(shop.backend.ticket(shop.ticketId)?.evidence).to.deep.equal([]);
      await press(panel, 'Remove picture 1');
      await press(panel, 'Send to platform staff');
      await waitUntil(() => shop.backend.ticket(shop.ticketId)?.evidence.length === 1);
    });

    it('are pasted into the form', async () => {
      await waitUntil(() => input()?.type === 'file', 'an input for files');
      const text = panel.shadowRoot!.querySelector('[part~=form] textarea')!;
      expect(pasteFile(text, await pictureFile())).to.equal(true);
      await become('ready');
    });

    it('are dropped on the form', async () => {
      await waitUntil(() => input()?.type === 'file', 'an input for files');
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(await pictureFile());
      const text = panel.shadowRoot!.querySelector('[part~=form] textarea')!;
      for (const name of ['dragover', 'drop']) {
        const event = new DragEvent(name, { dataTransfer, bubbles: true, composed: true, cancelable: true });
        text.dispatchEvent(event);
        // Otherwise the browser leaves the page and opens the file.
        expect(event.defaultPrevented).to.equal(true);
      }
      await become('ready');
    });

    it('are taken with the camera where there is one', async () => {
      await waitUntil(() => input()?.type === 'file', 'an input for files');
      const camera = panel.shadowRoot!.querySelector<HTMLInputElement>('#field-pictures-camera')!;
      expect(camera.getAttribute('capture')).to.equal('environment');
      expect(camera.multiple).to.equal(false);
      chooseFiles(camera, [await pictureFile('photo.png')]);
      await become('ready');
      // A mouse has none: the browser would open the same dialog again.
      expect(getComputedStyle(camera.closest('.camera')!).display === 'none').to.equal(
        !matchMedia('(pointer: coarse)').matches,
      );
    });

    it('that failed are sent again', async () => {
      const unused = await Promise.all(
        Array.from({ length: 80 }, async (_, i) => client.pictures.upload(await pictureFile(`${i}.png`))),
      );
      await choose(await pictureFile('one-more.png', '#3c3'));
      await become('failed');
      await sees(panel, 'Too many pictures have not been sent yet.');
      const [first] = unused;
      await client.sendStaffMessage(shop.ticketId, {
        purpose: 'additional-statement',
        text: 'See.',
        pictures: [first?.ok ? first.picture.id : ''],
      });
      await press(panel, 'Try again');
      await become('ready');
    });

    it('stay in the draft while the panel is away, and an upload that a reload interrupted says so', async () => {
      await choose(await pictureFile());
      await become('ready');
      panel.remove();
      const draft = client.drafts.draft(shop.ticketId, 'submit-evidence').get();
      expect(draft?.['pictures']).to.have.length(1);
      client.drafts.set(shop.ticketId, 'submit-evidence', {
        ...draft,
        pictures: [...(draft?.['pictures'] as readonly string[]), { upload: 'gone', name: 'b.png' }],
      });
      panel = show('sidecard-task', client, shop.ticketId);
      await become('ready', 'failed');
      await sees(panel, 'The upload was interrupted.');
      await press(panel, 'Remove picture 2');
      await become('ready');
    });

    it('no more than the field takes', async () => {
      const files = await Promise.all(Array.from({ length: 12 }, (_, i) => pictureFile(`${i}.png`)));
      await choose(...files);
      await sees(panel, '9/9');
      await waitUntil(() => states().every((state) => state === 'ready'), 'all uploaded');
      expect(states()).to.have.length(9);
      expect(input().disabled).to.equal(true);
    });
  });

  describe('that were sent', () => {
    beforeEach(async () => {
      await open([...UNDER_REVIEW, [STAFF, ASK_EVIDENCE]]);
      const upload = await client.pictures.upload(await pictureFile('one.png', '#c33', 400));
      const more = await client.pictures.upload(await pictureFile('two.png', '#3c3', 400));
      const pictures = [upload, more].map((one) => (one.ok ? one.picture.id : ''));
      await client.send(shop.ticketId, { command: 'submit-evidence', fields: { text: 'Crushed.', pictures } });
    });

    it('are turned by swipes unless they are zoomed, which a double click does', async () => {
      await press(panel, /History/);
      (await byRole(panel, 'button', 'Picture 1 of 2')).click();
      const part = <Found extends HTMLElement>(selector: string) =>
        panel.shadowRoot!.querySelector<Found>(`dialog.viewer ${selector}`)!;
      await waitUntil(() => part<HTMLCanvasElement>('canvas')?.width === 400, 'the picture');
      const says = () => part('[role=status]').textContent.trim();
      const swipe = (from: number, to: number) => {
        for (const [type, clientX] of [
          ['pointerdown', from],
          ['pointerup', to],
        ] as const) {
          part('.viewer-stage').dispatchEvent(new PointerEvent(type, { clientX, pointerType: 'touch', bubbles: true }));
        }
      };
      swipe(300, 100);
      expect(says()).to.equal('2 of 2');
      swipe(100, 300);
      expect(says()).to.equal('1 of 2');
      // A tap is no swipe.
      swipe(100, 110);
      expect(says()).to.equal('1 of 2');
      await waitUntil(() => part('canvas').clientWidth > 100, 'the picture');
      const fitted = part('canvas').clientWidth;
      part('.viewer-stage').dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
      expect(part('canvas').clientWidth).to.equal(2 * fitted);
      // It now moves the picture.
      swipe(300, 100);
      expect(says()).to.equal('1 of 2');
      part('.viewer-stage').dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
      expect(part('canvas').clientWidth).to.equal(fitted);
    });

    for (const [width, height] of [
      [1000, 300],
      [320, 640],
      [320, 256],
    ] as const) {
      it(`are whole in the viewer, with what turns them: ${width} × ${height}`, async () => {
        await setViewport({ width, height });
        await press(panel, /History/);
        (await byRole(panel, 'button', 'Picture 1 of 2')).click();
        const viewer = panel.shadowRoot!.querySelector<HTMLDialogElement>('dialog.viewer')!;
        const canvas = viewer.querySelector<HTMLCanvasElement>('.viewer-stage canvas')!;
        await waitUntil(() => canvas.width === 400, 'the picture');
        const stage = viewer.querySelector('.viewer-stage')!.getBoundingClientRect();
        const shown = canvas.getBoundingClientRect();
        expect(shown.width).to.be.closeTo(shown.height, 1).and.at.least(100);
        expect([shown.top >= stage.top - 1, shown.bottom <= stage.bottom + 1], 'whole').to.deep.equal([true, true]);
        const next = await byRole(viewer, 'button', 'Next picture');
        const { left, right, bottom } = next.getBoundingClientRect();
        expect([left >= 0, right <= width, bottom <= height], 'in the window').to.deep.equal([true, true, true]);
        next.click();
        expect(viewer.querySelector('[role=status]')?.textContent.trim()).to.equal('2 of 2');
        viewer.close();
        await setViewport({ width: 1280, height: 720 });
      });
    }

    it('that cannot be loaded are not shown as the one before, and are not zoomed', async () => {
      // Who has sent them has the files.
      const { line } = (provider.client = shop.client(COLLEAGUE));
      const load = line.fetch!.bind(line);
      const [, second] = shop.backend.ticket(shop.ticketId)?.history.at(-1)?.fields?.['pictures'] as string[];
      const fetch: typeof load = (path, init) =>
        path.includes(`${second}`) ? Promise.resolve(new Response('{}', { status: 404 })) : load(path, init);
      Object.assign(line, { fetch });
      await sees(panel, 'Assigned to Chen Yu');
      await press(panel, /History/);
      (await byRole(panel, 'button', 'Picture 1 of 2')).click();
      const viewer = panel.shadowRoot!.querySelector<HTMLDialogElement>('dialog.viewer')!;
      const canvas = viewer.querySelector<HTMLCanvasElement>('.viewer-stage canvas')!;
      const isShown = () => canvas.checkVisibility({ visibilityProperty: true });
      await waitUntil(() => canvas.width === 400 && isShown(), 'the picture');
      await sendKeys({ press: 'ArrowRight' });
      expect(isShown(), 'while it is loaded').to.equal(false);
      await waitUntil(() => seen(viewer).includes('cannot be shown'), 'why');
      expect(isShown(), 'since it could not be loaded').to.equal(false);
      await sendKeys({ press: '+' });
      await sendKeys({ press: 'ArrowLeft' });
      await waitUntil(isShown, 'the first picture');
      expect(canvas.clientWidth).to.be.at.least(100);
    });

    for (const [when, change] of [
      ['its panel leaves the page', () => panel.remove()],
      ['its panel moves', () => panel.parentElement!.parentElement!.append(panel.parentElement!)],
      ['another account’s pictures are shown', () => (provider.client = shop.client(COLLEAGUE))],
    ] as const) {
      it(`are not looked at any more when ${when}`, async () => {
        await press(panel, /History/);
        (await byRole(panel, 'button', 'Picture 1 of 2')).click();
        const viewer = panel.shadowRoot!.querySelector<HTMLDialogElement>('dialog.viewer')!;
        await waitUntil(() => viewer.matches(':modal'), 'the viewer');
        change();
        await waitUntil(() => !viewer.open && !viewer.isConnected, 'it is closed');
        document.dispatchEvent(new CustomEvent('sidecard-overlay-shown'));
        await aTimeout(0);
      });
    }

    it('are chosen in the viewer’s strip, in which the shown one is marked', async () => {
      await press(panel, /History/);
      (await byRole(panel, 'button', 'Picture 1 of 2')).click();
      const strip = panel.shadowRoot!.querySelector('dialog.viewer .viewer-strip')!;
      const marked = () => strip.querySelector('[aria-current=true]')?.getAttribute('aria-label');
      expect(marked()).to.equal('Picture 1 of 2');
      strip.querySelector<HTMLElement>('button:last-of-type')?.click();
      expect(marked()).to.equal('Picture 2 of 2');
    });

    it('open in a viewer, which keys turn, zoom and close, and the focus comes back', async () => {
      await press(panel, /History/);
      const thumb = await byRole(panel, 'button', 'Picture 1 of 2');
      thumb.click();
      const viewer = () => panel.shadowRoot!.querySelector<HTMLDialogElement>('dialog:not(.keys)');
      await waitUntil(() => viewer()?.open, 'a dialog');
      const says = () => viewer()!.querySelector('[role=status]')!.textContent.trim();
      expect(says()).to.equal('1 of 2');
      const canvas = () => viewer()!.querySelector('canvas')!;
      await waitUntil(() => canvas().width === 400, 'the picture');
      await sendKeys({ press: 'ArrowRight' });
      expect(says()).to.equal('2 of 2');
      await sendKeys({ press: 'ArrowRight' });
      expect(says()).to.equal('1 of 2');
      const before = canvas().clientWidth;
      await sendKeys({ press: '+' });
      expect(canvas().clientWidth).to.be.greaterThan(before);
      await sendKeys({ press: 'Escape' });
      await waitUntil(() => !viewer(), 'the dialog to close');
      expect(panel.shadowRoot!.activeElement).to.equal(thumb);
      expect(seen(panel)).to.contain('History');
    });
  });

  it('[R18] [R24] have hints for platform staff alone: of earlier ones that look the same', async () => {
    await open([...UNDER_REVIEW, [STAFF, ASK_EVIDENCE]]);
    const { ticketId: other } = await shop.another();
    for (const [who, command] of [...UNDER_REVIEW, [STAFF, ASK_EVIDENCE]] as readonly Exclude<Step, number>[]) {
      await shop.backend.act(who, other, command);
    }
    const send = async (ticketId: string) => {
      const answer = await client.pictures.upload(await stripedFile());
      const pictures = [answer.ok ? answer.picture.id : ''];
      await client.send(ticketId, { command: 'submit-evidence', fields: { text: 'Crushed.', pictures } });
    };
    await send(other);
    await shop.backend.advance(1000);
    await send(shop.ticketId);
    const hinted = () => panel.shadowRoot!.querySelector('.pic.noted');
    const open1 = async () => {
      await press(panel, /History/);
      await byRole(panel, 'button', /Picture 1 of 1/);
    };
    await open1();
    expect(hinted() === null).to.equal(true);
    clearPage();
    panel = show('sidecard-task', shop.client(STAFF), shop.ticketId);
    await open1();
    await waitUntil(hinted, 'a marked picture');
    const thumb = await byRole(panel, 'button', 'Picture 1 of 1. There are hints.');
    thumb.click();
    await sees(panel, `Tickets: ${shop.backend.ticket(other)?.number}.`);
    await sees(panel, 'None of them proves anything');
    await sees(panel, 'no content credentials');
  });

  it('of the request are below the buyer’s words, four in a row, and have no other name', async () => {
    shop = await openShop({ pictures: true, steps: [[BUYER, { command: 'withdraw' }]] });
    client = shop.client(BUYER);
    const sent = await Promise.all(
      [1, 2, 3].map(async (number) => client.pictures.upload(await pictureFile(`${number}.png`))),
    );
    const pictures = sent.map((one) => (one.ok ? one.picture.id : ''));
    const request = { ...REQUEST, pictures };
    const created = await client.create({ type: 'return-refund', orderId: ORDER.id, request });
    if (created.status !== 'confirmed') expect.fail(JSON.stringify(created));
    panel = show('sidecard-task', shop.client(), created.ticket.id);
    const thumb = await byRole(panel, 'button', 'Picture 3 of 3');
    const section = panel.shadowRoot!.querySelector('[data-section=request]')!;
    const quote = section.querySelector('blockquote')!.getBoundingClientRect();
    const row = allByRole(section, 'button', /^Picture/).map((one) => one.getBoundingClientRect());
    expect(row.map(({ top }) => top)).to.deep.equal([row[0]!.top, row[0]!.top, row[0]!.top]);
    expect(row[0]!.top).to.be.greaterThan(quote.bottom);
    expect(thumb.getBoundingClientRect().width).to.be.closeTo((quote.width - 3 * 8) / 4, 2);
    expect(seen(section)).not.to.contain('Pictures');
    // The next one comes from the side to which a swipe moves away, also from right to left.
    thumb.click();
    const viewer = panel.shadowRoot!.querySelector<HTMLDialogElement>('dialog.viewer')!;
    const swipe = (from: number, to: number) => {
      const stage = viewer.querySelector('.viewer-stage')!;
      for (const [type, clientX] of [
        ['pointerdown', from],
        ['pointerup', to],
      ] as const)
        stage.dispatchEvent(new PointerEvent(type, { clientX, pointerType: 'touch', bubbles: true }));
      return viewer.querySelector('[role=status]')?.textContent.trim();
    };
    expect([swipe(300, 100), swipe(100, 300)]).to.deep.equal(['1 of 3', '3 of 3']);
    panel.dir = 'rtl';
    expect([swipe(100, 300), swipe(300, 100)]).to.deep.equal(['1 of 3', '3 of 3']);
  });

  it('[R19] go with a message to staff, and are seen in the thread', async () => {
    await open(UNDER_REVIEW);
    const form = await waitUntil(() => panel.shadowRoot!.querySelector('sidecard-staff-message')).then(() =>
      panel.shadowRoot!.querySelector('sidecard-staff-message')!,
    );
    await byRole(form, 'textbox');
    const own = () => form.shadowRoot!.querySelector<HTMLInputElement>('#field-pictures');
    await waitUntil(() => own()?.type === 'file', 'an input for files');
    chooseFiles(own()!, [await pictureFile()]);
    await waitUntil(() => form.shadowRoot!.querySelector('.pic[data-state=ready]'), 'an uploaded picture', {
      timeout: 5_000,
    });
    await fill(form, 'Message to platform staff', 'See the picture.');
    (form.shadowRoot!.querySelector('[type=radio]') as HTMLInputElement).click();
    await press(form, 'Send to staff');
    await byRole(form, 'button', 'Picture 1 of 1');
  });

  it('are asked for only where the server has pictures', async () => {
    await open([...UNDER_REVIEW, [STAFF, ASK_EVIDENCE]], {});
    await press(panel, 'Submit evidence');
    await formOpens(panel, 'Submit evidence');
    expect(seen(panel)).not.to.contain('Add pictures');
    expect(allByRole(panel, 'button', /picture/i)).to.have.length(0);
  });
});
