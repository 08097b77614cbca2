import { readPage } from '../shared/page.js';

// The guide that "no permission" links to (R13), in the language of the URL.
const { locale } = readPage('');
for (const article of document.querySelectorAll<HTMLElement>('article')) {
  article.hidden = article.lang !== locale;
  if (!article.hidden) document.title = article.querySelector('h1')?.textContent ?? document.title;
}
