import '@awesome.me/webawesome/dist/components/badge/badge.js';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/card/card.js';
import css from 'own-sheet';
import { kitOfElements } from './rows.mjs';
import { addSheet } from './sheet.mjs';

addSheet(css);

export const contender = kitOfElements('wa');
