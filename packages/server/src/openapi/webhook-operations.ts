import { webhookDeliveryQuery } from '../schemas/webhooks.js';
import type { Operations } from './operation.js';

/** The operations on addresses of webhooks. */
export const WEBHOOK_OPERATIONS: Operations = {
  '/v1/webhooks': {
    get: {
      summary: 'Lists the shop’s addresses of webhooks. For the host’s backend, if the server sends webhooks.',
      answer: [200, 'WebhookList'],
      refusals: ['not-found'],
    },
  },
  '/v1/webhooks/{id}': {
    put: {
      summary:
        'Saves an address of webhooks under an id that the host chooses. The answer to a new one has the secret that verifies its webhooks; if it was lost, make a new secret. For the host’s backend.',
      body: 'WebhookBody',
      answer: [200, 'WebhookSaved'],
      refusals: ['not-found', 'body-invalid', 'body-too-large', 'too-many-webhooks'],
    },
    delete: {
      summary: 'Deletes an address of webhooks with its deliveries, if there is one. For the host’s backend.',
      answer: [204],
      refusals: ['not-found'],
    },
  },
  '/v1/webhooks/{id}/secret': {
    post: {
      summary:
        'Makes a new secret. The former ones sign besides it for a day each, so repeat it if its answer was lost; at most four times a day. For the host’s backend.',
      answer: [200, 'WebhookSaved'],
      refusals: ['not-found', 'rate-limited'],
    },
  },
  '/v1/webhooks/{id}/replay': {
    post: {
      summary:
        'Sends again what happened since a time, at most seven days ago, and is still of use: not cards that were posted, nor payments that were made. For the host’s backend.',
      body: 'WebhookReplayBody',
      answer: [200, 'Webhook'],
      refusals: ['not-found', 'body-invalid'],
    },
  },
  '/v1/webhooks/{id}/deliveries': {
    get: {
      summary: 'Lists the webhooks of an address, latest first, with what became of them. For the host’s backend.',
      query: webhookDeliveryQuery,
      answer: [200, 'WebhookDeliveryPage'],
      refusals: ['not-found', 'body-invalid'],
    },
  },
  '/v1/webhooks/{id}/deliveries/{delivery}/send': {
    post: {
      summary:
        'Sends a webhook once more, whatever came of it; to a stopped address once it is saved again. For the host’s backend.',
      answer: [200, 'WebhookDelivery'],
      refusals: ['not-found'],
    },
  },
};
