// A whole process for one request, as where a function is started for it: loads, listens, prints its port, answers, prints the
// processor time of the process in microseconds, and ends: node serve-once.mjs express batch
import { createServer } from 'node:http';

const [framework, kind] = process.argv.slice(2);
const photo = { id: 1, title: 'Lisbon' };

const server = createServer(framework === 'express' ? await toExpress() : await toKoa());
server.on('request', (_req, res) => {
  res.on('close', () => {
    const { user, system } = process.cpuUsage();
    console.log(user + system);
    server.close();
    server.closeAllConnections();
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));

async function toExpress() {
  const { default: express } = await import('express');
  const app = express();
  if (kind === 'batch') app.use('/batch', (await import('@multistatus/express')).batch());
  return app.get('/photos/:id', (_req, res) => res.json(photo));
}

async function toKoa() {
  const { default: Koa } = await import('koa');
  const app = new Koa();
  if (kind === 'batch') app.use((await import('@multistatus/koa')).batch({ path: '/batch' }));
  return app.use((ctx) => Object.assign(ctx, { body: photo })).callback();
}
