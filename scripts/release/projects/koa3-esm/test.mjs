import * as client from '@multistatus/client';
import { checkPhotos } from '../check-photos.mjs';
import { app } from './app.mjs';

const server = app.listen(0, '127.0.0.1', async () => {
  await checkPhotos(`http://127.0.0.1:${server.address().port}`, client);
  server.close();
  server.closeAllConnections();
});
