import { plainPagesIn } from './pages.js';
import { testPage } from './run-page.js';

for (const page of plainPagesIn('docs/recipes')) testPage(page);
