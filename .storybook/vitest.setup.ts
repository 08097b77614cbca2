import { afterEach, beforeAll, expect } from 'vitest';
import { commands } from 'vitest/browser';
import { CONTROLS, poorContrast } from '../test/support/stories/contrast.js';
import { requestsWaiting } from '../test/support/browser/shop.js';
import type { ForcedState, StoryCommands } from '../test/support/stories/story-commands.js';

const { comparePictureOf, compareTree, watchLoading, filesLoading, forceStates } = commands as unknown as StoryCommands;
const env: Readonly<Record<string, string | undefined>> = import.meta.env;
const { STORYBOOK_LOCALE: locale = 'zh-CN', STORYBOOK_THEME: scheme = 'light' } = env;

/** Every picture is set in these, so that those of two machines agree. `node scripts/setup.mjs` installs them with Debian’s browser. */
const FONTS = ['Noto Sans CJK SC', 'DejaVu Sans'];
const FAMILY = FONTS.map((font) => `'${font}'`).join();
const THEMES = ['', scheme, 'orange', 'green'];
/** Each on all controls at once. */
const STATES: readonly (readonly ForcedState[])[] = [[], ['hover'], ['hover', 'active'], ['focus', 'focus-visible']];

// As in a browser that can notify screen readers: in others a live region would be part of the tree.
(Element.prototype as { ariaNotify?: (text: string) => void }).ariaNotify ??= () => {};
Object.defineProperty(document, 'featurePolicy', { value: undefined });

beforeAll(async () => {
  await watchLoading();
  const page = document.documentElement;
  page.style.setProperty('--sidecard-font-family', FAMILY);
  document.body.style.cssText = `margin: 0; font-family: ${FAMILY}; caret-color: transparent`;
});

afterEach(async ({ task }) => {
  const { storyId } = task.meta as { readonly storyId?: string };
  if (!storyId) return;
  // first, because parts that load late arrive meanwhile
  const problems: (string | undefined)[] = [...(await contrastProblems())];
  await settled();
  if (FONTS.every(isInstalled)) problems.push(await comparePictureOf(storyId, `${locale}-${scheme}`, shownBox()));
  problems.push(await compareTree(storyId, locale));
  expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
});

/** Measures every theme in every state. Says once what is poor in several. */
async function contrastProblems(): Promise<readonly string[]> {
  const page = document.documentElement;
  const before = page.dataset['sidecardTheme'];
  const problems = new Map<string, string>();
  for (const states of STATES) {
    await forceStates(CONTROLS, states);
    for (const theme of THEMES) {
      page.dataset['sidecardTheme'] = theme;
      for (const { what, where, ratio, needed } of poorContrast(document.body, states)) {
        const when = [theme || 'default', ...states].join(' ');
        if (!problems.has(where)) problems.set(where, `${where}, ${when}: ${what} has ${ratio}, needs ${needed}`);
      }
    }
  }
  await forceStates(CONTROLS, []);
  page.dataset['sidecardTheme'] = before;
  return [...problems.values()];
}

/** How many frames in a row have to be the same. */
const STILL_FRAMES = 5;

/** Waits until nothing is on its way, nothing changes any more, and pictures are there. */
async function settled(): Promise<void> {
  let before = '';
  for (let still = 0; still < STILL_FRAMES;) {
    await new Promise(requestAnimationFrame);
    const now = contentOf(document.body);
    still = now === before && requestsWaiting() === 0 ? still + 1 : 0;
    before = now;
    if (still === STILL_FRAMES && (await filesLoading()) > 0) still = 0;
  }
  await document.fonts.ready;
  await Promise.allSettled([...pictures(document.body)].map((picture) => picture.decode()));
}

function contentOf(root: Element | ShadowRoot): string {
  return (
    root.innerHTML +
    [...root.querySelectorAll('*')].map(({ shadowRoot }) => (shadowRoot ? contentOf(shadowRoot) : '')).join('')
  );
}

function* pictures(root: ParentNode): Generator<HTMLImageElement> {
  for (const element of root.querySelectorAll('*')) {
    if (element instanceof HTMLImageElement) yield element;
    if (element.shadowRoot) yield* pictures(element.shadowRoot);
  }
}

/** What the story has drawn: its box, and what lies over the page. */
function shownBox() {
  const boxes = [...shown(document.body)].map((element) => element.getBoundingClientRect());
  const seen = boxes.filter(({ width, height }) => width > 0 && height > 0);
  const left = Math.max(0, Math.floor(Math.min(...seen.map((box) => box.left))));
  const top = Math.max(0, Math.floor(Math.min(...seen.map((box) => box.top))));
  const right = Math.min(innerWidth, Math.ceil(Math.max(...seen.map((box) => box.right))));
  const bottom = Math.min(innerHeight, Math.ceil(Math.max(...seen.map((box) => box.bottom))));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function* shown(root: ParentNode): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    const isStory = root === document.body && element.parentElement !== document.body;
    if (isStory || element.matches(':popover-open, :modal, dialog[open]')) yield element;
    if (element.shadowRoot) yield* shown(element.shadowRoot);
  }
}

/** Whether a font is there: text set in it has another width than in what would replace it. */
function isInstalled(font: string): boolean {
  const context = document.createElement('canvas').getContext('2d');
  const width = (family: string) => {
    if (context) context.font = `64px ${family}`;
    return context?.measureText('Sidecard 售后').width;
  };
  return (
    ['monospace', 'serif'].every((other) => width(`'${font}', ${other}`) === width(`'${font}'`)) &&
    width(`'${font}', monospace`) !== width('monospace')
  );
}
