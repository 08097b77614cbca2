/**
 * Loaded after the ticket is visible: forms, and conflicts between opening and sending one.
 *
 * @packageDocumentation
 */
export { conflictBody, conflictActions, type Conflict, conflictOf } from './conflict.js';
export { openForm, shapeOf } from './open-form.js';
export { taskForm, whyNotYet } from './task-form.js';
