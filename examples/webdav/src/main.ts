import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { createShare } from './create-share.js';

const folder = process.argv[2] ?? join(tmpdir(), 'webdav-share');
mkdirSync(folder, { recursive: true });

const app = express();
app.use(createShare({ folder, store: `${folder.replace(/[/\\]+$/, '')}.store` }));
const server = app.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

console.log(`Sharing ${folder} until interrupted. Try, or open in a file manager:

  curl -s -T README.md ${url}
  curl -s -X PROPFIND -H 'Depth: 1' ${url}
  curl -s -X PROPFIND -H 'Depth: 1' -H 'Accept: application/json' ${url}
`);

await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
server.close();
