// Writes the page and the pictures again, from what the last whole run has left in bench/results.json.
//
//   node bench/draw.mjs
import { writePage } from './report/page.mjs';
import { readRun } from './report/results-file.mjs';

await writePage(readRun());
