import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import type * as Client from '@multistatus/client';
import { build, type Metafile } from 'esbuild';
import { createEchoApp } from './echo-app.js';
import { serveTraffic } from './serve-traffic.js';

const README = readFileSync(new URL('../../../packages/client/README.md', import.meta.url), 'utf8');
const ENTRY = fileURLToPath(new URL('../../../packages/client/src/index.ts', import.meta.url));

interface Bundle {
  /** What a page loads first, and whatever that imports at once. */
  readonly first: Uint8Array;
  readonly firstInputs: readonly string[];
  /** Everything, what is loaded later too. */
  readonly allInputs: readonly string[];
}

/** Bundles what a page imports, one name or all, for browsers, with splitting. */
async function bundle(name: string | undefined): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export ${name === undefined ? '*' : `{ ${name} }`} from ${JSON.stringify(ENTRY)};`,
      resolveDir: '.',
      sourcefile: 'page.js',
    },
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    outdir: 'out',
    conditions: ['@multistatus/source'],
    logLevel: 'silent',
  });
  const chunks = chunksLoadedWith('out/stdin.js', metafile);
  const files = outputFiles.filter(({ path }) => chunks.some((chunk) => path.endsWith(chunk)));
  return {
    first: Buffer.concat(files.map(({ contents }) => contents)),
    firstInputs: chunks.flatMap((chunk) => inputsOf(metafile, chunk)),
    allInputs: Object.keys(metafile.outputs).flatMap((chunk) => inputsOf(metafile, chunk)),
  };
}

function chunksLoadedWith(entry: string, { outputs }: Metafile): string[] {
  const loaded = new Set([entry]);
  for (const chunk of loaded) {
    for (const { path, kind } of outputs[chunk]?.imports ?? []) {
      if (kind === 'import-statement') loaded.add(path);
    }
  }
  return [...loaded];
}

function inputsOf({ outputs }: Metafile, chunk: string): string[] {
  const inputs = Object.entries(outputs[chunk]?.inputs ?? {});
  return inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
}

const LOADED_LATER = /saxes|xmlbuilder2|read-xml|multipart/;

test.each([
  ['batchFetch', 'batchFetch'],
  ['everything', undefined],
])(
  'a page that imports %s loads neither an XML library nor multipart with it, and as many bytes as the README says',
  async (title, name) => {
    const { first, firstInputs, allInputs } = await bundle(name);
    expect(firstInputs.some((input) => input.includes('packages/client/src'))).toBe(true);
    expect(firstInputs.filter((input) => LOADED_LATER.test(input))).toEqual([]);
    for (const name of ['saxes', 'wire/src/multipart']) {
      expect(allInputs.some((input) => input.includes(name))).toBe(true);
    }
    expect(Buffer.from(first).toString()).not.toMatch(/\bnode:|\bBuffer\b|\bprocess\./);

    const [, minified = '', gzipped = ''] =
      new RegExp(`\\| ${title} +\\| ([\\d ]+?) +\\| ([\\d ]+?) +\\|`).exec(README.replaceAll('`', '')) ?? [];
    const said = [minified, gzipped].map((number) => Number(number.replaceAll(' ', '')));
    const measured = [first.byteLength, gzipSync(first).byteLength];
    for (const [index, bytes] of measured.entries()) {
      expect({ title, measured, isAsSaid: Math.abs(bytes - (said[index] ?? 0)) <= bytes / 10 }).toEqual({
        title,
        measured,
        isAsSaid: true,
      });
    }
  },
);

/** What every browser and worker has. */
const WEB = {
  ...{ AbortController, AbortSignal, Blob, FormData, Headers, Request, Response, ReadableStream, URL },
  ...{ TextDecoder, TextEncoder, atob, btoa, fetch, setTimeout, clearTimeout, structuredClone },
};

test('it runs where nothing of Node is', async () => {
  const { outputFiles } = await build({
    entryPoints: [ENTRY],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'client',
    platform: 'browser',
    conditions: ['@multistatus/source'],
    logLevel: 'silent',
  });
  const context: typeof WEB & { client?: typeof Client } = { ...WEB };
  runInNewContext(`${outputFiles[0]?.text}; globalThis.client = client;`, context);
  const { batchFetch, createBatch, send } = context.client!;
  const { url, seen, close } = await serveTraffic(createEchoApp());
  try {
    const api = batchFetch({ url });
    const posted = {
      method: 'POST',
      headers: { 'content-type': 'image/png' },
      body: new Uint8Array([0, 255]),
    };
    const [number, echo] = await Promise.all([api('/number/7'), api('/echo', posted)]);
    expect([await number.json(), await echo.json()]).toMatchObject([7, { body: 'AP8=' }]);
    const batch = createBatch();
    const handle = batch.request().get('/number/8');
    expect((await send(batch, { url })).of(handle).body).toBe(8);
    expect(seen).toEqual(['GET /batch', 'POST /batch', 'POST /batch']);
  } finally {
    await close();
  }
});
