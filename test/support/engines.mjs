// @ts-check
// What the element tests run in Firefox and WebKit.

/**
 * What `npm test -- --long` runs there: keys, focus, input methods, drafts, windows, directions and pictures, in which
 * engines differ. `npm test -- --engines` runs every file.
 */
export const DIFFERING = [
  'announcements.test.ts',
  'beside-chat.test.ts',
  'composing.test.ts',
  'host-keys.test.ts',
  'kept-text.test.ts',
  'keys.test.ts',
  'low-windows.test.ts',
  'one-panel.test.ts',
  'other-document.test.ts',
  'overlay.test.ts',
  'own-direction.test.ts',
  'pictures.test.ts',
  'right-to-left.test.ts',
  'second-thoughts.test.ts',
  'right-to-left.stories.ts',
];

/**
 * @typedef {object} Skipped
 * @property {readonly ('firefox' | 'webkit')[]} engines
 * @property {string} file - in `test/elements`
 * @property {string} test - its full title
 * @property {string} reason
 */

/**
 * What an engine or its driver cannot do. It is skipped by its name, and counted; a name without a test is a failure.
 *
 * @type {readonly Skipped[]}
 */
export const SKIPPED = [
  {
    engines: ['firefox', 'webkit'],
    file: 'overlay.test.ts',
    test: 'the overlay its motion slides in, and out before it leaves',
    reason: 'No driver changes prefers-reduced-motion while the browser runs; it is reduced from the start.',
  },
  {
    engines: ['webkit'],
    file: 'task-accessibility.test.ts',
    test: 'sidecard-task for everybody has targets of at least 24 px, and nothing cut, at 320 px with longer words: a form with a preview',
    reason: 'With words half as long again, the form can be scrolled sideways by a few pixels.',
  },
  {
    engines: ['firefox'],
    file: 'languages.test.ts',
    test: 'where parts of the panel come late, or do not load says so in place of panel and staff thread, which can be asked for again',
    reason: 'A module that failed to load is not asked for again as long as the page lives.',
  },
  {
    engines: ['firefox'],
    file: 'languages.test.ts',
    test: 'where parts of the panel come late, or do not load keeps what was typed until the notice of a conflict is there, which can be asked for again',
    reason: 'A module that failed to load is not asked for again as long as the page lives.',
  },
  {
    engines: ['firefox'],
    file: 'languages.test.ts',
    test: 'where parts of the panel come late, or do not load says so in place of a ticket’s background, which can be asked for again; the ticket counts as seen',
    reason: 'A module that failed to load is not asked for again as long as the page lives.',
  },
  {
    engines: ['webkit'],
    file: 'hostile-page.test.ts',
    test: 'a page whose style sheet is zoomed: card and panel are usable',
    reason:
      'Where a page is zoomed by its style sheet, it measures an element and finds it at a point in different pixels.',
  },
  {
    engines: ['webkit'],
    file: 'right-to-left.test.ts',
    test: 'a page from right to left mirrors every part: panel with a form',
    reason: 'It applies what :has says of a panel with an open form only when something else changes.',
  },
  {
    engines: ['webkit'],
    file: 'hostile-page.test.ts',
    test: 'the wheel over a number scrolls, and changes no quantity',
    reason: 'Its driver turns no wheel.',
  },
  ...['light', 'dark'].flatMap(inForcedColours),
  ...['a panel in a column of 700 px is whole', 'a panel in a column of 300 px is whole'].map(onPaper),
  ...[1100, 600].map((width) => `an open panel is whole, and printed once: in a window of ${width} px`).map(onPaper),
];

/** @param {string} scheme @returns {Skipped[]} */
function inForcedColours(scheme) {
  return [
    'card, panel, form and dialog can be seen, and what has focus, is filled or chosen',
    'the workbench can be seen, and what is new, and where its reader is',
  ].map((test) => ({
    engines: ['firefox', 'webkit'],
    file: 'forced-colours.test.ts',
    test: `forced colours, ${scheme} ${test}`,
    reason: 'No driver forces the colours of a page.',
  }));
}

/** @param {string} test @returns {Skipped} */
function onPaper(test) {
  return {
    engines: ['firefox', 'webkit'],
    file: 'hostile-page.test.ts',
    test: `on paper ${test}`,
    reason: 'No driver shows a page as it is printed.',
  };
}
