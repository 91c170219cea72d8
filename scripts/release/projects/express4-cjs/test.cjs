// Node that can require ES modules is given those. Run once more without, as test runners and some bundlers load packages.
const client = require('@multistatus/client');
const { app } = require('./app.cjs');

const server = app.listen(0, '127.0.0.1', async () => {
  const { checkPhotos } = await import('../check-photos.mjs');
  await checkPhotos(`http://127.0.0.1:${server.address().port}`, client);
  server.close();
  server.closeAllConnections();
});
