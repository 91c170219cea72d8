// The recipe on retrying: its server has a worker to stop.
import { testPage } from './run-page.js';

testPage('docs/recipes/retrying.md', { close: 'await worker.stop(); journal.close();' });
