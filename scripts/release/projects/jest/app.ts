import { batch } from '@multistatus/express';
import express from 'express';

export const app = express();
app.use('/batch', batch());
app.get('/photos/:id', (req, res) => {
  if (req.params.id === '7') res.json({ id: 7, title: 'Tram 28' });
  else res.status(404).json({ title: 'No such photo' });
});
