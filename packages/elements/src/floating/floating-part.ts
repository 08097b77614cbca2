/**
 * What floats over the panel: loaded after the ticket is on the screen, with what keeps it in its place.
 *
 * @packageDocumentation
 */
import { floatingStyles } from './floating.styles.js';

export { Details } from './details.js';
export { Explanation } from './explanation.js';
export { Menu, type MenuItem } from './menu.js';

/** What they look like. */
export const styles = [floatingStyles];
