/**
 * What an account that may handle tasks needs for templates and internal notes. It loads nothing else, with any bundler.
 *
 * @packageDocumentation
 */
export { NOTE_LIMITS, noteProblem } from './team/notes.js';
export { fillForAll, fillTemplate, fillText, variablesIn } from './templates/fill.js';
export { TEMPLATE_LIMITS, TEMPLATE_VARIABLES, templateProblems, templatesFor } from './templates/template.js';
