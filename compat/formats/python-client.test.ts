import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { parks } from './parks.js';

/** That of Debian: another in the PATH lacks its packages. */
const PYTHON = '/usr/bin/python3';
const PROGRAM = fileURLToPath(new URL('programs/batch.py', import.meta.url));
const run = promisify(execFile);

type Result = readonly [id: string, status: number, body: string];

/** Runs one scenario of the program. Returns what the callbacks of the client got. */
async function send(origin: string, scenario: string): Promise<readonly Result[]> {
  try {
    const { stdout } = await run(PYTHON, [PROGRAM, origin, scenario]);
    return JSON.parse(stdout) as Result[];
  } catch (error) {
    if (!String(error).includes('ModuleNotFoundError')) throw error;
    throw new Error('The client is not installed (Debian package: python3-googleapi)', { cause: error });
  }
}

const animal = (url: string): string => JSON.stringify({ url, name: 'poney écossais' }, null, 2);

describe.each(parks)('the Python client with googleBatch() on %s', (_name, openPark) => {
  test('reads results, a failure in the middle, a 204 and non-ASCII text, each by its Content-ID', async () => {
    const { origin, received, close } = await openPark();
    const results = await send(origin, 'results');
    await close();
    expect(received).toEqual(['POST /batch']);
    const longId =
      'my long id with spaces and a very very long name that will be folded, as it is longer than 78 characters';
    expect(results).toEqual([
      ['1', 200, animal('/park/v1/animals/pony?fields=name')],
      ['2', 404, '{"error":{"message":"no such animal"}}'],
      [longId, 201, '{"name":"cow"}'],
      ['3', 204, ''],
      ['4', 200, animal('/park/v1/animals/cow')],
    ]);
  });

  test('sends a part that was 401 once more, with a new token', async () => {
    const { origin, received, close } = await openPark();
    const results = await send(origin, 'expired');
    await close();
    expect(received).toEqual(['POST /batch', 'POST /batch']);
    expect(results.map(([id, status]) => [id, status])).toEqual([
      ['1', 200],
      ['2', 200],
    ]);
  });

  test('sends parts with credentials of their own, which the endpoint has to allow', async () => {
    const strict = await openPark();
    const refused = await send(strict.origin, 'two-users');
    await strict.close();
    expect(refused).toEqual([
      [
        'refused',
        400,
        expect.stringMatching(/^part 1, headers\/authorization: An operation may not set this header/),
      ],
    ]);
    const park = await openPark({ headers: { allow: ['authorization'] } });
    const results = await send(park.origin, 'two-users');
    await park.close();
    expect(results.map(([id, status]) => [id, status])).toEqual([
      ['1', 200],
      ['2', 200],
    ]);
  });

  test('raises an error with the reason where the batch is refused', async () => {
    const { origin, close } = await openPark({ limits: { maxOperations: 2 } });
    const results = await send(origin, 'many');
    await close();
    expect(results).toEqual([['refused', 413, 'there are more than 2 parts']]);
  });
});
