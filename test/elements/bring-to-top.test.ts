import { expect, fixtureCleanup, fixtureSync, html, nextFrame } from '@open-wc/testing';
import { bringToTop } from '../../packages/elements/src/task/bring-to-top.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

describe('a section that is brought to the top', () => {
  afterEach(fixtureCleanup);

  /** Something that scrolls, with what is above the section, the section, and what is below it and has no height yet. */
  function aScroller() {
    const scroller = fixtureSync<HTMLElement>(
      html`<div style="position: relative; block-size: 200px; overflow: auto">
        <div>
          <p style="margin: 0; block-size: 50px">Above</p>
          <section style="block-size: 100px">Section</section>
          <p style="margin: 0; overflow: clip"></p>
        </div>
      </div>`,
    );
    const [section, below] = scroller.querySelectorAll<HTMLElement>('section, p:last-child');
    const grow = (px: number) => (below!.style.blockSize = `${px}px`);
    return { scroller, section: section!, grow };
  }

  /** Who watches sizes is told in the frame after a change. */
  async function told() {
    await nextFrame();
    await nextFrame();
  }

  it('goes there as what comes below makes room for it, and no further', async () => {
    const { scroller, grow } = aScroller();
    bringToTop('section', scroller, () => true);
    await told();
    expect(scroller.scrollTop).to.equal(0);
    grow(70);
    await waitUntil(() => scroller.scrollTop === 20);
    grow(500);
    await waitUntil(() => scroller.scrollTop === 50);
    scroller.scrollTo(0, 10);
    grow(600);
    await told();
    expect(scroller.scrollTop).to.equal(10);
  });

  it('stays where it is once the reader uses a control', async () => {
    const { scroller, section, grow } = aScroller();
    bringToTop('section', scroller, () => true);
    await told();
    section.click();
    grow(500);
    await told();
    expect(scroller.scrollTop).to.equal(0);
  });

  it('stays where the reader has scrolled', async () => {
    const { scroller, grow } = aScroller();
    grow(70);
    bringToTop('section', scroller, () => true);
    await waitUntil(() => scroller.scrollTop === 20);
    scroller.scrollTo(0, 5);
    grow(500);
    await told();
    expect(scroller.scrollTop).to.equal(5);
  });

  it('stays where it is once it is not wanted there', async () => {
    const { scroller, grow } = aScroller();
    let isWanted = true;
    bringToTop('section', scroller, () => isWanted);
    await told();
    isWanted = false;
    grow(500);
    await told();
    expect(scroller.scrollTop).to.equal(0);
  });
});
