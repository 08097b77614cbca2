/**
 * Sidecard's web components: `<sidecard-provider>` and `<sidecard-card>`; the task panel loads on first use.
 *
 * @packageDocumentation
 */
import './card/card.define.js';
import './provider/provider.define.js';

export { SidecardCard } from './card/card.js';
export { provideClient, type ProvideClientOptions } from './context/provide-client.js';
export type * from './context/panel-keys.js';
export { type SidecardScope, scopeContext } from './context/scope.js';
export type * from './events/events.js';
export type { CardTexts } from './locales/card-texts.js';
export type { Message, Overrides } from './locales/message.js';
export type { Texts } from './locales/texts.js';
export { titleBadge, type TitleBadgeOptions } from './notices/title-badge.js';
export { besidePanel } from './overlay/beside-panel.js';
export { SidecardProvider } from './provider/provider.js';
export type { SidecardStaffMessage } from './staff-message/staff-message.js';
export type { SidecardTask } from './task/task.js';
