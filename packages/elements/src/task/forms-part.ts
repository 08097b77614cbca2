/**
 * What is loaded after the ticket is on the screen: its forms, and what can come between a form and its sending.
 *
 * @packageDocumentation
 */
import { formStyles } from '../forms/forms.styles.js';
import { taskFormStyles } from './task-form.styles.js';

export { conflictBody, conflictActions, type Conflict, conflictOf } from './conflict.js';
export { openForm, shapeOf } from './open-form.js';
export { taskForm, whyNotYet } from './task-form.js';

/** What they look like. */
export const styles = [formStyles, taskFormStyles];
