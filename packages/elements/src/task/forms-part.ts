/**
 * The forms, which are loaded after the ticket is on the screen.
 *
 * @packageDocumentation
 */
import { formStyles } from '../forms/forms.styles.js';
import { taskFormStyles } from './task-form.styles.js';

export { openForm, shapeOf } from './open-form.js';
export { taskForm, whyNotYet } from './task-form.js';

/** What they look like. */
export const styles = [formStyles, taskFormStyles];
