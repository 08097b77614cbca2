// @ts-check
// The rooms of each package, its folders, and the order of their layers. `npm run check` enforces it; docs/architecture.md shows it.

/**
 * Lowest layer first. Each names its rooms (folders, or files beside them) with a sentence about each. A room imports from rooms in the
 * layers below its own only. The package's entries are above all layers and are not listed.
 *
 * @typedef {readonly Readonly<Record<string, string>>[]} Layers
 */

/** What every part below keeps: no circle between its folders. A package that still has circles is missing here. */
export const LAYERED = ['react', 'elements', 'client', 'demo', 'scripts'];

/** Where each part's folders are. @type {Readonly<Record<string, string>>} */
export const PARTS = {
  core: 'packages/core/src',
  client: 'packages/client/src',
  elements: 'packages/elements/src',
  react: 'packages/react/src',
  server: 'packages/server/src',
  demo: 'examples/demo/src',
  scripts: 'scripts',
};

/**
 * The layers of those parts that have some. `node scripts/architecture.mjs --draft core` prints a draft for core from what it imports
 * today; each room then needs its sentence.
 *
 * @type {Readonly<Record<string, Layers>>}
 */
export const LAYERS = {
  elements: [
    {
      theme: 'Design tokens, shared style sheets and icons.',
      locales: 'Every text in both languages, and how amounts and times are written.',
      events: 'The DOM events that elements dispatch.',
      controllers:
        'Lit controllers: stores, focus, announcements, time, parts that load on demand, and state that belongs to a ticket and an account.',
      floating: 'The action menu and explanations, and what keeps a popover at its anchor.',
    },
    {
      context: 'What elements take from a provider: client, locale and text overrides.',
      ticket: 'A ticket in words, for panel, forms and staff thread: names, facts, refusals and saved drafts.',
    },
    { forms: 'Fields of any kind: what was typed, what is wrong with it, and how it is drawn.' },
    { 'staff-message': 'The thread with platform staff and its composer.' },
    { task: 'The task panel.' },
    { overlay: 'The frame that shows the panel beside the chat.' },
    { provider: 'The provider element, and the overlay of cards without one.' },
    { card: 'The notification card.' },
  ],
};
