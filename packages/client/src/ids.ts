// For `memory/` alone; goes with it.
export { newId } from './util/ids.js';
