import { expect, nextFrame } from '@open-wc/testing';
import '@sidecard/elements/task';
import { allByRole, clearPage, sees, show } from '../support/browser/panel.ts';
import { BEGIN_REVIEW, BUYER, DECLINE, ESCALATE, ME, openShop, type Shop, STAFF } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

/** A host hears of every loop, and may count it as an error of its own. */
describe('the page is told of no loop of sizes', () => {
  let shop: Shop;
  const errors: string[] = [];
  const note = ({ message }: ErrorEvent): void => void errors.push(message);
  beforeEach(() => addEventListener('error', note));
  afterEach(() => {
    removeEventListener('error', note);
    errors.length = 0;
    clearPage();
    shop.close();
  });
  /** What a change of sizes leads to comes in the frames after it. */
  async function frames(): Promise<void> {
    for (let frame = 0; frame < 4; frame++) await nextFrame();
  }

  it('when a task that is as high as its content gets one column, and two', async () => {
    shop = await openShop({
      steps: [
        [ME, DECLINE],
        [BUYER, ESCALATE],
        [STAFF, BEGIN_REVIEW],
      ],
    });
    const task = show('sidecard-task', shop.client(), shop.ticketId);
    await sees(task, 'Message to platform staff');
    const box = task.parentElement!;
    const folded = () => allByRole(task, '.collapsible', /./).length;
    for (const [px, isFolded] of [
      [1200, false],
      [500, true],
      [1200, false],
    ] as const) {
      Object.assign(box.style, { inlineSize: `${px}px`, blockSize: 'auto' });
      await waitUntil(() => folded() > 0 === isFolded, `${px}`);
      await frames();
    }
    expect(errors).to.deep.equal([]);
  });
});
