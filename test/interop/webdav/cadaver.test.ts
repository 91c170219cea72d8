import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import { testWith } from '../../support/test-with.js';
import { runTool } from './run-tool.js';
import { type ShareServer, startShare } from './share-server.js';

describe('cadaver', () => {
  const cadaverTest = testWith('cadaver');
  let share: ShareServer;
  let cwd: string;

  beforeEach(async () => {
    share = await startShare({ isLocked: (path) => path === '/albums/held.txt' });
    cwd = await mkdtemp(join(tmpdir(), 'cadaver-'));
  });

  afterEach(async () => {
    await share.close();
    await rm(cwd, { recursive: true });
  });

  async function type(...commands: string[]): Promise<string> {
    const input = [...commands, 'quit', ''].join('\n');
    const { code, output } = await runTool('cadaver', { arguments: [share.url], cwd, input });
    expect(code).toBe(0);
    return output;
  }

  cadaverTest('puts, lists, gets, copies, moves and deletes', async () => {
    await writeFile(join(cwd, 'tram 28.txt'), 'uphill & down\n');
    const output = await type(
      'put "tram 28.txt"',
      'mkcol albums',
      'ls',
      'copy "tram 28.txt" albums/copy.txt',
      'move "tram 28.txt" albums/moved.txt',
      'cd albums',
      'ls',
      'get moved.txt back.txt',
      'delete copy.txt',
      'cd ..',
      'copy albums photos',
      'rmcol albums',
      'ls',
    );
    expect(linesOf(output)).toEqual([
      "Uploading tram 28.txt to `/tram%2028.txt': succeeded.",
      "Creating `albums': succeeded.",
      "Listing collection `/': succeeded.",
      'Coll:   albums 0',
      'tram 28.txt 14',
      "Copying `/tram 28.txt' to `/albums/copy.txt': succeeded.",
      "Moving `/tram 28.txt' to `/albums/moved.txt': succeeded.",
      "Listing collection `/albums/': succeeded.",
      'copy.txt 14',
      'moved.txt 14',
      "Downloading `/albums/moved.txt' to back.txt: succeeded.",
      "Deleting `copy.txt': succeeded.",
      "Copying `/albums' to `/photos': succeeded.",
      "Deleting collection `albums': succeeded.",
      "Listing collection `/': succeeded.",
      'Coll:   photos 0',
    ]);
    expect(await readFile(join(cwd, 'back.txt'), 'utf8')).toBe('uphill & down\n');
    expect(await readdir(share.folder, { recursive: true })).toEqual(['photos', 'photos/moved.txt']);
  });

  cadaverTest('sets, reads and removes properties', async () => {
    await writeFile(join(share.folder, 'a.txt'), '');
    const output = await type(
      'propset a.txt mood "calm – and wide"',
      'propget a.txt mood',
      'propnames a.txt',
      'propdel a.txt mood',
      'propget a.txt mood',
    );
    expect(linesOf(output)).toEqual([
      "Setting property on `a.txt': succeeded.",
      "Fetching properties for `a.txt':",
      'Value of mood is: calm – and wide',
      "Fetching property names `a.txt': DAV: creationdate",
      'DAV: displayname',
      'DAV: getlastmodified',
      'DAV: resourcetype',
      'DAV: getcontentlength',
      'DAV: getcontenttype',
      'DAV: getetag',
      'http://webdav.org/cadaver/custom-properties/ mood',
      'succeeded.',
      "Deleting property on `a.txt': succeeded.",
      "Fetching properties for `a.txt':",
      'Could not fetch property: 404 Not Found',
    ]);
  });

  cadaverTest('says which member of a tree could not be deleted', async () => {
    await mkdir(join(share.folder, 'albums'));
    await writeFile(join(share.folder, 'albums/held.txt'), '');
    await writeFile(join(share.folder, 'albums/free.txt'), '');
    const output = await type('rmcol albums');
    expect(linesOf(output)).toEqual([
      "Deleting collection `albums': failed:",
      expect.stringMatching(/^http:.*\/albums\/held.txt: 423 Locked$/),
    ]);
    expect(await readdir(join(share.folder, 'albums'))).toEqual(['held.txt']);
  });
});

/** What cadaver says, without the commands, the bars that show progress, and the times of files. */
function linesOf(output: string): string[] {
  return output
    .split(/[\r\n]+/)
    .filter((line) => !/^dav:|^Connection to|^$/.test(line))
    .map((line) =>
      line
        .replace(/ \[\.+/, '')
        .replace(/\s+\w{3} +\d+ +\d+:\d+$/, '')
        .replace(/(?<=\S)\s{2,}(?=\d)|: {2,}(?=succ)/, (gap) => `${gap.trim()} `)
        .trim(),
    );
}
