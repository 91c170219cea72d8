// The document that the program of docs/reference/openapi.md serves is valid OpenAPI.
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { PageFolder } from './page-folder.js';
import { readPage } from './read-page.js';
import { serverProgram } from './server-program.js';

test('docs/reference/openapi.md: the description of the endpoints is valid OpenAPI', async () => {
  const [program] = readPage('docs/reference/openapi.md').blocks;
  const folder = new PageFolder(new URL('./', import.meta.url));
  const { server } = (await folder.run(serverProgram(program?.code ?? '', []), () => undefined)) as {
    server: Server;
  };
  if (!server.listening) await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/openapi.json`);
    const document = (await response.json()) as Record<string, unknown>;
    const { valid, errors } = await new Validator().validate(document);
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(JSON.stringify(document)).toContain('"maxItems":50');
  } finally {
    server.close();
    await once(server, 'close');
    folder.remove();
  }
});
