/*
 * The templates of a text field outside the panel's own forms, which load once an account may use them.
 */
import { teamStyles } from './team.styles.js';

export { meaningOf } from './keys.js';
export { TemplateList } from './templates.js';

/** What they look like. */
export const styles = [teamStyles];
