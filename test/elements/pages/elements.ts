import '@sidecard/elements';
import '@sidecard/elements/staff-message';
import '@sidecard/elements/task';
import { openShop } from '../../support/browser/shop.ts';

const shop = await openShop();
const provider = Object.assign(document.createElement('sidecard-provider'), { client: shop.client() });
provider.append(
  Object.assign(document.createElement('sidecard-card'), { message: shop.message }),
  Object.assign(document.createElement('sidecard-task'), { ticketId: shop.ticketId }),
  Object.assign(document.createElement('sidecard-staff-message'), { ticketId: shop.ticketId }),
);
document.body.append(provider);
Object.assign(globalThis, { shop });
