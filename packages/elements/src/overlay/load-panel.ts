/** Loads the panel once; retries after a failure. Another copy of the SDK on the page may have loaded it. */
export async function loadPanel(): Promise<void> {
  if (!customElements.get('sidecard-task')) await import('../task/task.define.js');
}
