/*
 * Answering several tasks at once, which loads with the first selected row.
 */
import { formStyles } from '../forms/forms.styles.js';
import { batchStyles } from './batch.styles.js';

export { Batch } from './batch.js';

/** What it looks like. */
export const styles = [formStyles, batchStyles];
