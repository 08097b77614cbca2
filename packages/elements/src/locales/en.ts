import { cardEn } from './card.en.js';
import { liveEn } from './live.en.js';
import { joinTexts } from './merge.js';
import { overlayEn } from './overlay-texts.js';
import { panelEn } from './panel.en.js';
import type { Texts } from './texts.js';

/** Every word in English. */
export const en: Texts = joinTexts({ ...cardEn, ...overlayEn, ...panelEn }, liveEn);
