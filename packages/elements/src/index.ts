import './card/card.define.js';

export { SidecardCard } from './card/card.js';
export { provideClient, type ProvideClientOptions } from './context/provide-client.js';
export type { SidecardScope } from './context/scope.js';
export type * from './events/events.js';
