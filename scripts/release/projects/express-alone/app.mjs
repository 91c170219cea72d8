// npm installs Express on its own: it is a required peer.
import assert from 'node:assert/strict';
import { batch } from '@multistatus/express';
// biome-ignore lint/correctness/noUndeclaredDependencies: that it is not declared is what is tried
import express from 'express';

const app = express();
app.use('/batch', batch());
app.get('/photos/:id', (req, res) => res.json({ id: req.params.id }));

const server = app.listen(0, '127.0.0.1', async () => {
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/batch`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ requests: [{ method: 'GET', url: '/photos/7' }] }),
  });
  assert.equal(answer.status, 207);
  assert.deepEqual((await answer.json()).responses[0].body, { id: '7' });
  console.log('installs without a warning and answers a batch');
  server.close();
  server.closeAllConnections();
});
