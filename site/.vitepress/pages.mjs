// The pages in the order of the sidebar, with their titles. The site, llms.txt and the Markdown in the packages are made from this list.

/**
 * @typedef {object} Page
 * @property {string} path - below docs, without `.md`
 * @property {string} en
 * @property {string} zh
 */
/** @typedef {{ en: string, zh: string, pages: Page[] }} Group */

/** @type {(path: string, en: string, zh: string) => Page} */
const page = (path, en, zh) => ({ path, en, zh });

/** @type {Group[]} */
export const GROUPS = [
  {
    en: 'Quick start',
    zh: '快速上手',
    pages: [
      page('guide/html', 'Plain HTML', '纯 HTML'),
      page('guide/react', 'React', 'React'),
      page('guide/vue', 'Vue', 'Vue'),
      page('guide/svelte', 'Svelte', 'Svelte'),
      page('guide/node', 'Node backend', 'Node 后端'),
      page('without-a-server', 'Without a server', '无服务端试用'),
    ],
  },
  {
    en: 'In your chat',
    zh: '接入聊天',
    pages: [
      page('guide/chat-kits', 'Chat kits', '聊天组件库'),
      page('guide/webhooks', 'Webhooks', 'Webhook'),
      page('guide/theming', 'Theming', '主题'),
      page('guide/events', 'Events', '事件'),
      page('guide/security', 'Security', '安全'),
      page('guide/troubleshooting', 'Troubleshooting', '排查问题'),
      page('elements', 'Elements in detail', '组件详解'),
    ],
  },
  {
    en: 'Behind it',
    zh: '后端',
    pages: [
      page('server', 'Server', '服务端'),
      page('orders', 'Orders', '订单'),
      page('commitments', 'Commitments', '服务承诺'),
      page('guide/mounts', 'In your web framework', '挂载到 Web 框架'),
      page('own-backend', 'Your own backend', '自有后端'),
      page('wire-protocol', 'On the wire', '通信协议'),
      page('own-ticket-type', 'Your own ticket type', '自定义售后类型'),
      page('guide/operations', 'Operations', '运维'),
      page('exporters', 'Cards elsewhere', '其他聊天平台'),
      page('interfaces', 'Marketplace interfaces', '平台接口对照'),
    ],
  },
  {
    en: 'Reference',
    zh: '参考',
    pages: [
      page('reference/index', 'Elements and packages', '组件与包'),
      page('ticket-types/README', 'Ticket types', '售后类型'),
      page('requirements', 'Requirements', '需求'),
      page('architecture', 'Architecture', '架构'),
    ],
  },
];
