import { join } from './css.js';
import { liveTokens } from './tokens-live.styles.js';
import { sentTokens } from './tokens-sent.styles.js';

/** Tokens shared by card and panel. */
export const cardTokens = join(sentTokens, liveTokens);
