import { batchConsole } from '@multistatus/console/express';
import { batch, bulk } from '@multistatus/express';
import express from 'express';

const app = express();
app.use('/batch', batch());
app.use('/batch/console', batchConsole({ allow: () => true }));

app.get('/photos/:id', (req, res) => {
  if (req.params.id === '7') res.json({ id: 7, title: 'Tram 28' });
  else res.status(404).json({ title: 'No such photo' });
});

app.post('/albums', express.json(), (req, res) => {
  res.status(201).json({ id: 4, title: req.body.title, cover: 7 });
});

app.patch('/photos', bulk({ item: { type: 'object', required: ['id'] }, handle: (photo) => photo }));

const server = app.listen(process.env.PORT ?? 3000, '127.0.0.1', () => {
  console.log(`Listening on port ${server.address().port}`);
});
