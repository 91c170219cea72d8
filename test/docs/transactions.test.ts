import { testPage } from './run-page.js';

testPage('docs/guide/4-transactions.md', {
  close: "if (typeof database !== 'undefined') await database.close();",
});
