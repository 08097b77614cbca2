import type { WebhookDeliveryView, WebhookView } from '@sidecard/core/wire';

/** `GET /demo/webhooks`: a shop's addresses of webhooks, each with its latest deliveries. */
export interface WebhookDesk {
  readonly webhooks: readonly { readonly webhook: WebhookView; readonly deliveries: readonly WebhookDeliveryView[] }[];
  /** Whether the demo's receiver plays one that is out of order. */
  readonly failing: boolean;
}
