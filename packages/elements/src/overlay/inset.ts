/** Custom property of the provider: the width that the panel covers at the inline end of the window. */
export const INSET = '--sidecard-panel-inset';
