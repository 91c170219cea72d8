import { expect, test } from '@jest/globals';
import { BatchRequestContent, BatchResponseContent, Client } from '@microsoft/microsoft-graph-client';
import type { People } from '../people.js';
import { PHOTO } from '../people-rows.js';

/** Declares the tests of this client. */
export function declareMicrosoftGraphClient({ server, start }: People): void {
  /** Sends requests of these URLs and settings with ids 1, 2... */
  const send = async (...requests: (readonly [url: string, init?: RequestInit, dependsOn?: string[]])[]) => {
    const origin = await start();
    const client = Client.init({ baseUrl: origin, authProvider: (done) => done(null, 'token') });
    const steps = requests.map(([url, init, dependsOn], index) => ({
      id: `${index + 1}`,
      request: new Request(origin + url, init) as never,
      ...(dependsOn && { dependsOn }),
    }));
    const content = await new BatchRequestContent(steps).getContent();
    const answer = new BatchResponseContent(await client.api('/$batch').post(content));
    return steps.map(({ id }) => answer.getResponseById(id));
  };
  const json = (method: string, body: object): RequestInit => ({
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

  test('results, 204, text that is not ASCII, and URLs with and without the version', async () => {
    const responses = await send(
      ['/me'],
      ['/v1.0/users/2'],
      ['/users', json('POST', { displayName: 'Éva Ő' })],
      ['/users/2', json('PATCH', { displayName: 'B' })],
    );
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 201, 204]);
    expect(await responses[0]?.json()).toEqual({ id: '1', displayName: 'Zoë 😀' });
    expect(await responses[1]?.json()).toEqual({ id: '2', displayName: 'Bo' });
    expect(await responses[2]?.json()).toEqual({ id: '3', displayName: 'Éva Ő' });
    expect(await server().names()).toEqual(['Zoë 😀', 'B', 'Éva Ő']);
  });

  test('a failure in the middle does not stop the others, but fails those that depend on it', async () => {
    const independent = await send(['/me'], ['/users/9'], ['/users/2']);
    expect(independent.map(({ status }) => status)).toEqual([200, 404, 200]);
    expect(await independent[1]?.json()).toEqual({ error: { code: 'E404', message: 'No person 9' } });
    await server().stop();
    const serial = await send(['/users/9'], ['/users', json('POST', { displayName: 'never' }), ['1']]);
    expect(serial.map(({ status }) => status)).toEqual([404, 424]);
    expect(await serial[1]?.json()).toMatchObject({ error: { message: expect.any(String) } });
    expect(await server().names()).toEqual(['Zoë 😀', 'Bo']);
  });

  test('binary comes as base64', async () => {
    const [photo] = await send(['/me/photo/$value']);
    expect(photo?.headers.get('content-type')).toBe('image/png');
    expect(await photo?.text()).toBe(Buffer.from(PHOTO).toString('base64'));
  });

  test('more than 20 requests', async () => {
    const client = Client.init({ baseUrl: await start(), authProvider: (done) => done(null, 'token') });
    const requests = Array.from({ length: 21 }, (_, id) => ({ id: `${id}`, method: 'GET', url: '/me' }));
    await expect(client.api('/$batch').post({ requests })).rejects.toMatchObject({
      statusCode: 400,
      code: 'BadRequest',
      message: expect.stringContaining('20'),
    });
  });

  test('an empty batch is not sent', async () => {
    await expect(send()).rejects.toThrow('No requests added yet');
    expect(server().exchanges).toEqual([]);
  });

  test('it cannot send binary from Node.js: it reads it with the FileReader of browsers', async () => {
    const png = { method: 'PUT', headers: { 'content-type': 'image/png' }, body: PHOTO };
    const [answer] = await send(['/me/photo/$value', png]);
    expect(answer?.status).toBe(400);
    expect(server().exchanges[0]?.request.body).not.toContain('"body"');
  });
}
