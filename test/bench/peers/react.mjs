// React: one root, a component for the list, and one for the card that is drawn again only when its content changes.
import { createElement, memo, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { adoptSheet, cardOf } from './card-tree.mjs';
import { reactList } from './react-list.mjs';

adoptSheet();

export const contender = reactList(
  { createElement, createRoot, flushSync, memo, useState },
  memo(cardOf(createElement)),
);
