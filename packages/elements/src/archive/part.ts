/**
 * The page of the picture archive, which loads when a reader opens it.
 *
 * @packageDocumentation
 */
import { pictureStyles } from '../pictures/pictures.styles.js';
import { archiveStyles } from './archive.styles.js';

export { ArchivePage } from './archive-page.js';

/** What it looks like. */
export const styles = [pictureStyles, archiveStyles];
