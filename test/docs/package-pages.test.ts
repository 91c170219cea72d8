import { allPages, plainPagesIn } from './pages.js';
import { testPage } from './run-page.js';

const folders = allPages().flatMap((path) => /^(packages\/\w+)\/README\.md$/.exec(path)?.[1] ?? []);
for (const page of folders.flatMap(plainPagesIn)) testPage(page);
