/**
 * Popovers of the panel, loaded after the ticket is visible, with their positioning.
 *
 * @packageDocumentation
 */
export { Explanation } from './explanation.js';
export { Menu, type MenuItem } from './menu.js';
