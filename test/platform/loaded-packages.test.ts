import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';

// All of them are CommonJS, so that what is loaded is in the cache of `require`, however it was imported.
const DUE_LATER = ['xmlbuilder2', 'saxes', 'ajv', 'ajv-formats'];

const LIST_LOADED = `
import { createRequire } from 'node:module';
const { cache } = createRequire(import.meta.url);
const loaded = () => Object.keys(cache).map((file) => /.*node_modules[\\\\/]([^\\\\/]+)/.exec(file)?.[1]);
`;

/** Runs code in a process of its own, and returns which of {@link DUE_LATER} it has loaded at its end. */
async function loadedBy(code: string): Promise<string[]> {
  const program = `${LIST_LOADED}${code};\nconsole.log(JSON.stringify(loaded()));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
  });
  const loaded = new Set(JSON.parse(stdout) as string[]);
  return DUE_LATER.filter((name) => loaded.has(name));
}

describe('neither Ajv nor a library for XML is loaded by', () => {
  test.each([
    '@multistatus/core',
    '@multistatus/core/adapter',
    '@multistatus/document',
    '@multistatus/client',
    '@multistatus/inspect',
    '@multistatus/node',
    '@multistatus/express',
    '@multistatus/koa',
    '@multistatus/console/express',
    '@multistatus/console/koa',
  ])('import of %s', async (name) => {
    expect(await loadedBy(`await import('${name}')`)).toEqual([]);
  });

  test.each(['express', 'koa'])('require of @multistatus/%s', async (name) => {
    expect(await loadedBy(`createRequire(import.meta.url)('@multistatus/${name}')`)).toEqual([]);
  });

  test('an endpoint for items with a Standard Schema', async () => {
    const item = "{ '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } }";
    const code = `const { bulk } = await import('@multistatus/express'); bulk({ item: ${item}, handle() {} })`;
    expect(await loadedBy(code)).toEqual([]);
  });
});

describe('loaded on first use:', () => {
  test.each(['express', 'koa'])('Ajv with the first JSON Schema on %s', async (name) => {
    const code = `const { bulk } = await import('@multistatus/${name}'); bulk({ item: {}, handle() {} })`;
    expect(await loadedBy(code)).toEqual(expect.arrayContaining(['ajv', 'ajv-formats']));
  });

  test.each([
    ['{"responses":[{"href":"a b","status":204}]}', []],
    ['{"href":"/a","status":204}\\n', []],
    ['<multistatus xmlns="DAV:"/>', ['saxes']],
  ])('by the inspection of %s', async (text, expected) => {
    const code = `const { inspectExchange } = await import('@multistatus/inspect');
      const { findings } = await inspectExchange({ body: '${text}', findings: [] });
      if (findings.length === 0 && '${text}'.includes('a b')) throw new Error('no rule was checked')`;
    expect(await loadedBy(code)).toEqual(expected);
  });

  test.each([
    ['xml-writer', 'xmlbuilder2'],
    ['xml-answer', undefined],
    ['xml-reader', 'saxes'],
  ])('by the entry %s of document', async (entry, library) => {
    expect(await loadedBy(`await import('@multistatus/document/${entry}')`)).toEqual(
      library ? [library] : [],
    );
  });

  test.each([
    ['json', '{"responses":[{"href":"/a","status":204}]}', []],
    ['xml', '{"responses":[{"href":"/a","status":204}]}', ['xmlbuilder2', 'saxes']],
    ['json', '<multistatus xmlns="DAV:"/>', ['saxes']],
  ])('by the conversion into %s of %s', async (to, text, expected) => {
    const file = new URL('../../packages/cli/dist/run-convert.js', import.meta.url).href;
    const code = `const { runConvert } = await import('${file}');
      const { Readable } = await import('node:stream');
      await runConvert(['--to', '${to}', '-'], { stdin: Readable.from([Buffer.from('${text}')]) })`;
    expect(await loadedBy(code)).toEqual(expected);
  });

  // In XML, an invalid item of a bulk request is a property that was not set.
  test.each([
    ['application/json', true, []],
    ['text/xml', false, []],
    ['text/xml', true, ['xmlbuilder2']],
  ])('by a first answer in %s, propstats %s', async (accept, propstats, expected) => {
    const code = `
      const { createBatchHandler, createBulkHandler } = await import('@multistatus/core/adapter');
      const item = { '~standard': { version: 1, vendor: 'test', validate: () => ({ issues: [{ message: 'bad', path: ['a'] }] }) } };
      const options = { item, propstats: ${propstats}, handle() {} };
      const headers = { 'content-type': 'application/json', accept: '${accept}' };
      const envelopeOf = (value) => ({
        method: 'POST', url: '/batch', headers, body: { kind: 'parsed', value },
        responseHeaders: {}, isOperation: false, signal: new AbortController().signal,
      });
      const dispatch = async () => ({ status: 204, headers: {}, body: new Uint8Array(0), isBodyTooLarge: false });
      const batch = await createBatchHandler({})(envelopeOf({ requests: [{ method: 'GET', url: '/a' }] }), dispatch);
      const list = await createBulkHandler(options)({ envelope: envelopeOf([{ a: 1 }]), extra: {}, message: {} });
      if (batch.status !== 207 || list.status !== 207) throw new Error(list.body);`;
    expect(await loadedBy(code)).toEqual(expected);
  });
});
