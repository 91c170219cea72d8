import { readFileSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createApp } from 'odata';
import { openDatabase, restoreSamples } from 'odata/database';
import request from 'supertest';

const EXAMPLE = new URL('../../examples/odata/', import.meta.url);
const README = readFileSync(new URL('README.md', EXAMPLE), 'utf8');

let database: PGlite;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  database = await openDatabase();
  app = createApp(database);
}, 60_000);
afterAll(() => database.close());
beforeEach(() => restoreSamples(database));

/** Returns the quantities of all orders, in the order of their IDs. */
async function quantities(): Promise<unknown[]> {
  const { body } = await request(app).get('/odata/Orders');
  return (body as { value: { Quantity: number }[] }).value.map(({ Quantity }) => Quantity);
}

test('the batch of the README is answered as the README shows', async () => {
  const { status, headers, body } = await request(app)
    .post('/odata/$batch')
    .set('Content-Type', 'multipart/mixed; boundary=batch')
    .buffer(true)
    .parse((res, done) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => done(null, Buffer.concat(chunks)));
    })
    .send(readFileSync(new URL('changes.txt', EXAMPLE), 'utf8'));
  expect([status, headers['odata-version']]).toEqual([200, '4.0']);
  const shown = README.split('```text answer\n')[1]?.split('```')[0];
  const unique = /(batchresponse|changesetresponse)_[\w-]+?(?=--\r|[\r;])/g;
  expect(String(body).replaceAll(unique, '$1_0').replaceAll('\r\n', '\n')).toBe(shown);
  expect(await quantities()).toEqual([2, 1, 4, 3, 1, 1]);
});

describe('queries', () => {
  test.each([
    ["People?$filter=City eq 'Köln' and ID eq 2&$select=Name", [{ ID: 2, Name: 'Jürgen Groß' }]],
    ["People?$filter=Name eq 'O''Neil'", []],
    [
      'Orders?$orderby=Quantity desc,Product&$top=2&$skip=1&$select=Product',
      [
        { ID: 4, Product: 'Shelf' },
        { ID: 1, Product: 'Lamp' },
      ],
    ],
    ['Orders?$filter=Sent eq true&$select=Product', [{ ID: 2, Product: 'Desk' }]],
    [
      'People(1)/Orders?$select=Product',
      [
        { ID: 1, Product: 'Lamp' },
        { ID: 2, Product: 'Desk' },
      ],
    ],
    [
      'Orders?$filter=ID eq 3&$select=Product&$expand=Person($select=Name)',
      [{ ID: 3, Product: 'Chair', Person: { '@odata.etag': 'W/"1"', ID: 2, Name: 'Jürgen Groß' } }],
    ],
  ])('%s', async (url, entities) => {
    const { status, body } = await request(app).get(`/odata/${encodeURI(url)}`);
    expect(status).toBe(200);
    expect(body.value).toEqual(entities.map((entity) => ({ '@odata.etag': 'W/"1"', ...entity })));
  });

  test('$count counts what $top leaves out', async () => {
    const { body } = await request(app).get('/odata/Orders?$count=true&$top=1');
    expect([body['@odata.count'], body.value.length]).toEqual([5, 1]);
  });

  test.each([
    ['People?$filter=Name ne 1', 501],
    ['People?$search=a', 501],
    ['People?$filter=Shoe eq 1', 400],
    ['People?$orderby=Shoe', 400],
    ['People?$select=Shoe', 400],
    ['People?$expand=Person', 400],
    ['People?$top=-1', 400],
    ['People(99)', 404],
    ['People(99)/Orders', 404],
    ['Shoes', 404],
  ])('%s is refused with %d', async (url, status) => {
    const response = await request(app).get(`/odata/${encodeURI(url)}`);
    expect(response.status).toBe(status);
    expect(response.body).toEqual({ error: expect.objectContaining({ code: String(status) }) });
  });
});

