import '@sidecard/elements';
import { openShop } from '../../support/browser/shop.ts';

const shop = await openShop();
const provider = Object.assign(document.createElement('sidecard-provider'), { client: shop.client() });
provider.append(Object.assign(document.createElement('sidecard-card'), { message: shop.message }));
document.body.append(provider);
