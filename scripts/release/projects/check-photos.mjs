// What clients of the photo app see, whatever it is made with.
import assert from 'node:assert/strict';

const JSON_HEADERS = { accept: 'application/json', 'content-type': 'application/json' };

const BATCH = {
  requests: [
    { id: 'album', method: 'POST', url: '/albums', body: { title: 'Lisbon' } },
    {
      id: 'photo',
      method: 'GET',
      url: '/photos/{id}',
      references: [{ at: '/url/id', from: 'album', value: '/body/cover' }],
    },
    { id: 'gone', method: 'GET', url: '/photos/99' },
    { id: 'after', method: 'GET', url: '/photos/7', dependsOn: ['gone'] },
  ],
};

/** Checks a batch in JSON and in XML, `bulk()`, `sendMultistatus()`, the page, and `@multistatus/client`. */
export async function checkPhotos(origin, client) {
  await checkBatch(origin);
  await checkReports(origin);
  await checkConsole(origin);
  await checkClient(origin, client);
  console.log('batch in JSON and XML, bulk, sendMultistatus, page, client');
}

/** Checks that a batch is answered, in JSON and in XML. */
export async function checkBatch(origin) {
  const answer = await post(`${origin}/batch`, 'application/json');
  assert.equal(answer.status, 207);
  const { summary, responses } = await answer.json();
  assert.deepEqual(summary, { total: 4, succeeded: 2, failed: 2, other: 0 });
  assert.deepEqual(
    responses.map(({ status }) => status),
    [201, 200, 404, 424],
  );
  assert.equal(responses[1].body.title, 'Tram 28');

  const inXml = await post(`${origin}/batch`, 'application/xml');
  assert.equal(inXml.status, 207);
  assert.match(inXml.headers.get('content-type'), /^application\/xml/);
  assert.match(await inXml.text(), /<D:multistatus .*urn:multistatus:problem:failed-dependency/s);
}

async function checkReports(origin) {
  const items = [{ id: 7, title: 'Tram 12' }, { id: 7 }];
  const changed = await fetch(`${origin}/photos`, {
    method: 'PATCH',
    headers: JSON_HEADERS,
    body: JSON.stringify(items),
  });
  assert.equal(changed.status, 207);
  const { responses } = await changed.json();
  assert.deepEqual(
    responses.map(({ status }) => status),
    [200, 422],
  );

  const removed = await fetch(`${origin}/albums/4`, { method: 'DELETE', headers: JSON_HEADERS });
  assert.equal(removed.status, 207);
  assert.equal((await removed.json()).responses[0].href, '/albums/4/locked.jpg');
}

/** Checks that the page and its files are served. */
export async function checkConsole(origin) {
  const page = await fetch(`${origin}/batch/console/`);
  const html = await page.text();
  assert.equal(page.status, 200, html);
  const [, script] = /<script[^>]* src="([^"]+)"/.exec(html);
  const file = await fetch(new URL(script, page.url));
  assert.equal(file.status, 200);
  await file.arrayBuffer();
}

async function checkClient(origin, { batchFetch, createBatch, path, send }) {
  const batch = createBatch();
  const album = batch.request('album').post('/albums', { title: 'Porto' });
  const cover = batch.request('cover').get(path`/photos/${album.ref('/body/cover')}`);
  const result = await send(batch, { url: `${origin}/batch` });
  assert.equal(result.of(cover).status, 200);

  const api = batchFetch({ url: `${origin}/batch` });
  const answers = await Promise.all([api('/photos/7'), api('/photos/99')]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 404],
  );
  assert.equal((await answers[0].json()).id, 7);
}

function post(url, accept) {
  return fetch(url, {
    method: 'POST',
    headers: { ...JSON_HEADERS, accept },
    body: JSON.stringify(BATCH),
  });
}
