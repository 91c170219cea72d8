import assert from 'node:assert/strict';
import { once } from 'node:events';
import { start } from './server.mjs';

const { server, close } = await start(0);
await once(server, 'listening');
const origin = `http://127.0.0.1:${server.address().port}`;

const answer = await fetch(`${origin}/batch`, {
  method: 'POST',
  headers: { accept: 'application/json', authorization: 'Bearer ana', 'content-type': 'application/json' },
  body: JSON.stringify({
    requests: [
      { id: 'photo', method: 'GET', url: '/api/photos/7' },
      { id: 'gone', method: 'GET', url: '/api/photos/99' },
      {
        id: 'change',
        method: 'PATCH',
        url: '/api/photos/7',
        body: { title: 'Tram 12' },
        dependsOn: ['photo'],
      },
      { id: 'page', method: 'GET', url: '/' },
    ],
  }),
});
assert.equal(answer.status, 207);
const { responses } = await answer.json();
assert.deepEqual(
  responses.map(({ status }) => status),
  [200, 404, 200, 200],
);
assert.deepEqual(responses[0].body, { id: 7, title: 'Tram 28', user: 'Bearer ana' });
assert.deepEqual(responses[2].body, { id: 7, title: 'Tram 12' });
assert.match(responses[3].body, /<h1>Photos<\/h1>/);

const single = await fetch(`${origin}/api/photos/7`);
assert.equal(single.status, 200);
await single.json();

server.close();
server.closeAllConnections();
await close();
console.log('a batch reaches route handlers and a page of Next.js');
