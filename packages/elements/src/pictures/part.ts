/**
 * What draws pictures, which loads with the first one, or with the first form that takes some.
 *
 * @packageDocumentation
 */
import { pictureStyles } from './pictures.styles.js';

export { picker } from './picker.js';
export { thumbs } from './thumbs.js';

/** What it looks like. */
export const styles = [pictureStyles];
