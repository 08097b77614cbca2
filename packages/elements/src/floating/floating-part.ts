/**
 * Popovers of the panel, loaded after the ticket is visible, with their positioning.
 *
 * @packageDocumentation
 */
import { floatingStyles } from './floating.styles.js';

export { Details } from './details.js';
export { Explanation } from './explanation.js';
export { Menu, type MenuItem } from './menu.js';

/** What they look like. */
export const styles = [floatingStyles];
