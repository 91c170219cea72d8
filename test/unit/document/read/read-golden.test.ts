// Documents in the manner of real servers, each with the model that must come of it.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readMultistatus } from '@multistatus/document';
import { validateMultistatus } from '@multistatus/document/xml-reader';

const FOLDER = new URL('../../../golden/207/', import.meta.url);

/** What each document reports as failed, and which rules its XML breaks. */
const DOCUMENTS: Readonly<Record<string, { readonly failed: readonly string[]; readonly breaks?: string }>> =
  {
    'apache-delete.xml': { failed: ['/dav/album/locked.jpg', '/dav/album/'], breaks: 'X30' },
    'apache-propfind.xml': { failed: [], breaks: '' },
    'azure-search.json': { failed: ['urn:multistatus:item:a%2Fb%20c'] },
    'caldav-multiget.xml': { failed: ['/calendars/ana/office/missing.ics'], breaks: '' },
    'caldav-sync-truncated.xml': { failed: ['/home/ana/contacts/'], breaks: '' },
    'exchange-search.xml': { failed: [], breaks: 'X24' },
    'foreign-problem.xml': { failed: ['/items/7'], breaks: '' },
    'go-webdav-propfind.xml': { failed: [], breaks: '' },
    'graph-batch.json': { failed: ['urn:multistatus:item:3'] },
    'hubspot-batch.json': {
      failed: ['urn:multistatus:item:502', 'urn:multistatus:item:503', 'urn:multistatus:item:error-1'],
    },
    'iis-propfind.xml': { failed: [], breaks: '' },
    'multistatus-batch.xml': { failed: ['/photos/9'], breaks: '' },
    'nextcloud-proppatch.xml': {
      failed: ['/remote.php/dav/files/ana/Photos/', '/remote.php/dav/files/ana/Photos/'],
      breaks: '',
    },
    'nextcloud-sync-collection.xml': { failed: [], breaks: 'X8' },
    'nginx-dav-ext-propfind.xml': { failed: [], breaks: 'X17' },
    'odata-batch.json': { failed: ['urn:multistatus:item:1', 'urn:multistatus:item:2'] },
    'sloppy-status.xml': { failed: ['/x/a?b=1&c'], breaks: 'X11 X14 X17 X25' },
    'trpc-batch.json': { failed: ['urn:multistatus:item:1', 'urn:multistatus:item:2'] },
  };

describe('documents of other servers', () => {
  test('the table holds each of them', () => {
    const files = readdirSync(FOLDER).filter((name) => !name.endsWith('.model.json'));
    expect(files.sort()).toEqual(Object.keys(DOCUMENTS).sort());
  });

  test.each(Object.entries(DOCUMENTS))('%s', async (name, { failed, breaks }) => {
    const bytes = readFileSync(new URL(name, FOLDER));
    const expected: unknown = JSON.parse(readFileSync(new URL(`${name}.model.json`, FOLDER), 'utf8'));

    const reading = await readMultistatus(bytes);
    expect(reading.document).toEqual(expected);

    const failures: string[] = [];
    try {
      reading.throwIfFailed();
    } catch (error) {
      failures.push(...(error as { failures: { href: string }[] }).failures.map(({ href }) => href));
    }
    expect(failures).toEqual(failed);

    if (breaks === undefined) return;
    const rules = validateMultistatus(bytes.toString('utf8')).map(({ rule }) => rule);
    expect([...new Set(rules)].join(' ')).toBe(breaks);
  });
});
