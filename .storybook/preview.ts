import '../packages/elements/themes/dark.css';
import '../packages/elements/themes/density.css';
import '../packages/elements/themes/green.css';
import '../packages/elements/themes/light.css';
import '../packages/elements/themes/orange.css';
import { setCustomElementsManifest, type Preview } from '@storybook/web-components-vite';
import { AXE_RULES } from '../test/support/stories/axe-rules.js';

// The pages about elements are drawn from it. Tests do without, so that nothing has to be built for them.
const [manifest] = Object.values(
  import.meta.glob('../packages/elements/custom-elements.json', { eager: true, import: 'default' }),
);
if (manifest) setCustomElementsManifest(manifest);

/** The test runner runs every story once for each of its variants and sets them here. */
const env: Readonly<Record<string, string | undefined>> = import.meta.env;
const { STORYBOOK_LOCALE: locale = 'zh-CN', STORYBOOK_THEME: theme = 'light' } = env;

// Nothing leaves the machine. The test runner reports what a listener throws.
addEventListener('securitypolicyviolation', ({ blockedURI }) => {
  throw new Error(`The story asked another host: ${blockedURI}`);
});
const policy = document.createElement('meta');
policy.httpEquiv = 'Content-Security-Policy';
policy.content = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: ws:";
document.head.append(policy);

/** The default in both schemes, and each worked theme in both. */
const THEMES = ['light', 'dark', 'orange light', 'orange dark', 'green light', 'green dark'];

/** Sets up the page as a host does: language, direction, colours and density are inherited from it. */
function dress(globals: Readonly<Record<string, unknown>>): void {
  const page = document.documentElement;
  const [scheme = 'light', theme] = String(globals['theme']).split(' ').reverse();
  page.lang = String(globals['locale']);
  page.dir = String(globals['direction']);
  page.style.colorScheme = scheme;
  page.dataset['sidecardTheme'] = theme ?? '';
  page.dataset['sidecardDensity'] = String(globals['density']);
  // the canvas follows, so that contrast is measured against what a reader sees
  page.style.background = 'Canvas';
  page.style.color = 'CanvasText';
  document.body.style.background = 'Canvas';
}

type Icon = NonNullable<NonNullable<NonNullable<Preview['globalTypes']>[string]['toolbar']>['icon']>;

const tool = (
  title: string,
  icon: Icon,
  description: string,
  items: readonly (string | { readonly value: string; readonly title: string })[],
) => ({ description, toolbar: { title, icon, dynamicTitle: true, items: [...items] } });

const preview: Preview = {
  tags: ['autodocs'],
  parameters: {
    a11y: { test: 'error', config: { rules: [...AXE_RULES] } },
    controls: { sort: 'requiredFirst' },
    options: {
      storySort: {
        order: [
          'Introduction',
          'Card',
          'Task panel',
          'Ticket types',
          'Commitments',
          'Staff message',
          'Conversation',
          'Workbench',
        ],
      },
    },
  },
  globalTypes: {
    locale: tool('Language', 'globe', 'Language of the texts', ['zh-CN', 'en']),
    theme: tool('Theme', 'paintbrush', 'Light, dark, and the worked themes', THEMES),
    direction: tool('Direction', 'transfer', 'Writing direction of the page', [
      { value: 'ltr', title: 'Left to right' },
      { value: 'rtl', title: 'Right to left' },
    ]),
    density: tool('Density', 'listunordered', 'How much room everything takes', ['comfortable', 'compact']),
    network: tool('Network', 'lightning', 'Breaks the connection of the client that the story shows', [
      { value: 'there', title: 'Network' },
      { value: 'away', title: 'Network broken' },
    ]),
  },
  initialGlobals: { locale, theme, direction: 'ltr', density: 'comfortable', network: 'there' },
  decorators: [
    (story, { globals }) => {
      dress(globals);
      return story();
    },
  ],
};
export default preview;
