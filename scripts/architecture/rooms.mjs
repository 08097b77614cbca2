// @ts-check
// The rooms of each package, its folders, and the order of their layers. `npm run check` enforces it; docs/architecture.md shows it.

/**
 * Lowest layer first. Each names its rooms (folders, or files beside them) with a sentence about each. A room imports from rooms in the
 * layers below its own only. The package's entries are above all layers and are not listed.
 *
 * @typedef {readonly Readonly<Record<string, string>>[]} Layers
 */

/** What every part below keeps: no circle between its folders. A package that still has circles is missing here. */
export const LAYERED = ['react', 'client', 'demo', 'scripts'];

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
export const LAYERS = {};
