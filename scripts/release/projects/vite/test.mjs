import { readdirSync } from 'node:fs';
import { checkBrowserBundle } from '../check-bundles.mjs';

// What reads XML, multipart and the JSON of others are files of their own, which are loaded when they are needed.
const scripts = readdirSync('dist/assets').filter((file) => file.endsWith('.js'));
const [main, ...others] = scripts.sort(
  (a, b) => Number(b.startsWith('index-')) - Number(a.startsWith('index-')),
);
await checkBrowserBundle(`dist/assets/${main}`, ...others.map((file) => `dist/assets/${file}`));
console.log(`a page, of ${scripts.length} scripts, sends a batch`);
