import { cardZhCN } from './card.zh-CN.js';
import { liveZhCN } from './live.zh-CN.js';
import { joinTexts } from './merge.js';
import { overlayZhCN } from './overlay-texts.js';
import { panelZhCN } from './panel.zh-CN.js';
import type { Texts } from './texts.js';

/** Every word in Chinese. */
export const zhCN: Texts = joinTexts({ ...cardZhCN, ...overlayZhCN, ...panelZhCN }, liveZhCN);