describe('changes', () => {
  const patch = (url: string, body: object, ifMatch = 'W/"1"') =>
    request(app).patch(`/odata/${url}`).set('If-Match', ifMatch).send(body);

  test('a change has a new ETag', async () => {
    const { status, headers, body } = await patch('Orders(1)', { Quantity: 20 });
    expect([status, headers['etag'], body['@odata.etag'], body.Quantity]).toEqual([
      200,
      'W/"2"',
      'W/"2"',
      20,
    ]);
  });

  test('an entity is created at its Location and deleted', async () => {
    const created = await request(app)
      .post('/odata/Orders')
      .send({ PersonID: 2, Product: 'Vase', Quantity: 2 });
    expect([created.status, created.headers['location']]).toEqual([201, '/odata/Orders(6)']);
    expect((await request(app).get('/odata/Orders(6)')).body).toEqual({
      ...created.body,
      '@odata.etag': 'W/"1"',
      Sent: false,
    });
    expect((await request(app).delete('/odata/Orders(6)').set('If-Match', 'W/"1"')).status).toBe(204);
    expect((await request(app).get('/odata/Orders(6)')).status).toBe(404);
  });

  test.each([
    ['a wrong quantity', 'Orders(1)', { Quantity: 21 }, 'W/"1"', 422, 'Quantity'],
    ['no whole number', 'Orders(1)', { Quantity: 1.5 }, 'W/"1"', 400, 'Quantity'],
    ['a wrong type', 'Orders(1)', { Quantity: '1' }, 'W/"1"', 400, 'Quantity'],
    ['no name', 'People(1)', { Name: '' }, 'W/"1"', 422, 'Name'],
    ['a property that is none', 'People(1)', { Shoe: 1 }, 'W/"1"', 400, 'Shoe'],
    ['a person who is not there', 'Orders(1)', { PersonID: 99 }, 'W/"1"', 422, 'PersonID'],
    ['an order that was sent', 'Orders(2)', { Quantity: 2 }, '*', 409, ''],
    ['another version', 'Orders(1)', { Quantity: 2 }, 'W/"7"', 412, ''],
    ['no entity', 'Orders(99)', { Quantity: 2 }, '*', 404, ''],
  ])('%s is refused', async (_what, url, body, ifMatch, status, target) => {
    const response = await patch(url, body, ifMatch);
    expect([response.status, response.body.error.target]).toEqual([status, target]);
    expect(await quantities()).toEqual([2, 1, 4, 3, 1]);
  });

  test('a change without If-Match is refused', async () => {
    expect((await request(app).patch('/odata/Orders(1)').send({ Quantity: 3 })).status).toBe(428);
  });
});

test('the batch of the console has a group that fails, and leaves no trace', async () => {
  const page = await request(app).get('/batch/console/');
  const { batch } = JSON.parse(/id="config">(.*?)<\/script>/s.exec(page.text)?.[1] ?? '') as {
    batch: object;
  };
  const { body } = await request(app).post('/batch').accept('json').send(batch);
  const statuses = (body.responses as { id: string; status: number }[]).map(({ id, status }) => [id, status]);
  expect(Object.fromEntries(statuses)).toEqual({
    person: 201,
    order: 201,
    'more-lamps': 424,
    'too-many': 422,
    sent: 409,
    people: 200,
  });
  expect(await quantities()).toEqual([2, 1, 4, 3, 1, 1]);
});

test('OpenUI5 gets the description, and the entity sets are those of the service document', async () => {
  const { headers, text } = await request(app).get('/odata/$metadata').buffer(true);
  expect([headers['content-type'], headers['odata-version']]).toEqual([
    'application/xml; charset=utf-8',
    '4.0',
  ]);
  const sets = [...text.matchAll(/<EntitySet Name="(\w+)"/g)].map(([, name]) => name);
  const { body } = await request(app).get('/odata/');
  expect(body.value.map(({ name }: { name: string }) => name)).toEqual(sets);
});
