// ChatUI: its card, tag and button, in React.
import { Button, Card, CardActions, CardContent, CardText, CardTitle, Tag } from '@chatui/core';
import css from 'own-sheet';
import { createElement, memo, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { reactList } from './react-list.mjs';
import { rowsOf } from './rows.mjs';
import { addSheet } from './sheet.mjs';

addSheet(css);

function TicketCard({ content: { texts } }) {
  const [[, head], [, status], ...rows] = rowsOf(texts);
  return createElement(
    Card,
    null,
    createElement(CardTitle, null, head),
    createElement(
      CardContent,
      null,
      createElement(Tag, { color: 'primary' }, status),
      rows.map(([name, text]) => createElement(CardText, { key: name }, text)),
    ),
    createElement(CardActions, null, createElement(Button, { color: 'primary' }, 'View task')),
  );
}

export const contender = reactList({ createElement, createRoot, flushSync, memo, useState }, memo(TicketCard));
