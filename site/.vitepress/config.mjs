// The documentation site: the pages of docs/, in place. `npm run docs:site` builds it.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { markdown } from './markdown.mjs';
import { GROUPS } from './pages.mjs';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));

/** @param {'en' | 'zh'} language */
function sidebar(language) {
  const start = language === 'zh' ? '/zh/' : '/';
  return [
    ...GROUPS.map((group) => ({
      text: group[language],
      items: group.pages
        .filter(({ path }) => existsSync(join(docs, `${path}.md`)))
        .map((page) => ({ text: page[language], link: `${start}${page.path}` })),
    })),
    {
      text: language === 'zh' ? '售后类型' : 'Ticket types',
      collapsed: true,
      items: listed('ticket-types', start),
    },
    {
      text: language === 'zh' ? '组件与包的参考' : 'Elements and packages',
      collapsed: true,
      items: listed('reference', start),
    },
    {
      text: language === 'zh' ? '设计决定' : 'Decisions',
      collapsed: true,
      items: listed('decisions', start),
    },
  ];
}

/** The pages of a folder. @param {string} folder @param {string} start */
function listed(folder, start) {
  if (!existsSync(join(docs, folder))) return [];
  return readdirSync(join(docs, folder))
    .filter((file) => file.endsWith('.md') && !/^(README|index)/.test(file))
    .map((file) => file.slice(0, -3))
    .map((name) => ({ text: titleOf(folder, name), link: `${start}${folder}/${name}` }));
}

/** @param {string} folder @param {string} name */
function titleOf(folder, name) {
  if (folder === 'decisions') return `${Number(name.slice(0, 4))} ${spaced(name.slice(5))}`;
  return folder === 'reference' ? name : spaced(name);
}

/** @param {string} name */
function spaced(name) {
  const text = name.replaceAll('-', ' ');
  return text[0]?.toUpperCase() + text.slice(1);
}

/** Words as a search finds them, Chinese ones too. @param {string} text */
const wordsOf = (text) =>
  [...new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment);

export default defineConfig({
  title: 'Sidecard',
  description: 'After-sales tickets inside any chat window',
  srcDir: '../docs',
  // reports for reviews, which the reference is easier to read than
  srcExclude: ['api/**'],
  outDir: './dist',
  base: process.env['SIDECARD_SITE_BASE'] ?? '/',
  metaChunk: true,
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  markdown: {
    config: markdown,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('sidecard-') } } },
  vite: {
    // VitePress says where Vue is; the packages are those of the repository, built.
    build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 1_500 },
    server: { fs: { allow: ['../..'] } },
  },
  locales: {
    root: {
      label: 'English',
      lang: 'en',
      themeConfig: {
        nav: [
          { text: 'Quick start', link: '/guide/html', activeMatch: '/guide/(html|react|vue|svelte|node)' },
          { text: 'Elements', link: '/elements' },
          { text: 'Server', link: '/server' },
          { text: 'Reference', link: '/reference/' },
        ],
        sidebar: sidebar('en'),
        outline: { level: [2, 3] },
      },
    },
    zh: {
      label: '简体中文',
      lang: 'zh-CN',
      description: '在任何聊天窗口中处理售后',
      themeConfig: {
        nav: [
          { text: '快速上手', link: '/zh/guide/html', activeMatch: '/zh/guide/(html|react|vue|svelte|node)' },
          { text: '组件', link: '/zh/elements' },
          { text: '服务端', link: '/zh/server' },
          { text: '参考', link: '/zh/reference/' },
        ],
        sidebar: sidebar('zh'),
        outline: { level: [2, 3], label: '本页目录' },
        docFooter: { prev: '上一页', next: '下一页' },
        returnToTopLabel: '返回顶部',
        sidebarMenuLabel: '目录',
        darkModeSwitchLabel: '深色模式',
        lightModeSwitchTitle: '切换到浅色模式',
        darkModeSwitchTitle: '切换到深色模式',
        langMenuLabel: '语言',
        skipToContentLabel: '跳到正文',
        notFound: {
          title: '没有这个页面',
          quote: '地址可能已变更，请从首页或搜索查找。',
          linkText: '返回首页',
          linkLabel: '返回首页',
        },
      },
    },
  },
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        miniSearch: { options: { tokenize: wordsOf } },
        locales: {
          zh: {
            translations: {
              button: { buttonText: '搜索', buttonAriaLabel: '搜索文档' },
              modal: {
                displayDetails: '显示详情',
                resetButtonTitle: '清除搜索',
                backButtonTitle: '关闭搜索',
                noResultsText: '没有找到',
                footer: { selectText: '选择', navigateText: '切换', closeText: '关闭' },
              },
            },
          },
        },
      },
    },
  },
});
