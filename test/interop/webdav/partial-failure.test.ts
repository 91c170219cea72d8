import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { elementsOf, findViolations, parseXml, textOf } from '../../support/multistatus-rules.js';
import { findElements } from './find-elements.js';
import { type ShareAnswer, type ShareServer, startShare } from './share-server.js';

// RFC 4918 sections 9.6.1, 9.8.3 and 9.9.2: a tree is done as far as it can be, and the answer names what could not.
describe('a request on a tree with a locked member', () => {
  const locked = new Set<string>();
  let share: ShareServer;

  beforeEach(async () => {
    locked.clear();
    share = await startShare({ isLocked: (path) => locked.has(path) });
    await mkdir(join(share.folder, 'a/b & c/d'), { recursive: true });
    for (const name of ['a/1.txt', 'a/b & c/2.txt', 'a/b & c/3.txt', 'a/b & c/d/4.txt']) {
      await writeFile(join(share.folder, name), name);
    }
  });

  afterEach(() => share.close());

  const tree = async () => (await readdir(share.folder, { recursive: true })).sort();

  test('DELETE deletes all that it may', async () => {
    locked.add('/a/b & c/2.txt');
    const answer = await share.send({ method: 'DELETE', path: '/a/' });
    expect(failuresIn(answer)).toEqual([
      { href: '/a/b%20%26%20c/2.txt', status: 'HTTP/1.1 423 Locked', locked: '/a/b%20%26%20c/2.txt' },
    ]);
    expect(await tree()).toEqual(['a', 'a/b & c', 'a/b & c/2.txt']);
  });

  test('DELETE leaves all that is in a locked collection', async () => {
    locked.add('/a/b & c');
    const answer = await share.send({ method: 'DELETE', path: '/a/' });
    expect(failuresIn(answer)).toMatchObject([{ href: '/a/b%20%26%20c/' }]);
    expect(await tree()).toEqual([
      'a',
      'a/b & c',
      'a/b & c/2.txt',
      'a/b & c/3.txt',
      'a/b & c/d',
      'a/b & c/d/4.txt',
    ]);
    expect((await share.send({ method: 'DELETE', path: '/a/b%20%26%20c/2.txt' })).status).toBe(423);
    expect((await share.send({ method: 'PUT', path: '/a/b%20%26%20c/d/new' })).status).toBe(423);
  });

  test('DELETE of what is locked itself is a plain 423 that names the condition', async () => {
    locked.add('/a/1.txt');
    const answer = await share.send({ method: 'DELETE', path: '/a/1.txt' });
    expect(answer.status).toBe(423);
    expect(answer.headers['content-type']).toMatch('application/xml');
    expect(elementsOf(parseXml(answer.text), '{DAV:}lock-token-submitted')).toHaveLength(1);
  });

  test('COPY copies all that it may', async () => {
    locked.add('/z/b & c/d');
    const answer = await share.send({ method: 'COPY', path: '/a/', headers: { Destination: '/z/' } });
    expect(failuresIn(answer)).toMatchObject([{ href: '/z/b%20%26%20c/d/', status: 'HTTP/1.1 423 Locked' }]);
    expect(await tree()).toEqual([
      ...['a', 'a/1.txt', 'a/b & c', 'a/b & c/2.txt', 'a/b & c/3.txt', 'a/b & c/d', 'a/b & c/d/4.txt'],
      ...['z', 'z/1.txt', 'z/b & c', 'z/b & c/2.txt', 'z/b & c/3.txt'],
    ]);
  });

  test('COPY over a tree that cannot be deleted copies nothing', async () => {
    await mkdir(join(share.folder, 'z'));
    await writeFile(join(share.folder, 'z/old.txt'), '');
    locked.add('/z/old.txt');
    const answer = await share.send({ method: 'COPY', path: '/a/', headers: { Destination: '/z/' } });
    expect(failuresIn(answer)).toMatchObject([{ href: '/z/old.txt' }]);
    expect(await readdir(join(share.folder, 'z'))).toEqual(['old.txt']);
  });

  test('MOVE moves all that it may, and keeps what it may not', async () => {
    locked.add('/a/b & c/2.txt').add('/a/b & c/d');
    const answer = await share.send({ method: 'MOVE', path: '/a/', headers: { Destination: '/z/' } });
    expect(failuresIn(answer).map(({ href }) => href)).toEqual(['/a/b%20%26%20c/2.txt', '/a/b%20%26%20c/d/']);
    expect(await tree()).toEqual([
      ...['a', 'a/b & c', 'a/b & c/2.txt', 'a/b & c/d', 'a/b & c/d/4.txt'],
      ...['z', 'z/1.txt', 'z/b & c', 'z/b & c/3.txt'],
    ]);
  });

  test.each([
    ['MOVE', '/a/1.txt'],
    ['COPY', '/z'],
    ['MOVE', '/z'],
  ])('%s is a plain 423 where %s, one of its two ends, is locked', async (method, path) => {
    locked.add(path);
    const answer = await share.send({ method, path: '/a/1.txt', headers: { Destination: '/z' } });
    expect(answer.status).toBe(423);
    expect(await readdir(share.folder)).toEqual(['a']);
  });

  test('the report comes in JSON to a client that wants it', async () => {
    locked.add('/a/1.txt');
    const answer = await share.send({
      method: 'DELETE',
      path: '/a/',
      headers: { Accept: 'application/json' },
    });
    expect(answer.status).toBe(207);
    expect(JSON.parse(answer.text)).toMatchObject({ responses: [{ href: '/a/1.txt', status: 423 }] });
  });
});

function failuresIn({ status, text }: ShareAnswer) {
  expect(status).toBe(207);
  expect(findViolations(text)).toEqual([]);
  return elementsOf(parseXml(text), '{DAV:}response').map((response) => {
    const textIn = (name: string) => findElements(response, name).map(textOf);
    const [href, locked] = textIn('{DAV:}href');
    return { href, status: textIn('{DAV:}status')[0], locked };
  });
}
