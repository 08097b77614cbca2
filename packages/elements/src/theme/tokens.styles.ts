import { join } from './css.js';
import { liveTokens } from './tokens-live.styles.js';
import { sentTokens } from './tokens-sent.styles.js';

/** The tokens that card and panel share. */
export const cardTokens = join(sentTokens, liveTokens);
