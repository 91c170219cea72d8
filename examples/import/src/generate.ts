// Prints photos as NDJSON: node dist/generate.js 100000 > photos.ndjson
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { photoLines } from './photo-lines.js';

await pipeline(Readable.from(photoLines(Number(process.argv[2] ?? 100_000))), process.stdout);
