// The guide of the client: its second server has a worker to stop.
import { testPage } from './run-page.js';

testPage('docs/guide/7-client.md', {
  close: `if (typeof worker !== 'undefined') { await worker.stop(); journal.close(); }`,
});
