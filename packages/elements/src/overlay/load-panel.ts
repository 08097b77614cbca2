/**
 * Loads the panel, once; after a failure it can be tried again. Another copy of the SDK on the page may have brought one.
 */
export async function loadPanel(): Promise<void> {
  if (!customElements.get('sidecard-task')) await import('../task/task.define.js');
}
