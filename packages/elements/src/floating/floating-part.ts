/**
 * What floats over the panel: loaded after the ticket is on the screen, with what keeps it in its place.
 *
 * @packageDocumentation
 */
export { Details } from './details.js';
export { Explanation } from './explanation.js';
export { Menu, type MenuItem } from './menu.js';
