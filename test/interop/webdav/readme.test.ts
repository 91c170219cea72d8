import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ShareServer, startShare } from './share-server.js';

describe('the README of the share', () => {
  const example = new URL('../../../examples/webdav/', import.meta.url);
  let readme: string;
  let share: ShareServer;

  beforeEach(async () => {
    readme = await readFile(new URL('README.md', example), 'utf8');
    share = await startShare({ isLocked: (path) => path === '/lisbon/7.jpg' });
    await mkdir(join(share.folder, 'lisbon'));
    for (const name of ['6.jpg', '7.jpg', '8.jpg']) await writeFile(join(share.folder, 'lisbon', name), '');
  });

  afterEach(() => share.close());

  const deleteAlbum = (headers: Record<string, string>) =>
    share.send({ method: 'DELETE', path: '/lisbon/', headers });

  test('shows the very report of an album with a locked photo', async () => {
    const answer = await deleteAlbum({});
    expect(answer.status).toBe(207);
    expect(answer.headers['content-type']).toBe('application/xml; charset=utf-8');
    expect(`${answer.text}\n`).toBe(blockOf(readme, 'xml'));
    expect(await readdir(join(share.folder, 'lisbon'))).toEqual(['7.jpg']);
  });

  test('shows the same report in JSON', async () => {
    const answer = await deleteAlbum({ Accept: 'application/json' });
    expect(JSON.parse(answer.text)).toEqual(JSON.parse(blockOf(readme, 'json')));
  });

  test('names source files that are there', async () => {
    const named = new Set([...readme.matchAll(/\]\(src\/([^)]+)\)/g)].map(([, file]) => file));
    const files = await readdir(new URL('src/', example));
    expect([...named].filter((file) => !files.includes(file!))).toEqual([]);
  });
});

function blockOf(readme: string, language: string): string {
  return new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(readme)?.[1] ?? '';
}
