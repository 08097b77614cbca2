import { cardZhCN } from './card.zh-CN.js';
import { overlayZhCN } from './overlay-texts.js';
import { panelZhCN } from './panel.zh-CN.js';
import type { Texts } from './texts.js';

/** Every word in Chinese. */
export const zhCN: Texts = { ...cardZhCN, ...overlayZhCN, ...panelZhCN };
