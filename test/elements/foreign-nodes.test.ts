import type { SidecardCard, SidecardTask } from '@sidecard/elements';
import { expect } from '@open-wc/testing';
import { aCard, aShop, closeShops, says } from '../support/browser/cards.ts';
import { MEDDLING, visibleText } from '../support/browser/foreign.ts';
import { byRole, clearPage, fill, press, sees, show } from '../support/browser/panel.ts';
import {
  BEGIN_REVIEW,
  BUYER,
  CLAIM,
  COLLEAGUE,
  DAY_MS,
  DECLINE,
  ESCALATE,
  ME,
  ORDER,
  type Shop,
  type ShopOptions,
  STAFF,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

/** Errors that nobody caught, since {@link listen}. */
let errors: string[] = [];
const onError = (event: ErrorEvent | PromiseRejectionEvent): void =>
  void errors.push(String('reason' in event ? event.reason : event.message));

/** Waits until an element says word for word what an untouched one says. */
async function saysTheSame(card: Element, untouched: Element): Promise<void> {
  const expected = (): string => visibleText(untouched.shadowRoot);
  await waitUntil(() => visibleText(card.shadowRoot) === expected(), 'the same').catch(() => {
    expect(visibleText(card.shadowRoot)).to.equal(expected());
  });
}

beforeEach(() => {
  errors = [];
  window.addEventListener('error', onError);
  window.addEventListener('unhandledrejection', onError);
});
afterEach(() => {
  window.removeEventListener('error', onError);
  window.removeEventListener('unhandledrejection', onError);
  clearPage();
  closeShops();
  expect(errors).to.deep.equal([]);
});

describe('<sidecard-card> where somebody else', () => {
  for (const [name, meddle] of Object.entries(MEDDLING)) {
    describe(`${name} in its shadow root`, () => {
      describe('as sent', () => {
        it('shows the next message, once', async () => {
          const shop = await aShop();
          const other = await shop.another({ items: [{ ...ORDER.items[0], title: 'A teapot' }] });
          const card = await aCard({ message: shop.message });
          meddle(card.shadowRoot!);
          card.message = other.message;
          await card.updateComplete;
          await saysTheSame(card, await aCard({ message: other.message }));
        });

        it('shows a sentence in its place, and is a card again', async () => {
          const shop = await aShop();
          const card = await aCard({ message: shop.message });
          meddle(card.shadowRoot!);
          card.message = 'hello';
          await card.updateComplete;
          await saysTheSame(card, await aCard({ message: 'hello' }));
          meddle(card.shadowRoot!);
          card.message = shop.message;
          await card.updateComplete;
          await saysTheSame(card, await aCard({ message: shop.message }));
        });
      });

      describe('live', () => {
        let shop: Shop;
        let card: SidecardCard;
        let untouched: SidecardCard;
        beforeEach(async () => {
          shop = await aShop();
          const client = shop.client();
          card = await aCard({ message: shop.message, client });
          untouched = await aCard({ message: shop.message, client });
          for (const one of [card, untouched]) await says(one, 'Unclaimed');
          meddle(card.shadowRoot!);
        });

        it('follows claim and decision', async () => {
          await shop.act(COLLEAGUE, CLAIM);
          await says(untouched, 'Zhou Min');
          await saysTheSame(card, untouched);
          meddle(card.shadowRoot!);
          await shop.act(ME, DECLINE);
          await says(untouched, 'Declined');
          await saysTheSame(card, untouched);
        });

        it('speaks another language', async () => {
          for (const one of [card, untouched]) one.closest('sidecard-provider')!.locale = 'zh-CN';
          await says(untouched, '退货退款', '待认领');
          await saysTheSame(card, untouched);
        });

        it('still opens its task', async () => {
          await shop.act(COLLEAGUE, CLAIM);
          await says(untouched, 'Zhou Min');
          await saysTheSame(card, untouched);
          let heard = 0;
          const hear = (event: Event): void => {
            heard++;
            event.preventDefault();
          };
          document.addEventListener('sidecard-task-open', hear);
          card.shadowRoot?.querySelector<HTMLElement>('[part=button]')?.click();
          document.removeEventListener('sidecard-task-open', hear);
          expect(heard).to.equal(1);
        });
      });
    });
  }

  describe('wraps its texts while time goes by', () => {
    for (const name of ['wraps every text', 'translates every text', 'removes every text'] as const) {
      it(`counts on: ${name}`, async () => {
        const shop = await aShop({ openedMsAgo: 2 * DAY_MS - 30 * 60_000 - 4_000 });
        const card = await aCard({ message: shop.message, client: shop.client() });
        await says(card, '30 min left');
        MEDDLING[name]!(card.shadowRoot!);
        await says(card, '29 min left');
        expect(visibleText(card.shadowRoot).match(/min left/g)).to.have.length(1);
      }).timeout(20_000);
    }
  });

  describe('translates the page', () => {
    it('leaves alone what a translation would falsify', async () => {
      const shop = await aShop();
      const card = await aCard({ message: shop.message, client: shop.client() });
      await says(card, 'Unclaimed');
      const kept = [...(card.shadowRoot?.querySelectorAll('[translate=no]') ?? [])]
        .map((one) => one.textContent)
        .join();
      for (const words of ['Needs answer', '¥258.00', '×2', '1 d 3 h left', 'by 5 Jul, 18:02'])
        expect(kept).to.contain(words);
    });

    it('keeps its words until there is something new to say', async () => {
      const shop = await aShop();
      const card = await aCard({ message: shop.message });
      MEDDLING['translates every text']!(card.shadowRoot!);
      const translated = visibleText(card.shadowRoot);
      await new Promise(requestAnimationFrame);
      expect(visibleText(card.shadowRoot)).to.equal(translated);
    });

    it('and leaves style elements where they are', async () => {
      const shop = await aShop();
      const card = await aCard({ message: shop.message });
      MEDDLING['puts style elements first']!(card.shadowRoot!);
      card.message = (await shop.another()).message;
      await card.updateComplete;
      expect(card.shadowRoot?.querySelectorAll('style.darkreader')).to.have.length(3);
    });
  });
});

describe('<sidecard-task> where somebody else', () => {
  const TEXT = 'The goods left us intact.';
  let shop: Shop;
  let panel: HTMLElement;
  let untouched: HTMLElement;
  async function open(options: ShopOptions = {}): Promise<void> {
    shop = await aShop(options);
    const client = shop.client();
    // Both in view: texts of what nobody sees do not follow the time.
    const shown = () => show('sidecard-task', client, shop.ticketId, { height: 280 });
    [panel, untouched] = [shown(), shown()];
  }

  for (const [name, meddle] of Object.entries(MEDDLING)) {
    describe(`${name} in its shadow root`, () => {
      it('follows claim, decision and another language', async () => {
        await open();
        for (const one of [panel, untouched]) await byRole(one, 'button', 'Agree to return');
        meddle(panel.shadowRoot!);
        await shop.act(COLLEAGUE, CLAIM);
        await sees(untouched, 'Assigned to Zhou Min');
        await saysTheSame(panel, untouched);
        meddle(panel.shadowRoot!);
        await shop.act(ME, DECLINE);
        await sees(untouched, 'Declined');
        await saysTheSame(panel, untouched);
      });

      it('sends what was typed into a form, and shows what became of it', async () => {
        await open();
        for (const one of [panel, untouched]) await byRole(one, 'button', 'Decline');
        meddle(panel.shadowRoot!);
        // What was removed comes back with the next update.
        (panel as SidecardTask).requestUpdate();
        await press(panel, 'Decline');
        await press(panel, 'Other', 'radio');
        meddle(panel.shadowRoot!);
        (panel as SidecardTask).requestUpdate();
        await fill(panel, 'Message to the buyer', TEXT);
        await press(panel, 'Decline and tell He Yiqing');
        await sees(untouched, 'Declined');
        await sees(panel, 'Declined');
        expect(shop.backend.ticket(shop.ticketId)?.history.at(-1)?.sentMessage?.text).to.contain(TEXT);
      });

      it('in the staff form follows the thread', async () => {
        shop = await aShop({
          steps: [
            [ME, DECLINE],
            [BUYER, ESCALATE],
            [STAFF, BEGIN_REVIEW],
          ],
        });
        const client = shop.client();
        const form = show('sidecard-staff-message', client, shop.ticketId);
        untouched = show('sidecard-staff-message', client, shop.ticketId);
        for (const one of [form, untouched]) await byRole(one, 'textbox');
        meddle(form.shadowRoot!);
        await shop.act(ME, { command: 'leave-staff-message', fields: { purpose: 'progress-update', text: TEXT } });
        await sees(untouched, '1 message');
        await saysTheSame(form, untouched);
        meddle(form.shadowRoot!);
        await shop.act(STAFF, { command: 'answer-merchant', fields: { text: 'Received.' } });
        await sees(untouched, '2 messages');
        await saysTheSame(form, untouched);
      });
    });
  }

  it('translates the page, leaves alone what a translation would falsify', async () => {
    await open();
    await sees(panel, 'Buyer’s request');
    const kept = [...(panel.shadowRoot?.querySelectorAll('[translate=no]') ?? [])].map((one) => one.textContent).join();
    for (const words of ['Needs answer', '¥258.00', '×2', '1 d 3 h left', 'Ticket 2607-0001', ORDER.id, 'Fri 18:02'])
      expect(kept).to.contain(words);
  });
});
