import '@shoelace-style/shoelace/dist/components/badge/badge.js';
import '@shoelace-style/shoelace/dist/components/button/button.js';
import '@shoelace-style/shoelace/dist/components/card/card.js';
import css from 'own-sheet';
import { kitOfElements } from './rows.mjs';
import { addSheet } from './sheet.mjs';

addSheet(css);

export const contender = kitOfElements('sl');
