const { batchConsole } = require('@multistatus/console/express');
const { batch, bulk, createMultistatus, sendMultistatus } = require('@multistatus/express');
const express = require('express');

const app = express();
app.use('/batch', batch());
app.use('/batch/console', batchConsole());

app.get('/photos/:id', (req, res) => {
  if (req.params.id === '7') res.json({ id: 7, title: 'Tram 28' });
  else res.status(404).json({ title: 'No such photo' });
});

app.post('/albums', express.json(), (req, res) => {
  res.status(201).location('/albums/4').json({ id: 4, title: req.body.title, cover: 7 });
});

app.patch(
  '/photos',
  bulk({
    item: {
      type: 'object',
      required: ['id', 'title'],
      properties: { id: { type: 'integer' }, title: { type: 'string' } },
    },
    href: (photo) => `/photos/${photo.id}`,
    handle: (photo) => photo,
  }),
);

app.delete('/albums/:id', async (req, res) => {
  const report = createMultistatus();
  report.response({ href: `/albums/${req.params.id}/locked.jpg`, status: 423 });
  await sendMultistatus(req, res, report);
});

module.exports = { app };
