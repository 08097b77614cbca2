/*
 * The page of accounts, which loads when it is opened.
 */
import { accountsStyles } from './accounts.styles.js';

export { accountsPage } from './accounts-page.js';

/** What it looks like. */
export const styles = [accountsStyles];
